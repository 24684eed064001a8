/** The price of one ride before caps and tax. */
import { chargeLine, type ChargeLine, type Dimension } from './charge.js';
import { isWithin, type LocalTime } from './local-window.js';
import { segmentCharge } from './segments.js';
import type { PriceModel, Segment, TariffVersion } from './tariff-version.js';
import type { Usage } from './usage.js';

const PPM = 1_000_000;

export interface RidePrice {
    readonly lines: readonly ChargeLine[];
    readonly amountMicroEur: bigint;
    /** The amount by the VAT of its parts, before minimum and maximum. */
    readonly byVatPpm: ReadonlyMap<number, bigint>;
    /** Whether the minimum or the maximum decided: then the price is one, taxed by the tariff's own rate. */
    readonly limited: boolean;
}

interface Sums {
    readonly lines: ChargeLine[];
    readonly byVatPpm: Map<number, bigint>;
    amount: bigint;
}

/** What of a tariff prices one ride. */
export type RideTariff = Pick<TariffVersion, 'price' | 'intervals' | 'vatPpm'>;

/** @param local of the start, where the tariff has local hours */
export function ridePrice(tariff: RideTariff, usage: Usage, local?: LocalTime): RidePrice {
    const { price, vatPpm } = tariff;
    const sums: Sums = { lines: [], byVatPpm: new Map(), amount: 0n };
    const base = BigInt(price.baseMicroEur);
    if (base !== 0n) add(sums, chargeLine('FIXED', 1, base), price.baseVatPpm ?? vatPpm);
    const pause = price.pause === undefined ? 0 : (usage.pauseSeconds ?? 0);
    addSegments(sums, { dimension: 'TIME', segments: price.time, usage: usage.durationSeconds - pause, tariff, local });
    addSegments(sums, { dimension: 'DISTANCE', segments: price.distance, usage: usage.distanceMetres, tariff, local });
    if (pause > 0) addSegments(sums, { dimension: 'PAUSE', segments: price.pause, usage: pause, tariff, local });
    const ridden = sums.amount;
    addReservation(sums, tariff, usage.reservationSeconds ?? 0, local);
    addSurcharges(sums, { tariff, ridden, surgePpm: usage.surgePpm ?? 0, local });
    return limitedPrice(sums, tariff);
}

function addReservation(sums: Sums, tariff: RideTariff, seconds: number, local: LocalTime | undefined): void {
    const { reservation } = tariff.price;
    if (reservation === undefined || seconds === 0) return;
    const flat = BigInt(reservation.flatMicroEur ?? 0);
    if (flat !== 0n) add(sums, chargeLine('RESERVATION', 1, flat), tariff.vatPpm);
    addSegments(sums, { dimension: 'RESERVATION', segments: reservation.segments, usage: seconds, tariff, local });
}

/** Surcharges are of what the ride costs without its reservation, and do not compound. */
function addSurcharges(
    sums: Sums,
    {
        tariff,
        ridden,
        surgePpm,
        local,
    }: {
        readonly tariff: RideTariff;
        readonly ridden: bigint;
        readonly surgePpm: number;
        readonly local: LocalTime | undefined;
    },
): void {
    const surcharge = (quantity: number, unitPrice: bigint, per: number): void => {
        const line = chargeLine('SURGE', quantity, unitPrice, per);
        const amount = BigInt(line.amountMicroEur);
        if (amount !== 0n) add(sums, amount < 0n ? { ...line, dimension: 'DISCOUNT' } : line, tariff.vatPpm);
    };
    if (surgePpm !== 0) surcharge(surgePpm, ridden, PPM);
    for (const { window, ratePpm, flatMicroEur } of tariff.price.peaks ?? []) {
        if (local === undefined || !isWithin(window, local)) continue;
        if (ratePpm !== 0) surcharge(ratePpm, ridden, PPM);
        surcharge(1, BigInt(flatMicroEur ?? 0), 1);
    }
}

function addSegments(
    sums: Sums,
    {
        dimension,
        segments = [],
        usage,
        tariff,
        local,
    }: {
        readonly dimension: Dimension;
        readonly segments: readonly Segment[] | undefined;
        readonly usage: number;
        readonly tariff: RideTariff;
        readonly local: LocalTime | undefined;
    },
): void {
    for (const segment of segments) {
        const { within, vatPpm } = segment;
        if (within !== undefined && (local === undefined || !isWithin(within, local))) continue;
        const charge = segmentCharge(segment, usage, tariff.intervals);
        if (charge === undefined || charge.amountMicroEur === 0n) continue;
        add(sums, chargeLine(dimension, charge.quantity, charge.rateMicroEur, charge.per), vatPpm ?? tariff.vatPpm);
    }
}

/** Discounts never make a ride pay its rider: without a minimum of its own, it is nothing. */
function limitedPrice({ lines, byVatPpm, amount }: Sums, { price }: { readonly price: PriceModel }): RidePrice {
    const least = BigInt(price.minimumMicroEur ?? 0);
    const most = price.maximumMicroEur === undefined ? undefined : BigInt(price.maximumMicroEur);
    if (amount < least)
        return {
            lines: [...lines, chargeLine('MINIMUM', 1, least - amount)],
            amountMicroEur: least,
            byVatPpm,
            limited: true,
        };
    if (most !== undefined && amount > most)
        return {
            lines: [...lines, chargeLine('MAXIMUM', 1, most - amount)],
            amountMicroEur: most,
            byVatPpm,
            limited: true,
        };
    return { lines, amountMicroEur: amount, byVatPpm, limited: false };
}

function add(sums: Sums, line: ChargeLine, vatPpm: number): void {
    const amount = BigInt(line.amountMicroEur);
    sums.lines.push(line);
    sums.amount += amount;
    sums.byVatPpm.set(vatPpm, (sums.byVatPpm.get(vatPpm) ?? 0n) + amount);
}
