import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import * as mobility from '@quartier/rules/mobility';
import { mobilityRoles } from '@quartier/rules/mobility';
import { canonicalJson } from '@quartier/rules/wire';

import { openEvaluation, openSubmission, privatePart } from '../../consortium/index.js';

import { authorise } from './authorise.js';
import * as pair from './consult-pair.js';
import { getPosition } from './consult-position.js';
import * as open from './consult-public.js';
import { declareNet } from './declare-net.js';
import { declareOperator } from './declare-operator.js';
import { dischargeDebts } from './discharge-debts.js';
import { grantCredit } from './grant-credit.js';
import { applyMediation, loadMediation, mediate, requestMediation } from './mediation.js';
import { moveDispute } from './move-dispute.js';
import { netWindow } from './net-window.js';
import { openLegDispute } from './open-dispute.js';
import { closeWindow, openNextWindow } from './open-window.js';
import { recordPayments, signWindow } from './pay-window.js';
import { postShare } from './post-share.js';
import { publishPlan } from './publish-plan.js';
import { publishTariff } from './publish-tariff.js';
import { recordLegs } from './record-legs.js';
import { getShareParts, shareCaps, sharePasses } from './share.js';
import { shareSubscriptions, tellHeadrooms } from './share-subscriptions.js';
import { submitStatement } from './submit-statement.js';
import { declareDefault, setAside } from './take-out.js';

/** What operators and sellers may do alike. */
const ofEither = [mobilityRoles.operator, mobilityRoles.seller];

/**
 * Clearing of mobility operators. Requests and replies are canonical JSON, documented in the rules of the area; what two
 * organisations share travels in the transient map and lives in the collection of that pair.
 */
@Info({
    title: 'mobility',
    description: 'Tariffs, subscriptions, legs, disputes and the multilateral netting of mobility operators',
})
export class MobilityContract extends Contract {
    constructor() {
        super('mobility');
    }

    @Transaction()
    @Returns('string')
    async DeclareOperator(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeDeclareOperator(request);
        return canonicalJson(await declareOperator(await openSubmission(ctx, ...ofEither), command));
    }

    @Transaction()
    @Returns('string')
    async PublishTariff(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePublishTariff(request);
        return canonicalJson(await publishTariff(await openSubmission(ctx, mobilityRoles.operator), command));
    }

    @Transaction()
    @Returns('string')
    async PublishPlan(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePublishPlan(request);
        return canonicalJson(await publishPlan(await openSubmission(ctx, mobilityRoles.seller), command));
    }

    @Transaction()
    @Returns('string')
    async GrantCredit(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeGrantCreditPrivate(privatePart(ctx));
        return canonicalJson(await grantCredit(await openSubmission(ctx, mobilityRoles.operator), command, secret));
    }

    @Transaction()
    @Returns('string')
    async ShareSubscriptions(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeShareSubscriptionsPrivate(privatePart(ctx));
        return canonicalJson(
            await shareSubscriptions(await openSubmission(ctx, mobilityRoles.seller), command, secret),
        );
    }

    @Transaction()
    @Returns('string')
    async TellHeadrooms(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeTellHeadroomsPrivate(privatePart(ctx));
        return canonicalJson(await tellHeadrooms(await openSubmission(ctx, mobilityRoles.seller), command, secret));
    }

    @Transaction()
    @Returns('string')
    async Authorise(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeAuthorisePrivate(privatePart(ctx));
        return canonicalJson(await authorise(await openSubmission(ctx, mobilityRoles.operator), command, secret));
    }

    @Transaction()
    @Returns('string')
    async RecordLegs(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeRecordLegsPrivate(privatePart(ctx));
        return canonicalJson(await recordLegs(await openSubmission(ctx, mobilityRoles.operator), command, secret));
    }

    @Transaction()
    @Returns('string')
    async OpenDispute(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeOpenDisputePrivate(privatePart(ctx));
        return canonicalJson(await openLegDispute(await openSubmission(ctx, ...ofEither), command, secret));
    }

    @Transaction()
    @Returns('string')
    async MoveDispute(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeMoveDisputePrivate(privatePart(ctx));
        return canonicalJson(await moveDispute(await openSubmission(ctx, ...ofEither), command, secret));
    }

    @Transaction()
    @Returns('string')
    async RequestMediation(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeRequestMediation(request);
        return canonicalJson(await requestMediation(await openSubmission(ctx, ...ofEither), command));
    }

    @Transaction()
    @Returns('string')
    async Mediate(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeMediate(request);
        return canonicalJson(await mediate(await openSubmission(ctx, mobilityRoles.mediator), command));
    }

    @Transaction()
    @Returns('string')
    async ApplyMediation(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePair(request);
        const secret = mobility.decodeApplyMediationPrivate(privatePart(ctx));
        return canonicalJson(await applyMediation(await openSubmission(ctx, ...ofEither), command, secret));
    }

