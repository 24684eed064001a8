/** What the members of a tariff demand of each other. */
import { Refused } from '../../wire/index.js';
import type { LocalWindow, PriceModel, Segment, TariffVersion } from './tariff-version.js';

/** @throws Refused MOBILITY_TARIFF_INVALID, naming the place. */
export function validateTariff(tariff: TariffVersion): void {
    const fault =
        (tariff.to !== null && tariff.to <= tariff.from ? 'to must be after from' : undefined) ??
        priceFault(tariff.price);
    if (fault !== undefined) throw new Refused('MOBILITY_TARIFF_INVALID', { reason: fault });
}

/** Why a price cannot be used, or undefined when it can. */
export function priceFault(price: PriceModel): string | undefined {
    return (
        segmentsFault('time', price.time) ??
        segmentsFault('distance', price.distance) ??
        segmentsFault('pause', price.pause) ??
        segmentsFault('reservation.segments', price.reservation?.segments) ??
        firstFault(price.peaks, ({ window }, index) => windowFault(`peaks[${String(index)}].window`, window)) ??
        limitsFault(price)
    );
}

function limitsFault({ minimumMicroEur, maximumMicroEur, caps = [] }: PriceModel): string | undefined {
    if (
        minimumMicroEur !== undefined &&
        maximumMicroEur !== undefined &&
        BigInt(minimumMicroEur) > BigInt(maximumMicroEur)
    )
        return 'the minimum of a ride is more than its maximum';
    const spans = caps.map((cap) => (cap.period === 'rolling' ? `rolling ${String(cap.seconds)}` : cap.period));
    if (new Set(spans).size < spans.length) return 'two caps are of one period';
    return undefined;
}

function segmentsFault(at: string, segments: readonly Segment[] | undefined): string | undefined {
    return firstFault(segments, (segment, index) => segmentFault(`${at}[${String(index)}]`, segment));
}

function segmentFault(at: string, segment: Segment): string | undefined {
    if (segment.end !== undefined && segment.end <= segment.start) return `${at}.end must be after its start`;
    if (segment.interval === 0 && segment.per !== undefined) return `${at}.per has no meaning of a rate charged once`;
    return segment.within && windowFault(`${at}.within`, segment.within);
}

function windowFault(at: string, { weekdays, from, until, firstDay, lastDay }: LocalWindow): string | undefined {
    if (weekdays.length === 0) return `${at}.weekdays must name a day`;
    if (weekdays.some((weekday, index) => index > 0 && weekday <= (weekdays[index - 1] ?? 0)))
        return `${at}.weekdays must be in order, each once`;
    if (until <= from) return `${at}.until must be after from: a window that passes midnight is written as two`;
    if (firstDay !== undefined && lastDay !== undefined && lastDay < firstDay)
        return `${at}.lastDay must not be before firstDay`;
    return undefined;
}

function firstFault<T>(
    rows: readonly T[] | undefined,
    fault: (row: T, index: number) => string | undefined,
): string | undefined {
    for (const [index, row] of (rows ?? []).entries()) {
        const found = fault(row, index);
        if (found !== undefined) return found;
    }
    return undefined;
}
