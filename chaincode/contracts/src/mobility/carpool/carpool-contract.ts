import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import { carpoolRequests as requests, carpoolRoles } from '@quartier/rules/mobility';
import { canonicalJson } from '@quartier/rules/wire';

import { openEvaluation, openSubmission, privatePart, type AreaSubmission } from '../../consortium/index.js';

import { getAccount, moveMoney } from './accounts.js';
import { fundCampaign, loadCampaign, openCarpool } from './campaign.js';
import * as consult from './consult.js';
import { judgeJourneys } from './judge-journeys.js';
import { returnJourneys } from './return-journeys.js';
import * as riders from './riders.js';
import * as rides from './rides.js';

const RECORDED = canonicalJson({ recorded: true });

/**
 * Carpooling without a platform, and the incentives that councils pay for it. Requests and replies are canonical JSON,
 * documented in the rules of the area; private parts travel in the transient map.
 */
@Info({
    title: 'carpool',
    description: 'Rides between drivers and passengers, their proof and what councils pay for them',
})
export class CarpoolContract extends Contract {
    constructor() {
        super('carpool');
    }

    @Transaction()
    @Returns('string')
    async FundCampaign(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeFundCampaign(request);
        const secret = requests.decodeCollectionKeyPrivate(privatePart(ctx));
        return canonicalJson(await fundCampaign(await openSubmission(ctx, carpoolRoles.budget), command, secret));
    }

    @Transaction()
    @Returns('string')
    async AskPseudonyms(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeBatch(request);
        const secret = requests.decodeAskPseudonymsPrivate(privatePart(ctx));
        await riders.askPseudonyms(await ofOperator(ctx), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async IssuePseudonyms(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeOfOperator(request);
        const secret = requests.decodeIssuePseudonymsPrivate(privatePart(ctx));
        await riders.issuePseudonyms(await openSubmission(ctx, carpoolRoles.registry), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async EraseRider(ctx: Context, request: string): Promise<string> {
        const { campaign } = requests.decodeCampaign(request);
        const secret = requests.decodeEraseRiderPrivate(privatePart(ctx));
        await riders.eraseRider(await ofOperator(ctx), campaign, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async MoveMoney(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeBatch(request);
        const secret = requests.decodeMoveMoneyPrivate(privatePart(ctx));
        await moveMoney(await ofOperator(ctx), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async OfferRide(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeRide(request);
        const secret = requests.decodeOfferRidePrivate(privatePart(ctx));
        await rides.offerRide(await ofOperator(ctx), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async RequestSeats(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeBooking(request);
        const secret = requests.decodeRequestSeatsPrivate(privatePart(ctx));
        await rides.requestSeats(await ofOperator(ctx), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async Act(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeAct(request);
        const secret = requests.decodeActPrivate(privatePart(ctx));
        await rides.act(await ofOperator(ctx), command, secret);
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async CloseBooking(ctx: Context, request: string): Promise<string> {
        await rides.close(await ofOperator(ctx), requests.decodeBooking(request));
        return RECORDED;
    }

    @Transaction()
    @Returns('string')
    async JudgeJourneys(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeBatch(request);
        const secret = requests.decodeJudgeJourneysPrivate(privatePart(ctx));
        return canonicalJson(await judgeJourneys(await ofOperator(ctx), command, secret));
    }

    @Transaction()
    @Returns('string')
    async ReturnJourneys(ctx: Context, request: string): Promise<string> {
        const command = requests.decodeBatch(request);
        const secret = requests.decodeReturnJourneysPrivate(privatePart(ctx));
        const transaction = await openSubmission(ctx, carpoolRoles.operator, carpoolRoles.registry);
        return canonicalJson(await returnJourneys(transaction, command, secret));
    }

    @Transaction(false)
    @Returns('string')
    async GetCampaign(ctx: Context, request: string): Promise<string> {
        const { campaign } = requests.decodeCampaign(request);
        return canonicalJson(await loadCampaign(await openEvaluation(ctx), campaign));
    }

    @Transaction(false)
    @Returns('string')
    async ListRides(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.listRides(await openEvaluation(ctx), requests.decodeSearchRides(request)));
    }

    @Transaction(false)
    @Returns('string')
    async SearchRides(ctx: Context, request: string): Promise<string> {
        const query = requests.decodeSearchRides(request);
        const secret = requests.decodeSearchRidesPrivate(privatePart(ctx));
        return canonicalJson(await consult.searchRides(await openEvaluation(ctx), query, secret));
    }

    @Transaction(false)
    @Returns('string')
    async GetRide(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.getRide(await openEvaluation(ctx), requests.decodeRide(request)));
    }

    @Transaction(false)
    @Returns('string')
    async GetAccount(ctx: Context, request: string): Promise<string> {
        const { campaign } = requests.decodeCampaign(request);
        const { rider } = requests.decodeGetAccountPrivate(privatePart(ctx));
        const transaction = await openEvaluation(ctx);
        await (await riders.OwnRiders.open(transaction, campaign)).require(rider);
        return canonicalJson(await getAccount(await openCarpool(transaction, campaign), campaign, rider));
    }

    @Transaction(false)
    @Returns('string')
    async GetAsked(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await riders.getAsked(await openEvaluation(ctx), requests.decodeOfOperator(request)));
    }

    @Transaction(false)
    @Returns('string')
    async GetPseudonyms(ctx: Context, request: string): Promise<string> {
        const { campaign } = requests.decodeCampaign(request);
        const secret = requests.decodeGetPseudonymsPrivate(privatePart(ctx));
        return canonicalJson(await riders.getPseudonyms(await openEvaluation(ctx), campaign, secret));
    }

    @Transaction(false)
    @Returns('string')
    async ListBatches(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.listBatches(await openEvaluation(ctx), requests.decodeListBatches(request)));
    }
}

function ofOperator(ctx: Context): Promise<AreaSubmission> {
    return openSubmission(ctx, carpoolRoles.operator);
}
