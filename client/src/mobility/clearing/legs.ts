import { createHmac, randomBytes, randomUUID } from 'node:crypto';

import {
    laneOfLeg,
    mobilityTransactions as transactions,
    packLegs,
    receiptText,
    type GetOutcomesReply,
    type GetPositionReply,
    type LegOutcome,
    type LegOutcomeKind,
    type LegRecord,
    type ListedLeg,
    type LegsRecorded,
    type ListLegsReply,
    type RecordLegsPrivate,
} from '@quartier/rules/mobility';
import type { RefusalDetails } from '@quartier/rules/wire';

import { newBatcher, Refusal, type Batcher } from '../../gateway/index.js';

import type { Calls } from './calls.js';
import { decideHere } from './catalogue.js';
import { refusedLegDetails, type RefusedLeg } from './refused-leg.js';

/** What became of a record. */
export interface LegResult {
    readonly outcome: LegOutcomeKind;
    /** Of a refused one, as `mobilitySentence` tells it. */
    readonly code?: string;
    /** Of a refused one: what its code's sentence is made of, as far as it is known. */
    readonly details?: RefusalDetails;
}

export interface LegStreamOptions {
    /** Records of one transaction, at most 250; 200 unless given. */
    readonly mostPerBatch?: number;
    /** How long a record waits for others at most; 250 ms unless given. */
    readonly delayMs?: number;
    /** Transactions on their way at once, over all sellers; 4 unless given. */
    readonly inFlight?: number;
    /** Records that wait before {@link LegStream.room} does; 20,000 unless given. */
    readonly waiting?: number;
}

/**
 * Records one after the other, sent in few transactions: bounded in size and delay, and never two at once with records of
 * one lane, which would conflict.
 */
export interface LegStream {
    /**
     * What became of a record. Rejected where that is not known: the same record may then be sent again, and is recorded
     * once however often it is.
     */
    add(record: LegRecord): Promise<LegResult>;
    /** Waits until there is room for more. */
    room(): Promise<void>;
    /** Sends what waits and waits until everything has its outcome. */
    drained(): Promise<void>;
    /** Transactions so far. */
    readonly transactions: number;
}

export interface Legs {
    /**
     * Operator. Records of legs, credits, replacements, fines, extras and refunds to the sellers that they name, any number;
     * the outcome of each in the order given. A refused one does not stop the others. Codes: MOBILITY_LEG_INVALID,
     * MOBILITY_LEG_CONFLICT, MOBILITY_LEG_OF_ANOTHER, MOBILITY_CREDIT_LINE_EXCEEDED, MOBILITY_TARIFF_NOT_IN_FORCE,
     * MOBILITY_SUBSCRIPTION_UNKNOWN, MOBILITY_SUBSCRIPTION_NOT_ACTIVE, MOBILITY_REFUND_ABOVE_PAID, MOBILITY_CREDIT_INVALID.
     */
    recordLegs(records: readonly LegRecord[]): Promise<readonly LegResult[]>;
    /** The same, as they come. */
    legStream(options?: LegStreamOptions): LegStream;
    /** All records of two organisations in a window, in both directions. */
    listLegs(of: { readonly with: string; readonly window: string }): AsyncGenerator<ListedLeg, void>;
    /** @param of.day UTC day that the leg ended on */
    getLeg(of: {
        readonly with: string;
        readonly operator: string;
        readonly leg: string;
        readonly day: string;
    }): Promise<ListedLeg>;
}

export function legs(calls: Calls): Legs {
    const { ask, rows } = calls;
    return {
        recordLegs: async (records) => {
            const stream = legStream(calls, {});
            const results = Promise.all(records.map((record) => stream.add(record)));
            await Promise.race([stream.drained(), results]);
            return results;
        },
        legStream: (options = {}) => legStream(calls, options),
        listLegs: (of) =>
            rows(async (cursor) => {
                const request = { ...of, ...(cursor === undefined ? {} : { cursor }) };
                const page = (await ask(transactions.listLegs, request)) as ListLegsReply;
                return { rows: page.legs, next: page.next };
            }),
        getLeg: async (of) => (await ask(transactions.getLeg, of)) as ListedLeg,
    };
}

interface PlacedLeg {
    readonly record: LegRecord;
    readonly lane: number;
}

