import { energyLimits, unpackValues, type Series, type StepMinutes } from '@quartier/rules/energy';
import { dayOfInstant, monthOf, nextMonth, type Span, type ZoneTable } from '@quartier/rules/units';
import { invariant, Refused } from '@quartier/rules/wire';

import type { PrivateCollection } from '../ledger/index.js';

import { privateKinds, type DeliveryRow } from './keys.js';
import type { RosterMeter } from './roster.js';

/** What one meter delivered that touches a span, in the order of the versions. */
export interface MeteredSeries {
    /** The meter itself, once it has delivered anything. */
    readonly meter: string | undefined;
    readonly curves: readonly (Series & { readonly stepMinutes: StepMinutes })[];
}

export interface SeriesRequest {
    readonly community: string;
    readonly zone: ZoneTable;
    readonly span: Span;
    /** For the refusal: how many days are settled at once. */
    readonly days: number;
}

/**
 * Loads the curves of meters over a span.
 * Refuses ENERGY_SETTLEMENT_TOO_LARGE, before reading any curve, where more keys would be read than one transaction may.
 */
export async function loadSeries(
    collection: PrivateCollection,
    meters: readonly RosterMeter[],
    request: SeriesRequest,
): Promise<ReadonlyMap<string, MeteredSeries>> {
    const wanted = await wantedCurves(collection, meters, request);
    const size = [...wanted.values()].reduce((sum, keys) => sum + keys.length, 0);
    const limit = energyLimits.keysPerSettlement;
    if (size > limit)
        throw new Refused('ENERGY_SETTLEMENT_TOO_LARGE', { days: request.days, size, unit: 'keys', limit });

    const series = new Map<string, MeteredSeries>();
    for (const [point, keys] of wanted) series.set(point, await readCurves(collection, request.community, point, keys));
    return series;
}

interface CurveKey {
    readonly month: string;
    readonly version: number;
}

async function wantedCurves(
    collection: PrivateCollection,
    meters: readonly RosterMeter[],
    { community, zone, span }: SeriesRequest,
): Promise<ReadonlyMap<string, readonly CurveKey[]>> {
    const wanted = new Map<string, CurveKey[]>(meters.map(({ point }) => [point, []]));
    const pages = new Set(meters.map(({ page }) => page));
    for (const month of monthsOf(zone, span)) {
        for (const page of pages) {
            const index = await collection.get(privateKinds.deliveries, [community, String(page), month]);
            for (const [point, rows] of Object.entries(index?.points ?? {})) {
                const keys = wanted.get(point);
                if (keys === undefined) continue;
                rows.forEach((row, version) => {
                    if (touches(row, span)) keys.push({ month, version });
                });
            }
        }
    }
    return wanted;
}

async function readCurves(
    collection: PrivateCollection,
    community: string,
    point: string,
    keys: readonly CurveKey[],
): Promise<MeteredSeries> {
    let meter: string | undefined;
    const curves = [];
    for (const { month, version } of keys) {
        const curve = await collection.get(privateKinds.curve, [community, point, month, String(version)]);
        // Erased curves leave their row for other readers of the index only until the row goes too.
        if (curve === undefined) continue;
        meter = curve.meter;
        curves.push({ start: curve.start, stepMinutes: curve.stepMinutes, values: unpackValues(curve.values) });
    }
    return { meter, curves };
}

function monthsOf(zone: ZoneTable, { start, end }: Span): string[] {
    const first = dayOfInstant(zone, start);
    const last = dayOfInstant(zone, end - 1);
    invariant(first !== undefined && last !== undefined, 'a span to load lies within the zone table');
    const months = [];
    for (let month = monthOf(first); month <= monthOf(last); month = nextMonth(month)) months.push(month);
    return months;
}

function touches([start, steps, , stepMinutes]: DeliveryRow, span: Span): boolean {
    return start < span.end && start + steps * stepMinutes * 60 > span.start;
}
