import type { ConsortiumRecord } from '@quartier/rules/consortium';
import { mobilityRoles, type PairRequest } from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';

import { Refusal, type Area, type Call } from '../../gateway/index.js';

import { mobilityCatalogue } from './catalogue.js';

/** Calls of the clearing: who endorses what, and lists page by page. Replies are as the contract documents them. */
export interface Calls {
    readonly area: Area;
    readonly mspId: string;
    readonly ask: (transaction: string, request: object, privatePart?: object) => Promise<unknown>;
    /** Public: endorsed by the caller and the organisation that holds the settlement role. */
    readonly record: (transaction: string, request: object, privatePart?: object) => Promise<unknown>;
    /** Between the caller and another: endorsed by these two, and seen by nobody else. Refusal: MOBILITY_PAIR_NONE. */
    readonly recordBetween: (transaction: string, request: PairRequest, privatePart?: object) => Promise<unknown>;
    /** Every row of a list, from page to page. */
    readonly rows: <Row>(page: (after: string | undefined) => Promise<Page<Row>>) => AsyncGenerator<Row, void>;
    /** MSP ids of the organisations that hold a role. */
    readonly holders: (role: keyof typeof mobilityRoles) => Promise<readonly string[]>;
}

export interface Page<Row> {
    readonly rows: readonly Row[];
    readonly next?: string | undefined;
}

export function newCalls(area: Area): Calls {
    const { mspId } = area;
    const holders = async (role: keyof typeof mobilityRoles): Promise<readonly string[]> => {
        const { organisations } = await area.consortium();
        return Object.keys(organisations).filter((id) => organisations[id]?.includes(mobilityRoles[role]));
    };
    return {
        area,
        mspId,
        holders,
        // A peer of another organisation has not what this one shares, and must not learn what it asks.
        ask: (transaction, request, privatePart) =>
            area.evaluate({ ...callOf(transaction, request, privatePart), endorsers: [mspId] }),
        record: async (transaction, request, privatePart) => {
            const [settlement] = await holders('settlement');
            const call = callOf(transaction, request, privatePart);
            // The settlement office itself needs any other beside it, which its gateway picks.
            if (settlement === undefined || settlement === mspId) return area.submit(call);
            return area.submit({ ...call, endorsers: [mspId, settlement] });
        },
        recordBetween: async (transaction, request, privatePart) => {
            requirePair(await area.consortium(), { mspId, with: request.with });
            return area.submit({ ...callOf(transaction, request, privatePart), endorsers: [mspId, request.with] });
        },
        rows,
    };
}

/**
 * A gateway cannot reach the peers of an organisation that is none of the channel's, and would say no more than that.
 * @throws Refusal MOBILITY_PAIR_NONE, with whom the organisation does share a collection of two
 */
function requirePair({ collections }: ConsortiumRecord, of: { readonly mspId: string; readonly with: string }): void {
    const partners = Object.values(collections)
        .filter((members) => members.length === 2 && members.includes(of.mspId))
        .flatMap((members) => members.filter((member) => member !== of.mspId))
        .sort(compareUtf8);
    if (partners.includes(of.with)) return;
    const told = partners.length === 0 ? of : { ...of, partners };
    throw new Refusal('MOBILITY_PAIR_NONE', told, mobilityCatalogue);
}

function callOf(transaction: string, request: object, privatePart: object | undefined): Call {
    return { transaction, request, ...(privatePart === undefined ? {} : { privatePart }) };
}

async function* rows<Row>(page: (after: string | undefined) => Promise<Page<Row>>): AsyncGenerator<Row, void> {
    let after: string | undefined;
    do {
        const found = await page(after);
        yield* found.rows;
        after = found.next;
    } while (after !== undefined);
}
