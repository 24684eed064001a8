/**
 * The price of a leg: base, segments of time, distance, pause and reservation, surge, then minimum and maximum of the
 * ride, then the caps of periods, then tax. Every line is exact in micro-euro; the total alone is rounded, once, to whole
 * cents, halves away from zero, and what that leaves is a line of its own.
 */
import { formatDecimal, type ZoneTable } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import { cappedAmounts, type DatedAmount } from './caps.js';
import { chargeLine, sumOfLines, wholeCents, type ChargeLine } from './charge.js';
import { localTime, type LocalTime } from './local-window.js';
import { ridePrice } from './ride-price.js';
import { taxOf } from './tax.js';
import type { PriceModel, TariffVersion } from './tariff-version.js';
import type { Usage } from './usage.js';

export interface PricingContext {
    /** Time zone of the area; a tariff without peak hours and calendar caps does without. */
    readonly zone?: ZoneTable;
    /** What the same rider's other legs under this tariff were charged, as their own `charged` said; for caps. */
    readonly charged?: readonly DatedAmount[];
}

/** Amounts are micro-euro as decimal strings. */
export interface Charge {
    readonly lines: readonly ChargeLine[];
    /** The price in the terms of the tariff: with tax where its amounts include it. */
    readonly priceMicroEur: string;
    /** Contained in the price, or added to it. */
    readonly taxMicroEur: string;
    /** What is owed, in whole cents: the sum of the lines. */
    readonly totalMicroEur: string;
    /** The price by when it counts for caps: at the start, and at each period that began during the leg. */
    readonly charged: readonly DatedAmount[];
}

/**
 * @throws Refused MOBILITY_SURGE_ABOVE_TARIFF, and MOBILITY_OUTSIDE_ZONE_TABLE where the tariff has local hours or
 * periods and the table does not cover the leg.
 */
export function priceLeg(tariff: TariffVersion, usage: Usage, context: PricingContext = {}): Charge {
    requireAllowedSurge(tariff.price, usage.surgePpm ?? 0);
    const local = hasLocalHours(tariff.price) ? localTime(context.zone, usage.start) : undefined;
    const ride = ridePrice(tariff, usage, local);
    const charged = chargedAmounts(tariff, usage, context, { local, rideMicroEur: ride.amountMicroEur });
    const price = charged.reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n);
    const capped = price !== ride.amountMicroEur;
    const lines = [...ride.lines];
    if (capped) lines.push(chargeLine('CAP_ADJUSTMENT', 1, price - ride.amountMicroEur));
    const tax = taxOf(tariff, ride.limited || capped ? new Map([[tariff.vatPpm, price]]) : ride.byVatPpm);
    if (!tariff.taxIncluded) lines.push(...tax.lines);
    return rounded(lines, { price, tax: tax.amountMicroEur, charged });
}

function chargedAmounts(
    tariff: TariffVersion,
    usage: Usage,
    { zone, charged = [] }: PricingContext,
    { local, rideMicroEur }: { readonly local: LocalTime | undefined; readonly rideMicroEur: bigint },
): readonly DatedAmount[] {
    const caps = tariff.price.caps ?? [];
    if (caps.length === 0) return [{ at: usage.start, amountMicroEur: formatDecimal(rideMicroEur) }];
    return cappedAmounts({
        caps,
        start: usage.start,
        durationSeconds: usage.durationSeconds,
        accrued: (elapsed) =>
            elapsed >= usage.durationSeconds
                ? rideMicroEur
                : ridePrice(tariff, { ...usage, durationSeconds: elapsed }, local).amountMicroEur,
        zone,
        charged,
    });
}

function rounded(
    lines: ChargeLine[],
    { price, tax, charged }: { readonly price: bigint; readonly tax: bigint; readonly charged: readonly DatedAmount[] },
): Charge {
    const exact = sumOfLines(lines);
    const total = wholeCents(exact);
    if (total !== exact) lines.push(chargeLine('ROUNDING', 1, total - exact));
    return {
        lines,
        priceMicroEur: formatDecimal(price),
        taxMicroEur: formatDecimal(tax),
        totalMicroEur: formatDecimal(total),
        charged,
    };
}

function requireAllowedSurge({ surgeMaximumPpm = 0 }: PriceModel, surgePpm: number): void {
    if (surgePpm > surgeMaximumPpm)
        throw new Refused('MOBILITY_SURGE_ABOVE_TARIFF', { surgePpm, most: surgeMaximumPpm });
}

function hasLocalHours({ peaks, time, distance, pause, reservation }: PriceModel): boolean {
    if (peaks !== undefined && peaks.length > 0) return true;
    return [time, distance, pause, reservation?.segments].some((segments) =>
        segments?.some(({ within }) => within !== undefined),
    );
}
