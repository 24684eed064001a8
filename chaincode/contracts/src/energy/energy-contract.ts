import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import * as energy from '@quartier/rules/energy';
import { energyRoles } from '@quartier/rules/energy';
import { canonicalJson } from '@quartier/rules/wire';

import { openEvaluation, openSubmission, privatePart } from '../consortium/index.js';

import { addMembers } from './add-members.js';
import * as consult from './consult.js';
import { createCommunity } from './create-community.js';
import { dayGaps } from './day-gaps.js';
import { deliverCurves } from './deliver-curves.js';
import { endMembership } from './end-membership.js';
import { eraseMember } from './erase-member.js';
import { issueStatement } from './issue-statement.js';
import { setParameters } from './set-parameters.js';
import { setPrice } from './set-price.js';
import { settleDays } from './settle-days.js';
import { getStatement } from './statement.js';
import { listSupplies } from './supplies.js';

/**
 * Local energy shared at cost price. Requests and replies are canonical JSON, documented in the rules of the area;
 * private parts travel in the transient map and live in the collection `meteredData`.
 */
@Info({ title: 'energy', description: 'Communities that share their production of energy at cost price' })
export class EnergyContract extends Contract {
    constructor() {
        super('energy');
    }

    @Transaction()
    @Returns('string')
    async CreateCommunity(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeCreateCommunity(request);
        const secret = energy.decodeCreateCommunityPrivate(privatePart(ctx));
        return canonicalJson(await createCommunity(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async SetParameters(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeSetParameters(request);
        const secret = energy.decodeSetParametersPrivate(privatePart(ctx));
        return canonicalJson(await setParameters(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async SetPrice(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeSetPrice(request);
        const secret = energy.decodeSetPricePrivate(privatePart(ctx));
        return canonicalJson(await setPrice(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async AddMembers(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeAddMembers(request);
        const secret = energy.decodeAddMembersPrivate(privatePart(ctx));
        return canonicalJson(await addMembers(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async EndMembership(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeEndMembership(request);
        const secret = energy.decodeEndMembershipPrivate(privatePart(ctx));
        return canonicalJson(await endMembership(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async EraseMember(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeEraseMember(request);
        const secret = energy.decodeEraseMemberPrivate(privatePart(ctx));
        return canonicalJson(await eraseMember(await openSubmission(ctx, energyRoles.organiser), command, secret));
    }

    @Transaction()
    @Returns('string')
    async DeliverCurves(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeDeliverCurves(request);
        const secret = energy.decodeDeliverCurvesPrivate(privatePart(ctx));
        return canonicalJson(await deliverCurves(await openSubmission(ctx, energyRoles.metering), command, secret));
    }

    @Transaction()
    @Returns('string')
    async SettleDays(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeSettleDays(request);
        return canonicalJson(await settleDays(await openSubmission(ctx, energyRoles.settlement), command));
    }

    @Transaction()
    @Returns('string')
    async IssueStatement(ctx: Context, request: string): Promise<string> {
        const command = energy.decodeStatement(request);
        return canonicalJson(await issueStatement(await openSubmission(ctx, energyRoles.settlement), command));
    }

    @Transaction(false)
    @Returns('string')
    async GetCommunity(ctx: Context, request: string): Promise<string> {
        const { community } = energy.decodeCommunity(request);
        return canonicalJson(await consult.getCommunity(await openEvaluation(ctx), community));
    }

    @Transaction(false)
    @Returns('string')
    async ListCommunities(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.listCommunities(await openEvaluation(ctx), energy.decodeList(request)));
    }

    @Transaction(false)
    @Returns('string')
    async ListPrices(ctx: Context, request: string): Promise<string> {
        const { community } = energy.decodeCommunity(request);
        return canonicalJson(await consult.listPrices(await openEvaluation(ctx), community));
    }

    @Transaction(false)
    @Returns('string')
    async ListDays(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.listDays(await openEvaluation(ctx), energy.decodeStatement(request)));
    }

    @Transaction(false)
    @Returns('string')
    async ListMembers(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.listMembers(await openEvaluation(ctx), energy.decodeListMembers(request)));
    }

    @Transaction(false)
    @Returns('string')
    async ListDeliveries(ctx: Context, request: string): Promise<string> {
        const query = energy.decodeListDeliveries(request);
        return canonicalJson(await consult.listDeliveries(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async DayGaps(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await dayGaps(await openEvaluation(ctx), energy.decodeDayGaps(request)));
    }

    @Transaction(false)
    @Returns('string')
    async ListSupplies(ctx: Context, request: string): Promise<string> {
        const query = energy.decodeListSupplies(request);
        const { meter } = energy.decodeListSuppliesPrivate(privatePart(ctx));
        return canonicalJson(await listSupplies(await openEvaluation(ctx), query, meter));
    }

    @Transaction(false)
    @Returns('string')
    async GetStatement(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await getStatement(await openEvaluation(ctx), energy.decodeStatement(request)));
    }
}
