/** What a lane holds of one window. */
import { stillOwed } from '@quartier/rules/mobility';

import type { LaneWindow } from '../keys.js';

const NOTHING: LaneWindow = { legs: 0, amountMicroEur: '0', batches: [] };

/** @param isWhole all that stands in the window is owed, not only what its net left out */
export function owedOf(its: LaneWindow, isWhole: boolean): bigint {
    const { amountMicroEur, leftOutMicroEur = '0', carriedMicroEur = '0' } = its;
    const sums = {
        amount: BigInt(amountMicroEur),
        leftOut: BigInt(leftOutMicroEur),
        carried: BigInt(carriedMicroEur),
    };
    return stillOwed(sums, isWhole);
}

export function withBatch(
    its: LaneWindow = NOTHING,
    {
        number,
        records,
        amount,
    }: { readonly number: number; readonly records: readonly unknown[]; readonly amount: bigint },
): LaneWindow {
    return {
        ...its,
        legs: its.legs + records.length,
        amountMicroEur: (BigInt(its.amountMicroEur) + amount).toString(),
        batches: withNumber(its.batches, number),
    };
}

export function withCarried(its: LaneWindow, amount: bigint): LaneWindow {
    return { ...its, carriedMicroEur: (BigInt(its.carriedMicroEur ?? '0') + amount).toString() };
}

function withNumber(
    runs: readonly (readonly [number, number])[],
    batch: number,
): readonly (readonly [number, number])[] {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === batch) return [...runs.slice(0, -1), [last[0], batch]];
    return [...runs, [batch, batch]];
}
