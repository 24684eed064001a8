import { type QualityDelta } from '@quartier/rules/vehicle';
import { compareUtf8, monthOf, utcDay } from '@quartier/rules/units';

import type { AreaSubmission } from '../consortium/index.js';

import { publicKinds, type QualityRow } from './keys.js';

const nothing: QualityRow = { readings: 0, discrepancies: 0, corrections: 0, dropsSeen: 0 };

/** One row an organisation: what the transaction changed of the data quality of each, over all passports. */
export async function appendQuality(
    { state, stub, time }: AreaSubmission,
    deltas: readonly QualityDelta[],
): Promise<void> {
    const sums = new Map<string, QualityRow>();
    for (const { mspId, ...delta } of deltas) sums.set(mspId, addedQuality(sums.get(mspId) ?? nothing, delta));
    const month = monthOf(utcDay(time));
    for (const [mspId, row] of [...sums].sort(([a], [b]) => compareUtf8(a, b))) {
        await state.put(publicKinds.quality, [mspId, month, stub.getTxID()], row);
    }
}

export function sumOfQuality(rows: readonly QualityRow[]): QualityRow {
    return rows.reduce(addedQuality, nothing);
}

function addedQuality(sum: QualityRow, row: QualityRow): QualityRow {
    return {
        readings: sum.readings + row.readings,
        discrepancies: sum.discrepancies + row.discrepancies,
        corrections: sum.corrections + row.corrections,
        dropsSeen: sum.dropsSeen + row.dropsSeen,
    };
}
