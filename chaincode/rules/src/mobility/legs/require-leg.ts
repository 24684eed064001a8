/** What every record of a leg must be, by itself. */
import { MICRO_EUR_A_CENT } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import { lineAmount, sumOfLines, type Dimension } from '../tariffs/index.js';
import { legLimits, type LegKind, type LegRecord } from './leg-record.js';
import type { LegReason } from './reasons.js';

/** The dimension that the lines of a record without a ride are of, beside tax and rounding. */
const dimensionOf = { fine: 'FINE', extra: 'EXTRA', refund: 'REFUND' } as const satisfies Partial<
    Record<LegKind, Dimension>
>;

/**
 * @param now the ledger's time
 * @throws Refused MOBILITY_LEG_INVALID, with a reason that names no amount, rider or place.
 */
export function requireLeg(record: LegRecord, now: number): void {
    const reason = timeFault(record, now) ?? usageFault(record) ?? kindFault(record) ?? moneyFault(record);
    if (reason !== undefined) throw new Refused('MOBILITY_LEG_INVALID', { reason });
}

function timeFault({ start, end, durationSeconds }: LegRecord, now: number): LegReason | undefined {
    if (end < start) return 'it ends before it starts';
    if (durationSeconds > legLimits.legSeconds) return 'it lasts more than 31 days';
    if (end > now + legLimits.aheadSeconds) return 'it ends in the future';
    if (Math.abs(end - start - durationSeconds) > legLimits.durationSlackSeconds)
        return 'its duration is not the time from its start to its end';
    return undefined;
}

function usageFault({
    durationSeconds,
    distanceMetres,
    pauseSeconds = 0,
    operator,
    seller,
}: LegRecord): LegReason | undefined {
    if (distanceMetres > legLimits.legMetres) return 'its distance is more than half round the earth';
    if (pauseSeconds > durationSeconds) return 'its pauses last longer than itself';
    if (operator === seller) return 'its operator sold the subscription itself: there is nothing to clear';
    return undefined;
}

function kindFault({ kind, of, leg, category, reason, lines }: LegRecord): LegReason | undefined {
    if (kind === 'leg') return of === undefined ? undefined : 'a leg is of no other record';
    if (of === undefined) return `a ${kind} must name the record that it is of`;
    if (of === leg) return `a ${kind} is of another record than itself`;
    if (reason === undefined) return `a ${kind} must say why`;
    if (kind === 'credit' || kind === 'replacement') return undefined;
    const dimension = dimensionOf[kind];
    if (category === undefined) return `a ${kind} must have a category`;
    const own: readonly Dimension[] = [dimension, 'TAX', 'ROUNDING'];
    const foreign = lines.some((line) => !own.includes(line.dimension));
    return foreign ? `a ${kind} has lines of ${dimension} only` : undefined;
}

function moneyFault(record: LegRecord): LegReason | undefined {
    const total = BigInt(record.totalMicroEur);
    if (total % MICRO_EUR_A_CENT !== 0n) return 'its total is not in whole cents';
    if (sumOfLines(record.lines) !== total) return 'its lines do not add up to its total';
    const wrong = record.lines.some(
        ({ quantity, unitPriceMicroEur, per, amountMicroEur }) =>
            lineAmount(quantity, BigInt(unitPriceMicroEur), per) !== BigInt(amountMicroEur),
    );
    if (wrong) return 'the amount of a line is not its quantity at its unit price';
    return signFault(record.kind, total);
}

function signFault(kind: LegKind, total: bigint): LegReason | undefined {
    if (kind === 'credit') return undefined;
    if (kind === 'refund') return total < 0n ? undefined : 'a refund gives something back';
    return total < 0n ? `a ${kind} does not pay its rider` : undefined;
}
