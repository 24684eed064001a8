import {
    mobilityTransactions as transactions,
    type ApplyMediationPrivate,
    type DisputeRecord,
    type ListDisputesReply,
    type ListedDispute,
    type ListMediationsReply,
    type MediateRequest,
    type MediationRecord,
    type MoveDisputePrivate,
    type OpenDisputePrivate,
} from '@quartier/rules/mobility';

import type { Calls } from './calls.js';

type Between<T> = T & { readonly with: string };

/** Disputes about what a leg costs. Those of a leg whose price is not its tariff's are opened by the ledger itself. */
export interface Disputes {
    /**
     * Either of the two. Refusals: MOBILITY_LEG_UNKNOWN, MOBILITY_DISPUTE_EXISTS, MOBILITY_DISPUTE_AFTER_DEADLINE,
     * MOBILITY_DISPUTE_AMOUNT.
     */
    openDispute(opening: Between<OpenDisputePrivate>): Promise<DisputeRecord>;
    /**
     * The next step: accept, offer, reject, counter, escalate, withdraw, expire. Refusals: MOBILITY_DISPUTE_UNKNOWN,
     * MOBILITY_DISPUTE_STATE, MOBILITY_DISPUTE_NOT_YOURS, MOBILITY_DISPUTE_EXPIRED, MOBILITY_DISPUTE_REJECTIONS_SPENT.
     */
    moveDispute(step: Between<MoveDisputePrivate>): Promise<DisputeRecord>;
    getDispute(of: {
        readonly with: string;
        readonly operator: string;
        readonly dispute: string;
    }): Promise<DisputeRecord>;
    listDisputes(other: string): Promise<readonly ListedDispute[]>;

    /** Takes an escalated dispute before the mediator, by an id that tells nothing of it. */
    requestMediation(mediation: string): Promise<MediationRecord>;
    /** Mediator. Refusals: MOBILITY_MEDIATION_UNKNOWN, MOBILITY_MEDIATION_ANSWERED. */
    mediate(ruling: MediateRequest): Promise<MediationRecord>;
    getMediation(mediation: string): Promise<MediationRecord>;
    /** Every case that was brought before a mediator, by id; one without `answer` is open. */
    listMediations(): AsyncGenerator<MediationRecord, void>;
    /** Either of the two settles the dispute by the mediator's answer. Refusal: MOBILITY_MEDIATION_PENDING. */
    applyMediation(of: Between<ApplyMediationPrivate>): Promise<DisputeRecord>;
}

export function disputes({ ask, record, recordBetween, rows }: Calls): Disputes {
    const getDispute: Disputes['getDispute'] = async (of) => (await ask(transactions.getDispute, of)) as DisputeRecord;
    return {
        openDispute: async ({ with: other, ...opening }) => {
            await recordBetween(transactions.openDispute, { with: other }, opening);
            return getDispute({ with: other, operator: opening.operator, dispute: opening.dispute });
        },
        moveDispute: async ({ with: other, ...step }) => {
            await recordBetween(transactions.moveDispute, { with: other }, step);
            return getDispute({ with: other, operator: step.operator, dispute: step.dispute });
        },
        getDispute,
        listDisputes: async (other) =>
            ((await ask(transactions.listDisputes, { with: other })) as ListDisputesReply).disputes,
        requestMediation: async (mediation) =>
            (await record(transactions.requestMediation, { mediation })) as MediationRecord,
        mediate: async (ruling) => (await record(transactions.mediate, ruling)) as MediationRecord,
        getMediation: async (mediation) => (await ask(transactions.getMediation, { mediation })) as MediationRecord,
        listMediations: () =>
            rows(async (after) => {
                const request = after === undefined ? {} : { after };
                const page = (await ask(transactions.listMediations, request)) as ListMediationsReply;
                return { rows: page.mediations, next: page.next };
            }),
        applyMediation: async ({ with: other, ...of }) => {
            await recordBetween(transactions.applyMediation, { with: other }, of);
            return getDispute({ with: other, ...of });
        },
    };
}
