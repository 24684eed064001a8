import { createHash } from 'node:crypto';

import {
    energyEvents,
    energyLimits,
    isSettled,
    mergeCurve,
    readCurve,
    storedCurve,
    unpackValues,
    type CommunityRecord,
    type Curve,
    type CurveOutcome,
    type DeliverCurvesPrivate,
    type DeliverCurvesReply,
    type DeliverCurvesRequest,
    type Instant,
    type Month,
    type Readings,
    type Series,
} from '@quartier/rules/energy';
import { daysOfMonth, instantsOfDays } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { loadCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, type DeliveryRow, type RosterPage } from './keys.js';
import { Roster } from './roster.js';

/**
 * Stores curves of one roster page and month, each as a value of its own. A curve that is refused, whole or in some steps,
 * says why; what is acceptable of the others is stored. Nothing that is stored is overwritten: a reading that fills a gap
 * or corrects another is a further version.
 */
export async function deliverCurves(
    transaction: AreaSubmission,
    { community, page, month }: DeliverCurvesRequest,
    { curves }: DeliverCurvesPrivate,
): Promise<DeliverCurvesReply> {
    const record = await loadCommunity(transaction.state, community);
    const { mspId } = transaction.caller;
    if (record.metering !== mspId) {
        throw new Refused('ENERGY_NOT_THE_GRID_OPERATOR', { community, metering: record.metering, mspId });
    }
    const delivery = await openDelivery(transaction, record, { page, month });
    const outcomes: CurveOutcome[] = [];
    for (const [index, curve] of curves.entries()) outcomes.push(await deliverOne(delivery, index, curve));

    const stored = outcomes.filter(({ outcome }) => outcome === 'stored').length;
    if (stored > 0) {
        await saveIndex(delivery);
        transaction.event(energyEvents.curvesDelivered, { community, month, curves: stored });
    }
    return { outcomes };
}

interface Delivery {
    readonly record: CommunityRecord;
    readonly collection: PrivateCollection;
    readonly page: number;
    readonly month: Month;
    readonly roster: RosterPage;
    readonly points: Record<string, readonly DeliveryRow[]>;
    readonly settled: (instant: Instant) => boolean;
}

async function openDelivery(
    transaction: AreaSubmission,
    record: CommunityRecord,
    { page, month }: { readonly page: number; readonly month: Month },
): Promise<Delivery> {
    const { community, zone } = record;
    const collection = await meteredData(transaction);
    const roster = await (await Roster.open(collection, community)).page(page);
    const index = await collection.get(privateKinds.deliveries, [community, String(page), month]);
    const closed = await settledRanges(transaction.state, community);
    const settled = instantsOfDays(
        zone,
        daysOfMonth(month).filter((day) => isSettled(closed, day)),
    );
    return { record, collection, page, month, roster, points: { ...index?.points }, settled };
}

async function deliverOne(delivery: Delivery, index: number, curve: Curve): Promise<CurveOutcome> {
    const point = pointOf(delivery.collection, curve.meter);
    const rows = delivery.points[point] ?? [];
    try {
        const incoming = await readDelivered(delivery, curve, point);
        const merged = mergeCurve({
            stored: await storedSeries(delivery, point, { rows, curve, steps: incoming.length }),
            incoming: { start: curve.start, values: incoming },
            stepMinutes: curve.stepMinutes,
            settled: delivery.settled,
            correction: curve.correction !== undefined,
        });
        if (merged.toStore !== null) {
            await storeVersion(delivery, point, { curve, toStore: merged.toStore, whole: merged.refused.length === 0 });
        }
        return { index, outcome: outcomeOf(merged), storedSteps: merged.storedSteps, refused: merged.refused };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const refused = [{ code: error.code, start: curve.start, steps: 0 }];
        return { index, outcome: 'refused', storedSteps: 0, refused };
    }
}

async function readDelivered(
    { record, collection, month, roster }: Delivery,
    curve: Curve,
    point: string,
): Promise<Readings> {
    if (roster.points[point] === undefined) {
        const memberships = (await collection.get(privateKinds.meter, [point]))?.memberships ?? [];
        const page = memberships.find(({ community }) => community === record.community)?.page;
        throw page === undefined
            ? new Refused('ENERGY_METER_UNKNOWN')
            : new Refused('ENERGY_METER_ON_ANOTHER_PAGE', { page });
    }
    return readCurve(curve, { zone: record.zone, parameters: record.parameters, month });
}

function outcomeOf({
    storedSteps,
    refused,
}: {
    storedSteps: number;
    refused: readonly unknown[];
}): CurveOutcome['outcome'] {
    if (storedSteps > 0) return 'stored';
    return refused.length > 0 ? 'refused' : 'unchanged';
}

/** Earlier deliveries that the curve touches; only they need to be read. */
async function storedSeries(
    { record, collection, month }: Delivery,
    point: string,
    { rows, curve, steps }: { readonly rows: readonly DeliveryRow[]; readonly curve: Curve; readonly steps: number },
): Promise<Series[]> {
    const series: Series[] = [];
    for (const [version, row] of rows.entries()) {
        if (!overlaps(row, curve, steps)) continue;
        const stored = await collection.get(privateKinds.curve, [record.community, point, month, String(version)]);
        if (stored?.stepMinutes !== curve.stepMinutes) continue;
        series.push({ start: stored.start, values: unpackValues(stored.values) });
    }
    return series;
}

async function storeVersion(
    { record, collection, month, points }: Delivery,
    point: string,
    { curve, toStore, whole }: { readonly curve: Curve; readonly toStore: Readings; readonly whole: boolean },
): Promise<void> {
    const rows = points[point] ?? [];
    if (rows.length >= energyLimits.deliveriesPerMeterMonth) {
        throw new Refused('ENERGY_DELIVERIES_FULL', { deliveries: rows.length });
    }
    const stored = storedCurve(curve, toStore);
    const steps = unpackValues(stored.values).length;
    await collection.put(privateKinds.curve, [record.community, point, month, String(rows.length)], stored);
    const row: DeliveryRow = [stored.start, steps, whole ? digestOf(curve) : '', curve.stepMinutes];
    // A digest says that sending the curve again would change nothing; of a corrected one that is no longer so.
    const earlier =
        curve.correction === undefined ? rows : rows.map((before) => withoutDigest(before, curve, toStore.length));
    points[point] = [...earlier, row];
}

function withoutDigest(row: DeliveryRow, curve: Curve, steps: number): DeliveryRow {
    return overlaps(row, curve, steps) ? [row[0], row[1], '', row[3]] : row;
}

async function saveIndex({ record, collection, page, month, points }: Delivery): Promise<void> {
    const parts = [record.community, String(page)] as const;
    await collection.put(privateKinds.deliveries, [...parts, month], { points });
    const months = (await collection.get(privateKinds.deliveredMonths, parts))?.months ?? [];
    if (!months.includes(month))
        await collection.put(privateKinds.deliveredMonths, parts, { months: [...months, month].sort() });
}

function overlaps([start, steps, , stepMinutes]: DeliveryRow, curve: Curve, incomingSteps: number): boolean {
    const end = curve.start + incomingSteps * curve.stepMinutes * 60;
    return start < end && start + steps * stepMinutes * 60 > curve.start;
}

function digestOf(curve: Curve): string {
    return createHash('sha256').update(canonicalJson(curve)).digest('hex').slice(0, 32);
}
