/** What each operator bears of caps, or gets of passes, over the riders of a window. */
import { compareUtf8, formatDecimal } from '../../units/index.js';
import { invariant } from '../../wire/index.js';
import {
    shareCapLoss,
    sharePassRevenue,
    type OperatorShare,
    type PassSplit,
    type ShareWeight,
} from '../sharing/index.js';
import type { OperatorUse } from '../subscriptions/index.js';
import type { SharePart, ShareRow } from './pair-records.js';

/**
 * The loss of caps: each rider's day is split by itself.
 * @throws Refused MOBILITY_SPLIT_IMPOSSIBLE
 */
export function capLossParts(rows: readonly ShareRow[], weight: ShareWeight): readonly SharePart[] {
    const shares = rows.flatMap(({ amountMicroEur, uses }) =>
        shareCapLoss(
            BigInt(amountMicroEur),
            uses.map(({ counted }) => counted),
            weight,
        ),
    );
    const parts = partsOf(rows, shares, (share) => -share);
    assertAll(rows, parts);
    return parts;
}

/**
 * The revenue of passes: what all brought in is split by what they included of each operator, and takes the place of it.
 * @throws Refused MOBILITY_SPLIT_WITHOUT_USE, MOBILITY_SPLIT_IMPOSSIBLE
 */
export function passRevenueParts(rows: readonly ShareRow[], split: PassSplit): readonly SharePart[] {
    const revenue = rows.reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n);
    const shares = sharePassRevenue(revenue, includedBy(rows), split);
    const parts = partsOf(rows, shares, (share, included) => share - included);
    assertAll(rows, parts);
    return parts;
}

function partsOf(
    rows: readonly ShareRow[],
    shares: readonly OperatorShare[],
    adjustment: (share: bigint, counted: bigint) => bigint,
): readonly SharePart[] {
    const operators = new Set([
        ...shares.map(({ operator }) => operator),
        ...rows.flatMap(({ uses }) => uses.map(({ counted }) => counted.operator)),
    ]);
    return [...operators].sort(compareUtf8).map((operator) => {
        const own = rows.flatMap(({ rider, day, uses }) =>
            uses
                .filter(({ counted }) => counted.operator === operator)
                .map((use) => ({ rider, ...(day === undefined ? {} : { day }), ...use })),
        );
        const share = shares
            .filter((of) => of.operator === operator)
            .reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n);
        const counted = own.reduce((sum, row) => sum + BigInt(row.counted.amountMicroEur), 0n);
        return {
            operator,
            rows: own,
            shareMicroEur: formatDecimal(share),
            adjustmentMicroEur: formatDecimal(adjustment(share, counted)),
        };
    });
}

/** Use by operator over all rows. */
function includedBy(rows: readonly ShareRow[]): readonly OperatorUse[] {
    const sums = new Map<string, OperatorUse>();
    for (const { counted } of rows.flatMap(({ uses }) => uses)) {
        const before = sums.get(counted.operator);
        sums.set(counted.operator, before === undefined ? counted : addedUse(before, counted));
    }
    return [...sums.values()];
}

export function addedUse(a: OperatorUse, b: OperatorUse): OperatorUse {
    return {
        operator: a.operator,
        amountMicroEur: formatDecimal(BigInt(a.amountMicroEur) + BigInt(b.amountMicroEur)),
        durationSeconds: a.durationSeconds + b.durationSeconds,
        distanceMetres: a.distanceMetres + b.distanceMetres,
        rides: a.rides + b.rides,
    };
}

/** What is shared out is what there was. */
function assertAll(rows: readonly ShareRow[], parts: readonly SharePart[]): void {
    const whole = rows.reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n);
    const shared = parts.reduce((sum, { shareMicroEur }) => sum + BigInt(shareMicroEur), 0n);
    invariant(whole === shared, 'parts add up to what is shared');
}
