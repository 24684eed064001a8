/**
 * What operators share of a rider's day or of a pass: the loss that a cap makes, and the revenue of a plan. Both go by
 * declared weights, from amounts per operator without place, time or leg.
 */
import { formatDecimal } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import type { OperatorUse } from '../subscriptions/index.js';
import { shareWithin, type Claim, type Part } from './share-within.js';

/** What the use of an operator is weighed by. */
export const shareWeights = ['amount', 'minutes', 'km', 'rides'] as const;
export type ShareWeight = (typeof shareWeights)[number];

/** Whole micro-euro as decimal strings. */
export interface OperatorShare {
    readonly operator: string;
    readonly amountMicroEur: string;
}

/** How the revenue of a plan is shared, as the operators agreed on it. */
export interface PassSplit {
    readonly weight: ShareWeight;
    /** Weights where nobody rode; without one, there is nothing to share by. */
    readonly defaults?: readonly { readonly operator: string; readonly weight: number }[];
    /** What an operator gets at least and at most of one distribution, whatever its use. */
    readonly guarantees?: readonly {
        readonly operator: string;
        readonly floorMicroEur?: string;
        readonly ceilingMicroEur?: string;
    }[];
}

/**
 * The loss that a cap made on a rider's day, borne by the operators of that day by weight. None loses more than what was
 * due to it; what a weight would take beyond that is borne by the others.
 * @throws Refused MOBILITY_SPLIT_IMPOSSIBLE where the loss is more than what was due in all, or weights leave some to nobody
 */
export function shareCapLoss(
    lossMicroEur: bigint,
    due: readonly OperatorUse[],
    weight: ShareWeight,
): readonly OperatorShare[] {
    const claims = due.map((use) => ({
        id: use.operator,
        weight: weightOf(use, weight),
        ceiling: BigInt(use.amountMicroEur),
    }));
    return formatted(shareWithin(lossMicroEur, withLastResort(lossMicroEur, claims)));
}

/**
 * The revenue of a plan, net of tax and of the seller's commission, by the use that it included. Where nobody has a
 * weight, the declared default holds.
 * @throws Refused MOBILITY_SPLIT_WITHOUT_USE, MOBILITY_SPLIT_IMPOSSIBLE
 */
export function sharePassRevenue(
    revenueMicroEur: bigint,
    included: readonly OperatorUse[],
    split: PassSplit,
): readonly OperatorShare[] {
    const claims = claimsOf(included, split);
    if (revenueMicroEur > 0n && claims.every((claim) => claim.weight === 0n && claim.floor === undefined))
        throw new Refused('MOBILITY_SPLIT_WITHOUT_USE');
    return formatted(shareWithin(revenueMicroEur, claims));
}

function claimsOf(included: readonly OperatorUse[], { weight, defaults = [], guarantees = [] }: PassSplit): Claim[] {
    const byUse = new Map(included.map((use) => [use.operator, weightOf(use, weight)]));
    const used = [...byUse.values()].some((of) => of > 0n);
    const weights = used ? byUse : new Map(defaults.map((row) => [row.operator, BigInt(row.weight)]));
    const operators = new Set([...weights.keys(), ...guarantees.map(({ operator }) => operator)]);
    return [...operators].map((operator) => {
        const limits = guarantees.find((row) => row.operator === operator);
        return {
            id: operator,
            weight: weights.get(operator) ?? 0n,
            ...(limits?.floorMicroEur === undefined ? {} : { floor: BigInt(limits.floorMicroEur) }),
            ...(limits?.ceilingMicroEur === undefined ? {} : { ceiling: BigInt(limits.ceilingMicroEur) }),
        };
    });
}

/** Where the operators that have a weight cannot bear the loss, all bear it by what was due to them. */
function withLastResort(loss: bigint, claims: readonly Claim[]): readonly Claim[] {
    const bearable = claims.reduce((sum, { weight, ceiling = 0n }) => (weight > 0n ? sum + ceiling : sum), 0n);
    return bearable >= loss ? claims : claims.map((claim) => ({ ...claim, weight: claim.ceiling ?? 0n }));
}

function weightOf({ amountMicroEur, durationSeconds, distanceMetres, rides }: OperatorUse, by: ShareWeight): bigint {
    if (by === 'amount') return BigInt(amountMicroEur);
    // Seconds and metres weigh as minutes and kilometres do, without their rounding.
    return BigInt(by === 'minutes' ? durationSeconds : by === 'km' ? distanceMetres : rides);
}

function formatted(parts: readonly Part[]): readonly OperatorShare[] {
    return parts.map(({ id, amount }) => ({ operator: id, amountMicroEur: formatDecimal(amount) }));
}
