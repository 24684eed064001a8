import { randomBytes } from 'node:crypto';

import {
    clearingLimits,
    mobilityTransactions as transactions,
    type Authorisation,
    type AuthorisePrivate,
    type GetPositionReply,
    type Headroom,
    type ListSubscriptionsReply,
    type SharedSubscription,
} from '@quartier/rules/mobility';

import type { Calls } from './calls.js';

export type ToldHeadroom = Omit<Headroom, 'toldAt'>;

/** What two organisations keep between them: credit, subscriptions of the one that the other serves, unlocking. */
export interface Pairs {
    /**
     * Operator. The most that the other may owe for legs before a window is settled; the first grant opens the books of
     * the two. Refusals: MOBILITY_PAIR_NONE, MOBILITY_TERMS_NOT_DECIDED.
     */
    grantCredit(grant: { readonly with: string; readonly limitMicroEur: string }): Promise<void>;
    /**
     * What each of the two owes the other, and what may still be recorded: over all windows that are not settled, and over
     * settled ones in which one of the two was in default and the creditor has not discharged what stayed a debt.
     */
    position(other: string): Promise<GetPositionReply>;

    /**
     * Seller. Subscriptions with their whole histories, any number, to one operator or to several; what was told before
     * stays. Refusals: MOBILITY_SUBSCRIPTION_HISTORY, MOBILITY_ROSTER_FULL, MOBILITY_PAIR_NOT_OPEN.
     */
    shareSubscriptions(operators: readonly string[], subscriptions: readonly SharedSubscription[]): Promise<void>;
    /** Subscriptions that one of the two sold, as the other knows them. */
    listSubscriptions(of: { readonly with: string; readonly seller: string }): AsyncGenerator<SharedSubscription, void>;
    /** Seller. What the caps of riders still leave, any number, to one operator. */
    tellHeadrooms(operator: string, headrooms: readonly ToldHeadroom[]): Promise<void>;

    /**
     * Operator, when a vehicle is unlocked. Recorded, so that it proves that the ride was allowed; with what the seller
     * last told of the rider's caps. Refusals: MOBILITY_SUBSCRIPTION_UNKNOWN, MOBILITY_SUBSCRIPTION_NOT_ACTIVE,
     * MOBILITY_MODE_NOT_OFFERED, MOBILITY_AUTHORISATION_EXISTS.
     */
    authorise(request: AuthorisePrivate & { readonly seller: string }): Promise<Authorisation>;
}

export function pairs({ mspId, ask, recordBetween, rows }: Calls): Pairs {
    const inBatches = async <Row>(
        all: readonly Row[],
        send: (batch: readonly Row[]) => Promise<unknown>,
    ): Promise<void> => {
        for (let first = 0; first < all.length; first += clearingLimits.rowsPerBatch)
            await send(all.slice(first, first + clearingLimits.rowsPerBatch));
    };
    return {
        grantCredit: async ({ with: other, limitMicroEur }) => {
            // Taken only where the collection has no key yet: nothing but the two organisations' machines knows it.
            const collectionKey = randomBytes(32).toString('hex');
            await recordBetween(transactions.grantCredit, { with: other }, { limitMicroEur, collectionKey });
        },
        position: async (other) => (await ask(transactions.getPosition, { with: other })) as GetPositionReply,
        shareSubscriptions: async (operators, subscriptions) => {
            for (const operator of operators)
                await inBatches(subscriptions, (batch) =>
                    recordBetween(transactions.shareSubscriptions, { with: operator }, { subscriptions: batch }),
                );
        },
        listSubscriptions: (of) =>
            rows(async (cursor) => {
                const request = { ...of, ...(cursor === undefined ? {} : { cursor }) };
                const page = (await ask(transactions.listSubscriptions, request)) as ListSubscriptionsReply;
                return { rows: page.subscriptions, next: page.next };
            }),
        tellHeadrooms: (operator, headrooms) =>
            inBatches(headrooms, (batch) =>
                recordBetween(transactions.tellHeadrooms, { with: operator }, { headrooms: batch }),
            ),
        authorise: async ({ seller, ...request }) => {
            await recordBetween(transactions.authorise, { with: seller }, request);
            const { authorisation } = request;
            const asked = { with: seller, operator: mspId, authorisation };
            return (await ask(transactions.getAuthorisation, asked)) as Authorisation;
        },
    };
}
