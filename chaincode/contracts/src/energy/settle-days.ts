import {
    energyEvents,
    energyLimits,
    isSettled,
    parametersOn,
    withSettled,
    type CommunityParameters,
    type CommunityRecord,
    type Day,
    type DayOutcome,
    type GapPolicy,
    type PriceRecord,
    type SettleDaysReply,
    type SettleDaysRequest,
} from '@quartier/rules/energy';
import { dayBounds, dayNumber, dayOfNumber, daysBetween, monthOf, type Span } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { postEntry } from '../accounts/index.js';
import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { bookOf, loadCommunity, meteredData, settledRanges } from './community.js';
import { settleOneDay, type SettledCommunityDay } from './community-day.js';
import { privateKinds, publicKinds } from './keys.js';
import { loadSeries, type MeteredSeries } from './metered-series.js';
import { Roster, type RosterMeter } from './roster.js';

/** Settles the days of a range one by one: a day that is refused says why, the others are settled. */
export async function settleDays(transaction: AreaSubmission, request: SettleDaysRequest): Promise<SettleDaysReply> {
    const { state } = transaction;
    const { community } = request;
    const record = await loadCommunity(state, community);
    const collection = await meteredData(transaction);
    const settled = await settledRanges(state, community);

    const outcomes = new Map<Day, DayOutcome>();
    const open: OpenDay[] = [];
    for (const day of daysBetween(request.from, request.to)) {
        if (isSettled(settled, day)) outcomes.set(day, await settledEarlier(transaction, request, day));
        else takeUp(open, outcomes, { record, day, now: transaction.time });
    }
    if (open.length > 0) {
        const run = await openRun({ transaction, request, record, collection, open });
        for (const [index, day] of open.entries()) {
            outcomes.set(day.day, await settleAndRecord(run, day));
            requireSize(collection, index + 1);
        }
    }
    const newly = open.map(({ day }) => day).filter((day) => outcomes.get(day)?.outcome === 'settled');
    if (newly.length > 0) {
        await state.put(publicKinds.settledRanges, [community], { ranges: withSettled(settled, newly) });
        transaction.event(energyEvents.daysSettled, { community, runId: request.runId, days: newly });
    }
    return { days: [...outcomes.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

/** A day that may be settled, with its instants and what is in force on it. */
interface OpenDay {
    readonly day: Day;
    readonly span: Span;
    readonly parameters: CommunityParameters;
}

interface Run {
    readonly transaction: AreaSubmission;
    readonly request: SettleDaysRequest;
    readonly record: CommunityRecord;
    readonly collection: PrivateCollection;
    readonly meters: readonly RosterMeter[];
    readonly prices: readonly PriceRecord[];
    readonly series: ReadonlyMap<string, MeteredSeries>;
    /** Instants that the loaded series cover. */
    readonly window: Span;
}

/**
 * A day that this run settled before its reply was lost counts as settled; one of another run is refused, and one that was
 * closed with its month's statement.
 */
async function settledEarlier({ state }: AreaSubmission, request: SettleDaysRequest, day: Day): Promise<DayOutcome> {
    const { community, runId } = request;
    const earlier = await state.get(publicKinds.day, [community, day]);
    if (earlier?.runId === runId) return { day, outcome: 'settled' };
    return {
        day,
        outcome: 'refused',
        code: 'ENERGY_DAY_ALREADY_SETTLED',
        details: { day, runId: earlier?.runId ?? monthOf(day) },
    };
}

function takeUp(
    open: OpenDay[],
    outcomes: Map<Day, DayOutcome>,
    { record, day, now }: { readonly record: CommunityRecord; readonly day: Day; readonly now: number },
): void {
    const span = dayBounds(record.zone, day);
    const parameters = parametersOn(record.parameters, day);
    if (span === undefined || parameters === undefined) {
        outcomes.set(day, { day, outcome: 'refused', code: 'ENERGY_DAY_OUTSIDE_PARAMETERS', details: { day } });
    } else if (span.end > now) {
        outcomes.set(day, { day, outcome: 'refused', code: 'ENERGY_DAY_NOT_OVER', details: { day } });
    } else {
        open.push({ day, span, parameters });
    }
}

async function openRun(
    run: Pick<Run, 'transaction' | 'request' | 'record' | 'collection'> & { readonly open: readonly OpenDay[] },
): Promise<Run> {
    const { collection, record, request, open } = run;
    const { community, gaps } = request;
    const meters = await (await Roster.open(collection, community)).meters();
    const prices = (await run.transaction.state.get(publicKinds.prices, [community]))?.prices ?? [];
    const window = windowOf(open, record, gaps);
    const series = await loadSeries(collection, meters, {
        community,
        zone: record.zone,
        span: window,
        days: open.length,
    });
    return { ...run, meters, prices, series, window };
}

/** Estimates draw on days around the settled ones, where the zone table has them; otherwise only the days themselves are read. */
function windowOf(open: readonly OpenDay[], { zone }: CommunityRecord, gaps: GapPolicy): Span {
    const margin = gaps === 'estimate' ? energyLimits.estimateWindowDays : 0;
    const numbers = open.map(({ day }) => dayNumber(day));
    const first = dayOfNumber(Math.min(...numbers) - margin);
    const last = dayOfNumber(Math.max(...numbers) + margin);
    const spans = daysBetween(first, last).flatMap((day) => dayBounds(zone, day) ?? []);
    return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

async function settleAndRecord(run: Run, { day, span, parameters }: OpenDay): Promise<DayOutcome> {
    const { request, collection, transaction, record } = run;
    const { community, gaps, runId } = request;
    try {
        const settled = settleOneDay({
            day,
            span,
            parameters,
            gaps,
            zone: record.zone,
            meters: run.meters,
            series: run.series,
            window: run.window,
            prices: run.prices,
            keysPpm: await keysInForce(collection, community, parameters),
        });
        await recordDay(run, settled);
        await transaction.state.put(publicKinds.day, [community, day], {
            community,
            day,
            runId,
            settledAt: transaction.time,
            gaps,
            ...settled.disclosed,
        });
        return { day, outcome: 'settled' };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { day, outcome: 'refused', code: error.code, details: error.details as Record<string, string | number> };
    }
}

async function recordDay(
    { collection, request }: Run,
    { day, settlement, postings }: SettledCommunityDay,
): Promise<void> {
    const { community, runId } = request;
    await collection.put(privateKinds.settlement, [community, day], settlement);
    await postEntry(collection, { book: bookOf(community), epoch: monthOf(day), id: day, memo: runId, postings });
}

async function keysInForce(
    collection: PrivateCollection,
    community: string,
    { rule, from }: CommunityParameters,
): Promise<Readonly<Record<string, number>>> {
    if (rule === 'prorata') return {};
    return (await collection.get(privateKinds.staticKeys, [community, from]))?.keysPpm ?? {};
}

/** After each day: what is too large is refused before the rest of it is worked out, and tells how many days were. */
function requireSize(collection: PrivateCollection, days: number): void {
    const { bytes } = collection.written;
    const limit = energyLimits.bytesPerTransaction;
    if (bytes > limit) throw new Refused('ENERGY_SETTLEMENT_TOO_LARGE', { days, size: bytes, unit: 'bytes', limit });
}
