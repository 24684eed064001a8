import { randomBytes } from 'node:crypto';

import {
    vehicleEvents,
    vehicleTransactions as transactions,
    type DataQuality,
    type EraseVehicleReply,
    type EventReply,
    type EventRow,
    type HistoryReply,
    type NotesReply,
    type PassportEvent,
    type PassportId,
    type PassportRecord,
    type ProveHoldingReply,
    type QualityReply,
    type RowOutcome,
} from '@quartier/rules/vehicle';

import { Refusal, type Area, type AreaEvent, type EventOptions } from '../gateway/index.js';

import { recordInLanes, registerByBatches } from './batches.js';
import type { VehicleClient } from './client.js';
import { endorsersOf } from './endorsers.js';
import { changesOf, type VehicleChanges, type VehicleEvent } from './events.js';
import { vehicleCatalogue } from './sentences.js';

/** The vehicle client over the area's chaincode. Replies are what the contract documents, so they are taken as typed. */
export function ledgerVehicleClient(area: Area): VehicleClient {
    /** The caller's organisation and one other see the private part, nobody else. */
    const recordPrivately: Transact = async (transaction, request, privatePart) =>
        area.submit({ transaction, request, privatePart, endorsers: endorsersOf(await area.consortium(), area.mspId) });
    const write = (transaction: string, request: object): Promise<unknown> => area.submit({ transaction, request });
    const ask = (transaction: string, request: object, privatePart?: object): Promise<unknown> =>
        area.evaluate({ transaction, request, ...(privatePart === undefined ? {} : { privatePart }) });

    return {
        mspId: area.mspId,
        consortium: () => area.consortium(),

        registerVehicles: (vehicles, options) =>
            registerByBatches(registering(recordPrivately, transactions.registerVehicles), vehicles, options),
        enrolVehicles: (vehicles, options) =>
            registerByBatches(registering(recordPrivately, transactions.enrolVehicles), vehicles, options),

        record: (row) => recordOne(recordPrivately, row),
        recordAll: (rows, options) => recordInLanes(recording(recordPrivately), rows, options),
        correct: async (correction) => (await write(transactions.correctEvent, correction)) as EventReply,
        confirm: async (confirmation) => (await write(transactions.confirmCorrection, confirmation)) as EventReply,

        claim: async (claim) => (await write(transactions.claimHolding, claim)) as EventReply,
        offerTransfer: async (offer, opening) =>
            (await recordPrivately(transactions.offerTransfer, offer, { opening })) as EventReply,
        withdrawTransfer: async (withdrawal, opening) =>
            (await recordPrivately(transactions.withdrawTransfer, withdrawal, { opening })) as EventReply,
        acceptTransfer: async (acceptance, acceptanceCode) =>
            (await recordPrivately(transactions.acceptTransfer, acceptance, { acceptanceCode })) as EventReply,

        find: async (identity) => (await ask(transactions.findPassport, {}, { identity })) as PassportRecord,
        passport: async (passport) => (await ask(transactions.getPassport, { passport })) as PassportRecord,
        history: (passport) => history(ask, passport),
        notes: async (passport) => (await ask(transactions.getNotes, { passport })) as NotesReply,
        proveHolding: async (passport, opening) =>
            ((await ask(transactions.proveHolding, { passport }, { opening })) as ProveHoldingReply).holds,
        erase: (passport) => eraseByParts(recordPrivately, passport),
        dataQuality: async (month): Promise<readonly DataQuality[]> =>
            ((await ask(transactions.dataQuality, { month })) as QualityReply).organisations,

        changes: (options) => changes(area, options),
        events: (options) => events(area, options),
        standing: (transactionId) => area.standing(transactionId),
    };
}

type Transact = (transaction: string, request: object, privatePart: object) => Promise<unknown>;
type Ask = (transaction: string, request: object) => Promise<unknown>;

interface Outcomes {
    readonly outcomes: readonly RowOutcome[];
}

function registering(submit: Transact, transaction: string) {
    return async (vehicles: readonly object[]): Promise<readonly RowOutcome[]> => {
        // Taken only where the collection has no key yet: nothing but the organisation's own machines knows it.
        const collectionKey = randomBytes(32).toString('hex');
        return ((await submit(transaction, {}, { vehicles, collectionKey })) as Outcomes).outcomes;
    };
}

function recording(submit: Transact) {
    return async (events: readonly EventRow[]): Promise<readonly RowOutcome[]> =>
        ((await submit(transactions.recordEvents, {}, { events })) as Outcomes).outcomes;
}

async function recordOne(submit: Transact, row: EventRow): Promise<RowOutcome> {
    const [outcome] = await recording(submit)([row]);
    if (outcome === undefined) throw new TypeError('The contract gave no outcome for the event');
    if (outcome.outcome !== 'refused') return outcome;
    throw new Refusal(outcome.code ?? 'REFUSED', outcome.details ?? {}, vehicleCatalogue);
}

/** The head first: what it holds may move to a page meanwhile, and pages only grow. */
async function* history(ask: Ask, passport: PassportId): AsyncGenerator<PassportEvent, void> {
    const head = (await ask(transactions.getPassport, { passport })) as PassportRecord;
    let older = head.eventCount - head.events.length;
    for (let page = 0; older > 0; page += 1) {
        const { events } = (await ask(transactions.getHistory, { passport, page })) as HistoryReply;
        if (events.length === 0) throw new TypeError(`Page ${String(page)} of the history of ${passport} is empty`);
        yield* events.slice(0, older);
        older -= events.length;
    }
    yield* head.events;
}

/** As many transactions as it takes: one purges a bounded number of values. */
async function eraseByParts(submit: Transact, passport: PassportId): Promise<number> {
    let purged = 0;
    for (;;) {
        const reply = (await submit(transactions.eraseVehicle, { passport }, {})) as EraseVehicleReply;
        purged += reply.purgedValues;
        if (!reply.more) return purged;
    }
}

async function* events(area: Area, options?: EventOptions): AsyncGenerator<VehicleEvent, void> {
    for await (const event of area.events(options)) yield event as AreaEvent & VehicleEvent;
}

/** What `consortium` publishes in the area changes no passport. */
const FEED: ReadonlySet<string> = new Set(Object.values(vehicleEvents));

async function* changes(area: Area, options?: EventOptions): AsyncGenerator<VehicleChanges, void> {
    for await (const event of events(area, options)) if (FEED.has(event.name)) yield changesOf(event);
}
