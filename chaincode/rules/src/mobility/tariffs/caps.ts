/**
 * Caps of a period. A leg is cut where periods begin while it lasts; each slice costs what the price grew by in it and
 * pays no more than the least headroom of the periods it stands in, counting what the rider's other legs were charged
 * there. All headrooms are taken before anything is counted, and only what is paid counts, so no cap is passed and none is used up
 * by what another one cut.
 */
import {
    dayBounds,
    dayNumber,
    dayOfInstant,
    dayOfNumber,
    formatDecimal,
    monthBounds,
    monthOf,
    type Span,
    type ZoneTable,
} from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import { weekdayOf } from './local-window.js';
import { tariffLimits, type PeriodCap } from './tariff-version.js';

/** Part of a price and the instant it counts at. */
export interface DatedAmount {
    readonly at: number;
    readonly amountMicroEur: string;
}

export interface CappedLeg {
    readonly caps: readonly PeriodCap[];
    readonly start: number;
    readonly durationSeconds: number;
    /** The price of the ride up to so many seconds after its start. */
    readonly accrued: (elapsedSeconds: number) => bigint;
    readonly zone: ZoneTable | undefined;
    /** What other legs of the rider were charged, in any order. */
    readonly charged: readonly DatedAmount[];
}

type CalendarPeriod = 'day' | 'week' | 'month';
type PeriodFinder = (period: CalendarPeriod, at: number) => Span;

interface Dated {
    readonly at: number;
    readonly amount: bigint;
}

/**
 * @throws Refused MOBILITY_OUTSIDE_ZONE_TABLE where a calendar cap meets a leg that the table does not cover,
 * MOBILITY_LEG_INVALID where a leg goes on over more periods of a short cap than a record can count it in
 */
export function cappedAmounts(leg: CappedLeg): readonly DatedAmount[] {
    const periodAt = periodFinder(leg.zone);
    const others: Dated[] = leg.charged.map(({ at, amountMicroEur }) => ({ at, amount: BigInt(amountMicroEur) }));
    const end = leg.start + leg.durationSeconds;
    requireFewParts(leg);
    const starts = [leg.start, ...periodStarts(leg, end, periodAt)];
    let before = 0n;
    return starts.map((at, index) => {
        const until = starts[index + 1] ?? end;
        const upTo = leg.accrued(until - leg.start);
        const room = leastHeadroom(leg.caps, { at, charged: others, periodAt });
        const grown = upTo - before;
        before = upTo;
        const amount = grown > room ? room : grown;
        others.push({ at, amount });
        return { at, amountMicroEur: formatDecimal(amount) };
    });
}

/** Calendar periods are days at least, and a leg is no longer than a month: spans alone can be too many. */
function requireFewParts({ caps, durationSeconds }: CappedLeg): void {
    const spans = caps.map((cap) => (cap.period === 'rolling' ? Math.ceil(durationSeconds / cap.seconds) : 0));
    if (spans.reduce((sum, parts) => sum + parts, 0) > MOST_SPANS)
        throw new Refused('MOBILITY_LEG_INVALID', {
            reason: 'it lasts for too many periods of the caps of its tariff',
        });
}
/** Beside them stand the days, weeks and months of a month. */
const MOST_SPANS = tariffLimits.cappedParts - 40;

/** Instants after the start and before the end where a period of any cap begins, in order. */
function periodStarts({ caps, start }: CappedLeg, end: number, periodAt: PeriodFinder): readonly number[] {
    const found = new Set<number>();
    for (const cap of caps) {
        if (cap.period === 'rolling') {
            for (let at = start + cap.seconds; at < end; at += cap.seconds) found.add(at);
        } else {
            for (let { end: at } = periodAt(cap.period, start); at < end;) {
                found.add(at);
                ({ end: at } = periodAt(cap.period, at));
            }
        }
    }
    return [...found].sort((a, b) => a - b);
}

function leastHeadroom(
    caps: readonly PeriodCap[],
    {
        at,
        charged,
        periodAt,
    }: { readonly at: number; readonly charged: readonly Dated[]; readonly periodAt: PeriodFinder },
): bigint {
    let least: bigint | undefined;
    for (const cap of caps) {
        const paid =
            cap.period === 'rolling' ? mostPaidIn(charged, at, cap.seconds) : paidIn(charged, periodAt(cap.period, at));
        const room = BigInt(cap.maximumMicroEur) - paid;
        if (least === undefined || room < least) least = room;
    }
    return least === undefined || least < 0n ? 0n : least;
}

function paidIn(charged: readonly Dated[], { start, end }: Span): bigint {
    let sum = 0n;
    for (const { at, amount } of charged) if (at >= start && at < end) sum += amount;
    return sum;
}

/** The most that is paid in a span of so many seconds that this instant is in: one that ends here or at a later payment. */
function mostPaidIn(charged: readonly Dated[], instant: number, seconds: number): bigint {
    const lasts = [instant, ...charged.map(({ at }) => at).filter((at) => at > instant && at < instant + seconds)];
    return lasts
        .map((last) => paidIn(charged, { start: last - seconds + 1, end: last + 1 }))
        .reduce((most, paid) => (paid > most ? paid : most));
}

/** Finds the local period that an instant is in, and remembers the last of each kind. */
function periodFinder(zone: ZoneTable | undefined): PeriodFinder {
    const last = new Map<CalendarPeriod, Span>();
    return (period, at) => {
        const known = last.get(period);
        if (known !== undefined && at >= known.start && at < known.end) return known;
        const span = zone && periodOfInstant(period, zone, at);
        if (span === undefined) throw new Refused('MOBILITY_OUTSIDE_ZONE_TABLE', { at });
        last.set(period, span);
        return span;
    };
}

function periodOfInstant(period: CalendarPeriod, zone: ZoneTable, at: number): Span | undefined {
    const day = dayOfInstant(zone, at);
    if (day === undefined) return undefined;
    if (period === 'month') return monthBounds(zone, monthOf(day));
    if (period === 'day') return dayBounds(zone, day);
    const monday = dayOfNumber(dayNumber(day) - (weekdayOf(day) - 1));
    const first = dayBounds(zone, monday);
    const last = dayBounds(zone, dayOfNumber(dayNumber(monday) + 6));
    return first && last && { start: first.start, end: last.end };
}