function legStream(calls: Calls, options: LegStreamOptions): LegStream {
    const { mostPerBatch = 200, delayMs = 250, inFlight = 4, waiting = 20_000 } = options;
    const lanes = laneCounts(calls);
    let sent = 0;
    const batcher: Batcher<PlacedLeg, LegResult> = newBatcher({
        send: (batch) => {
            sent += 1;
            return sendBatch(calls, batch);
        },
        groupOf: ({ record }) => record.seller,
        laneOf: ({ lane }) => lane,
        most: mostPerBatch,
        delayMs,
        inFlight,
        waiting,
    });
    return {
        add: async (record) => {
            try {
                const lane = laneOfLeg(record.leg, await lanes.with(record.seller));
                return await batcher.add({ record, lane });
            } catch (error) {
                return refusedResult(error);
            }
        },
        // Records whose lanes are still being asked for are not with the batcher yet.
        room: async () => {
            await lanes.asked();
            await batcher.room();
        },
        drained: async () => {
            await lanes.asked();
            await batcher.drained();
        },
        get transactions() {
            return sent;
        },
    };
}

/** How many lanes the books with each seller have. That a seller has none is believed for some seconds. */
function laneCounts({ ask }: Calls): { with: (seller: string) => Promise<number>; asked: () => Promise<unknown> } {
    const known = new Map<string, { readonly lanes: Promise<number>; failedAt?: number }>();
    const isUsable = ({ failedAt }: { readonly failedAt?: number }): boolean =>
        failedAt === undefined || performance.now() - failedAt < BELIEVED_MS;
    return {
        asked: () => Promise.allSettled(Array.from(known.values(), ({ lanes }) => lanes)),
        with: (seller) => {
            const before = known.get(seller);
            if (before !== undefined && isUsable(before)) return before.lanes;
            const lanes = ask(transactions.getPosition, { with: seller }).then(
                (reply) => (reply as GetPositionReply).lanes,
            );
            const entry: { readonly lanes: Promise<number>; failedAt?: number } = { lanes };
            known.set(seller, entry);
            lanes.catch(() => (entry.failedAt = performance.now()));
            return lanes;
        },
    };
}
const BELIEVED_MS = 5_000;

async function sendBatch(calls: Calls, batch: readonly PlacedLeg[]): Promise<readonly LegResult[]> {
    const [first] = batch;
    if (first === undefined) return [];
    const records = batch.map(({ record }) => record);
    const request = { with: first.record.seller };
    const id = randomUUID();
    const receiptKey = randomBytes(32);
    let recorded: LegsRecorded;
    try {
        const secret: RecordLegsPrivate = {
            batch: id,
            receiptKey: receiptKey.toString('hex'),
            legs: decideHere(() => packLegs(records)),
        };
        recorded = (await calls.recordBetween(transactions.recordLegs, request, secret)) as LegsRecorded;
    } catch (error) {
        if (!isTooLarge(error) || batch.length === 1) throw error;
        const half = Math.ceil(batch.length / 2);
        return [...(await sendBatch(calls, batch.slice(0, half))), ...(await sendBatch(calls, batch.slice(half)))];
    }
    const usual = usualOutcome(recorded, receiptKey, batch.length);
    if (usual !== undefined) return batch.map(() => ({ outcome: usual }));
    const asked = { ...request, batch: id, lane: first.lane };
    const { outcomes } = (await calls.ask(transactions.getOutcomes, asked)) as GetOutcomesReply;
    const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
    return records.map((record, index) => resultOf({ by: calls.mspId, record }, byIndex.get(index)));
}

/** What became of all records of a batch, where it is one of the few things that usually do. */
function usualOutcome({ receipt }: LegsRecorded, key: Buffer, size: number): LegOutcomeKind | undefined {
    return USUAL.find((outcome) => {
        const text = receiptText([[size, outcome]]);
        return createHmac('sha256', key).update(text).digest('hex') === receipt;
    });
}
const USUAL = ['recorded', 'late', 'unchanged'] as const satisfies readonly LegOutcomeKind[];

function resultOf(sent: Pick<RefusedLeg, 'by' | 'record'>, of: LegOutcome | undefined): LegResult {
    if (of === undefined) throw new TypeError('A batch has an outcome for each of its records');
    const { outcome, code, reason } = of;
    if (code === undefined) return { outcome };
    return { outcome, code, details: refusedLegDetails({ ...sent, code, reason }) };
}

/** What the ledger refuses of a whole batch, it refuses of each of its records. */
function refusedResult(error: unknown): LegResult {
    if (!(error instanceof Refusal) || error.disputed) throw error;
    return { outcome: 'refused', code: error.code, details: error.details };
}

function isTooLarge(error: unknown): boolean {
    return error instanceof Refusal && error.code === 'MOBILITY_LEG_BATCH_TOO_LARGE';
}
