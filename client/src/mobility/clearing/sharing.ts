import { randomBytes } from 'node:crypto';

import {
    mobilityTransactions as transactions,
    type GetSharePartsReply,
    type PassSplit,
    type ShareRecord,
    type ShareRow,
    type ShareWeight,
} from '@quartier/rules/mobility';

import type { Calls } from './calls.js';

interface ShareOf {
    /** The caller's id of the distribution. */
    readonly share: string;
    readonly window: string;
    readonly rows: readonly ShareRow[];
}

/** What caps cut and what passes bring in, split among the operators of a seller's riders. */
export interface Sharing {
    /**
     * Seller. The mediator's peer recomputes the split with the seller's; of each operator's part a salted hash is public.
     * Refusals: MOBILITY_SPLIT_IMPOSSIBLE, MOBILITY_SHARE_EXISTS, MOBILITY_BATCH_TOO_LARGE.
     */
    shareCapLoss(share: ShareOf & { readonly weight: ShareWeight }): Promise<ShareRecord>;
    /** Seller. Refusals: MOBILITY_SPLIT_WITHOUT_USE, MOBILITY_SPLIT_IMPOSSIBLE, MOBILITY_SHARE_EXISTS. */
    sharePassRevenue(share: ShareOf & { readonly split: PassSplit }): Promise<ShareRecord>;
    /** Seller. What each operator got. */
    getShareParts(share: string): Promise<GetSharePartsReply['parts']>;
    /**
     * Seller. Shows every operator its own part, which is checked against its hash and against the legs of the two, and
     * posted between them. Refusals: MOBILITY_SHARE_INVALID.
     */
    postShares(share: string): Promise<readonly { readonly operator: string; readonly adjustmentMicroEur: string }[]>;
}

export function sharing({ mspId, ask, recordBetween, holders }: Calls): Sharing {
    const mediator = async (): Promise<string> => {
        const [found] = await holders('mediator');
        if (found === undefined) throw new TypeError('No organisation of the area holds the role mediator');
        return found;
    };
    const share = async (transaction: string, { share: id, window }: ShareOf, part: object): Promise<ShareRecord> => {
        const request = { share: id, window, with: await mediator() };
        // Taken only where the collection has no key yet.
        const collectionKey = randomBytes(32).toString('hex');
        return (await recordBetween(transaction, request, { collectionKey, ...part })) as ShareRecord;
    };
    const getShareParts = async (id: string): Promise<GetSharePartsReply['parts']> => {
        const request = { share: id, with: await mediator() };
        return ((await ask(transactions.getShareParts, request)) as GetSharePartsReply).parts;
    };
    return {
        shareCapLoss: ({ weight, ...of }) => share(transactions.shareCapLoss, of, { weight, rows: of.rows }),
        sharePassRevenue: ({ split, ...of }) => share(transactions.sharePassRevenue, of, { split, rows: of.rows }),
        getShareParts,
        postShares: async (id) => {
            const posted: { operator: string; adjustmentMicroEur: string }[] = [];
            for (const { part, salt } of await getShareParts(id)) {
                const { operator, adjustmentMicroEur } = part;
                if (operator === mspId) continue;
                const request = { with: operator, share: id };
                await recordBetween(transactions.postShare, request, { part, salt });
                posted.push({ operator, adjustmentMicroEur });
            }
            return posted;
        },
    };
}
