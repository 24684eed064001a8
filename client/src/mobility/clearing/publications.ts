import {
    mobilityTransactions as transactions,
    MOBILITY_TERMS,
    type DeclareOperatorRequest,
    type ListOperatorsReply,
    type ListPlansReply,
    type ListTariffsReply,
    type MobilityTerms,
    type OperatorRecord,
    type Plan,
    type PublishedPlan,
    type PublishedTariff,
    type TariffVersion,
} from '@quartier/rules/mobility';

import { valueInForce } from '../../consortium/index.js';
import { Refusal } from '../../gateway/index.js';

import { mobilityCatalogue } from './catalogue.js';
import type { Calls } from './calls.js';

/** What everyone of the area can read: operators, their tariffs, plans, and the terms of the clearing. */
export interface Publications {
    /** Operator. Says, or says anew, under which name the organisation operates and with which modes. */
    declareOperator(operator: DeclareOperatorRequest): Promise<OperatorRecord>;
    listOperators(): AsyncGenerator<OperatorRecord, void>;

    /**
     * Operator. The first version of a tariff is 1; each starts after the one before.
     * Refusals: MOBILITY_TARIFF_INVALID, MOBILITY_TARIFF_VERSION_ORDER, MOBILITY_CURRENCY_REFUSED.
     */
    publishTariff(tariff: TariffVersion): Promise<PublishedTariff>;
    listTariffs(of?: { readonly operator?: string; readonly tariff?: string }): AsyncGenerator<PublishedTariff, void>;

    /** Seller. Refusals: MOBILITY_PLAN_INVALID. */
    publishPlan(plan: Plan): Promise<PublishedPlan>;
    listPlans(of?: { readonly seller?: string; readonly plan?: string }): AsyncGenerator<PublishedPlan, void>;

    /** What the organisations decided on the clearing, as it is in force on a UTC day, today unless given. */
    terms(day?: string): Promise<MobilityTerms>;
}

export function publications({ area, ask, record, rows }: Calls): Publications {
    return {
        declareOperator: async (request) => (await record(transactions.declareOperator, request)) as OperatorRecord,
        listOperators: () =>
            rows(async (after) => {
                const page = (await ask(transactions.listOperators, from(after))) as ListOperatorsReply;
                return { rows: page.operators, next: page.next };
            }),
        publishTariff: async (tariff) => (await record(transactions.publishTariff, { tariff })) as PublishedTariff,
        listTariffs: (of = {}) =>
            rows(async (after) => {
                const page = (await ask(transactions.listTariffs, { ...of, ...from(after) })) as ListTariffsReply;
                return { rows: page.tariffs, next: page.next };
            }),
        publishPlan: async (plan) => (await record(transactions.publishPlan, { plan })) as PublishedPlan,
        listPlans: (of = {}) =>
            rows(async (after) => {
                const page = (await ask(transactions.listPlans, { ...of, ...from(after) })) as ListPlansReply;
                return { rows: page.plans, next: page.next };
            }),
        terms: async (day = new Date().toISOString().slice(0, 10)) => {
            const found = await valueInForce(area, MOBILITY_TERMS, day);
            if (found === undefined) throw new Refusal('MOBILITY_TERMS_NOT_DECIDED', { day }, mobilityCatalogue);
            return found.value as unknown as MobilityTerms;
        },
    };
}

function from(after: string | undefined): { readonly after?: string } {
    return after === undefined ? {} : { after };
}