    @Transaction()
    @Returns('string')
    async OpenWindow(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeOpenWindow(request);
        return canonicalJson(await openNextWindow(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async CloseWindow(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeWindow(request);
        return canonicalJson(await closeWindow(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async SubmitStatement(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePairWindow(request);
        const secret = mobility.decodeSubmitStatementPrivate(privatePart(ctx));
        return canonicalJson(await submitStatement(await openSubmission(ctx, ...ofEither), command, secret));
    }

    @Transaction()
    @Returns('string')
    async DeclareNet(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeDeclareNet(request);
        const secret = mobility.decodeDeclareNetPrivate(privatePart(ctx));
        return canonicalJson(await declareNet(await openSubmission(ctx, ...ofEither), command, secret));
    }

    @Transaction()
    @Returns('string')
    async NetWindow(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeNetWindow(request);
        return canonicalJson(await netWindow(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async SignWindow(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeSignWindow(request);
        return canonicalJson(await signWindow(await openSubmission(ctx, ...ofEither), command));
    }

    @Transaction()
    @Returns('string')
    async RecordPayments(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeRecordPayments(request);
        return canonicalJson(await recordPayments(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async DeclareDefault(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeDeclareDefault(request);
        return canonicalJson(await declareDefault(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async SetAside(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeSetAside(request);
        return canonicalJson(await setAside(await openSubmission(ctx, mobilityRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async DischargeDebts(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePairWindow(request);
        return canonicalJson(await dischargeDebts(await openSubmission(ctx, mobilityRoles.operator), command));
    }

    @Transaction()
    @Returns('string')
    async ShareCapLoss(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeShare(request);
        const secret = mobility.decodeShareCapLossPrivate(privatePart(ctx));
        return canonicalJson(await shareCaps(await openSubmission(ctx, mobilityRoles.seller), command, secret));
    }

    @Transaction()
    @Returns('string')
    async SharePassRevenue(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodeShare(request);
        const secret = mobility.decodeSharePassRevenuePrivate(privatePart(ctx));
        return canonicalJson(await sharePasses(await openSubmission(ctx, mobilityRoles.seller), command, secret));
    }

    @Transaction()
    @Returns('string')
    async PostShare(ctx: Context, request: string): Promise<string> {
        const command = mobility.decodePostShare(request);
        const secret = mobility.decodePostSharePrivate(privatePart(ctx));
        return canonicalJson(await postShare(await openSubmission(ctx, mobilityRoles.seller), command, secret));
    }

    @Transaction(false)
    @Returns('string')
    async ListOperators(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeList(request);
        return canonicalJson(await open.listOperators(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListTariffs(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeListTariffs(request);
        return canonicalJson(await open.listTariffs(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListPlans(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeListPlans(request);
        return canonicalJson(await open.listPlans(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListWindows(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeList(request);
        return canonicalJson(await open.listWindows(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async GetWindow(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeWindow(request);
        return canonicalJson(await open.getWindow(await openEvaluation(ctx), query.window));
    }

    @Transaction(false)
    @Returns('string')
    async GetMediation(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeRequestMediation(request);
        return canonicalJson(await loadMediation((await openEvaluation(ctx)).state, query.mediation));
    }

    @Transaction(false)
    @Returns('string')
    async ListMediations(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeList(request);
        return canonicalJson(await open.listMediations(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async GetPosition(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodePair(request);
        return canonicalJson(await getPosition(await openEvaluation(ctx), query.with));
    }

    @Transaction(false)
    @Returns('string')
    async GetOutcomes(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeGetOutcomes(request);
        return canonicalJson(await pair.getOutcomes(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListLegs(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeListLegs(request);
        return canonicalJson(await pair.listLegs(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async GetLeg(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeGetLeg(request);
        return canonicalJson(await pair.getLeg(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListDisputes(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodePair(request);
        return canonicalJson(await pair.listDisputes(await openEvaluation(ctx), query.with));
    }

    @Transaction(false)
    @Returns('string')
    async GetDispute(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeGetDispute(request);
        return canonicalJson(await pair.getDispute(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ListSubscriptions(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeListSubscriptions(request);
        return canonicalJson(await pair.listSubscriptions(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async GetAuthorisation(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeGetAuthorisation(request);
        return canonicalJson(await pair.getAuthorisation(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async GetStatement(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodePairWindow(request);
        return canonicalJson(await pair.getStatement(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async ComparePair(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodePairWindow(request);
        return canonicalJson(
            await pair.comparePair(
                await openEvaluation(ctx),
                query,
                mobility.decodeComparePairPrivate(privatePart(ctx)),
            ),
        );
    }

    @Transaction(false)
    @Returns('string')
    async GetShareParts(ctx: Context, request: string): Promise<string> {
        const query = mobility.decodeGetShareParts(request);
        return canonicalJson(await getShareParts(await openEvaluation(ctx), query));
    }
}
