import type { DataQuality, QualityReply } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../consortium/index.js';
import type { PublicState } from '../ledger/index.js';

import { publicKinds, type QualityRow } from './keys.js';
import { sumOfQuality } from './quality-rows.js';

const ROWS_A_PAGE = 1_000;
/** Some seconds of a peer; a transaction may carry 200 events, so these are millions. */
const MOST_PAGES = 100;

/** The rows of a month, summed by organisation. In an evaluation only: a transaction would conflict with every other. */
export async function dataQuality({ state, consortium }: AreaTransaction, month: string): Promise<QualityReply> {
    const organisations: DataQuality[] = [];
    for (const mspId of Object.keys(consortium.organisations)) {
        organisations.push({ mspId, month, ...(await sumOfMonth(state, mspId, month)) });
    }
    return { organisations };
}

async function sumOfMonth(state: PublicState, mspId: string, month: string): Promise<QualityRow> {
    const sums: QualityRow[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
        const { records, next } = await state.page(publicKinds.quality, {
            within: [mspId, month],
            limit: ROWS_A_PAGE,
            ...(cursor === undefined ? {} : { cursor }),
        });
        sums.push(sumOfQuality(records));
        if (next === undefined) return sumOfQuality(sums);
        cursor = next;
    }
    throw new Refused('VEHICLE_QUALITY_TOO_LARGE', { mspId, month, limit: MOST_PAGES * ROWS_A_PAGE });
}
