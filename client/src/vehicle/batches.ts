import { identityText, vehicleLimits, type EventRow, type NewVehicle, type RowOutcome } from '@quartier/rules/vehicle';

import { mapConcurrently, Refusal } from '../gateway/index.js';

import type { BatchOptions } from './client.js';

/** Transactions under way at once: as many as fill a block without keeping one peer's chaincode busy. */
const IN_FLIGHT = 8;

type Send<Row> = (rows: readonly Row[]) => Promise<readonly RowOutcome[]>;

/** One row with its place in the list that was given. */
interface Placed<Row> {
    readonly row: Row;
    readonly index: number;
}

/**
 * Sends new vehicles by batches in the order given, several at once: numbers that follow each other are registered with
 * few keys when they come together. The first batch goes alone: it may bring the area's key, which all others then read.
 */
export async function registerByBatches(
    send: Send<NewVehicle>,
    vehicles: readonly NewVehicle[],
    options: BatchOptions = {},
): Promise<readonly RowOutcome[]> {
    const size = vehicleLimits.vehiclesPerBatch;
    const progress = tracker(vehicles.length, options);
    const rows = placed(vehicles);
    const first = await sendBatch(send, rows.slice(0, size), progress);
    const batches: (readonly Placed<NewVehicle>[])[] = [];
    for (let from = size; from < rows.length; from += size) batches.push(rows.slice(from, from + size));
    const outcomes = await mapConcurrently(batches, IN_FLIGHT, (batch) => sendBatch(send, batch, progress));
    return inOrder([...first, ...outcomes.flat()]);
}

/** Sends events by batches, several at once; those of one vehicle in one lane, one batch after the other. */
export async function recordInLanes(
    send: Send<EventRow>,
    rows: readonly EventRow[],
    options: BatchOptions = {},
): Promise<readonly RowOutcome[]> {
    const progress = tracker(rows.length, options);
    const lanes = lanesOf(placed(rows), ({ passport, identity }) =>
        identity === undefined ? (passport ?? '') : identityText(identity),
    );
    const outcomes = await mapConcurrently(lanes, IN_FLIGHT, (lane) =>
        sendLane(send, lane, vehicleLimits.eventsPerBatch, progress),
    );
    return inOrder(outcomes.flat());
}

function placed<Row>(rows: readonly Row[]): readonly Placed<Row>[] {
    return rows.map((row, index) => ({ row, index }));
}

/** As many lanes as may run at once, filled evenly, all rows of one vehicle in the same. */
function lanesOf<Row>(rows: readonly Placed<Row>[], keyOf: (row: Row) => string): readonly (readonly Placed<Row>[])[] {
    const byVehicle = new Map<string, Placed<Row>[]>();
    for (const placedRow of rows) {
        const key = keyOf(placedRow.row);
        const known = byVehicle.get(key);
        if (known === undefined) byVehicle.set(key, [placedRow]);
        else known.push(placedRow);
    }
    const lanes: Placed<Row>[][] = Array.from({ length: Math.min(IN_FLIGHT, byVehicle.size) }, () => []);
    for (const group of byVehicle.values()) {
        const shortest = lanes.reduce((least, lane) => (lane.length < least.length ? lane : least));
        shortest.push(...group);
    }
    return lanes;
}

async function sendLane<Row>(
    send: Send<Row>,
    lane: readonly Placed<Row>[],
    size: number,
    progress: (rows: number) => void,
): Promise<readonly RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (let from = 0; from < lane.length; from += size) {
        outcomes.push(...(await sendBatch(send, lane.slice(from, from + size), progress)));
    }
    return outcomes;
}

async function sendBatch<Row>(
    send: Send<Row>,
    batch: readonly Placed<Row>[],
    progress: (rows: number) => void,
): Promise<readonly RowOutcome[]> {
    if (batch.length === 0) return [];
    try {
        const outcomes = await send(batch.map(({ row }) => row));
        progress(batch.length);
        return outcomes.map((outcome) => ({ ...outcome, index: batch[outcome.index]?.index ?? outcome.index }));
    } catch (error) {
        if (batch.length === 1 || !isTooLarge(error)) throw error;
        const half = Math.ceil(batch.length / 2);
        const first = await sendBatch(send, batch.slice(0, half), progress);
        return [...first, ...(await sendBatch(send, batch.slice(half), progress))];
    }
}

/** Vehicles with long histories are written in smaller batches. */
function isTooLarge(error: unknown): boolean {
    return error instanceof Refusal && error.code === 'VEHICLE_TRANSACTION_TOO_LARGE';
}

function tracker(total: number, { onProgress }: BatchOptions): (rows: number) => void {
    let done = 0;
    return (rows) => {
        done += rows;
        onProgress?.({ done, total });
    };
}

function inOrder(outcomes: readonly RowOutcome[]): readonly RowOutcome[] {
    return outcomes.toSorted((left, right) => left.index - right.index);
}
