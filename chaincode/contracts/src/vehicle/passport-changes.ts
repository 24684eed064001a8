import {
    applyEvent,
    pagesToLoad,
    qualityDelta,
    vehicleEvents,
    vehicleLimits,
    type AppliedEvent,
    type EventContext,
    type EventInput,
    type HistoryPage,
    type JudgementParameters,
    type PassportEvent,
    type PassportId,
    type PassportRecord,
} from '@quartier/rules/vehicle';
import { utcDay } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import { sha256 } from '../ledger/index.js';

import { publicKinds } from './keys.js';
import { loadPassport } from './load-passport.js';
import { judgementParametersOn } from './parameters.js';
import { appendQuality } from './quality-rows.js';

/** An event for a passport, and what its author knows or proves beside it. */
export interface PassportEntry {
    readonly input: EventInput;
    readonly holdsCode?: boolean;
    readonly proof?: EventContext['proof'];
}

interface OpenPassport {
    readonly before: PassportRecord;
    now: PassportRecord;
    readonly kinds: PassportEvent['kind'][];
    /** Pages that this transaction adds: Fabric reads back only what is committed. */
    readonly added: Map<number, HistoryPage>;
}

/** The passports that a transaction changes: each read once and written once, however many events it gets. */
export class PassportChanges {
    readonly #transaction: AreaSubmission;
    readonly #parameters: JudgementParameters;
    readonly #open = new Map<PassportId, OpenPassport>();

    private constructor(transaction: AreaSubmission, parameters: JudgementParameters) {
        this.#transaction = transaction;
        this.#parameters = parameters;
    }

    static async open(transaction: AreaSubmission): Promise<PassportChanges> {
        const today = utcDay(transaction.time);
        return new PassportChanges(transaction, await judgementParametersOn(transaction.state, today));
    }

    /** Refuses VEHICLE_PASSPORT_UNKNOWN, and whatever the rules refuse of the event: the passport then stays as it was. */
    async apply(passport: PassportId, entry: PassportEntry): Promise<AppliedEvent> {
        const open = await this.#opened(passport);
        const applied = applyEvent(open.now, entry.input, await this.#context(passport, open, entry));
        if (applied.outcome === 'unchanged') return applied;
        open.now = applied.passport;
        open.kinds.push(applied.event.kind);
        if (applied.spill !== undefined) open.added.set(applied.spill.page, applied.spill);
        return applied;
    }

    /**
     * Writes what has changed and sets the transaction's event; nothing where nothing has.
     * Refuses VEHICLE_TRANSACTION_TOO_LARGE.
     */
    async save(): Promise<void> {
        const changed = [...this.#open].flatMap(([passport, open]) =>
            open.kinds.length === 0 ? [] : [{ passport, ...open }],
        );
        if (changed.length === 0) return;
        requireSize(changed);
        const { state } = this.#transaction;
        for (const { passport, now, added } of changed) {
            for (const { page, events } of added.values()) {
                await state.put(publicKinds.history, [passport, String(page)], { events });
            }
            await state.put(publicKinds.passport, [passport], now);
        }
        await appendQuality(
            this.#transaction,
            changed.flatMap(({ before, now }) => qualityDelta(before, now)),
        );
        this.#transaction.event(vehicleEvents.passportsChanged, {
            changes: changed.map(({ passport, kinds, now }) => ({ passport, kinds, outcome: now.judgement.outcome })),
        });
    }

    async #opened(passport: PassportId): Promise<OpenPassport> {
        const known = this.#open.get(passport);
        if (known !== undefined) return known;
        const record = await loadPassport(this.#transaction.state, passport, this.#parameters);
        const open: OpenPassport = { before: record, now: record, kinds: [], added: new Map() };
        this.#open.set(passport, open);
        return open;
    }

    async #context(
        passport: PassportId,
        open: OpenPassport,
        { input, holdsCode = false, proof }: PassportEntry,
    ): Promise<EventContext> {
        const { caller, consortium, stub, time, state } = this.#transaction;
        const older: PassportEvent[] = [];
        for (const page of pagesToLoad(open.now, caller.mspId, input)) {
            const stored = open.added.get(page) ?? (await state.get(publicKinds.history, [passport, String(page)]));
            older.push(...(stored?.events ?? []));
        }
        return {
            author: caller.mspId,
            roles: consortium.organisations[caller.mspId] ?? [],
            recordedAt: time,
            transactionId: stub.getTxID(),
            parameters: this.#parameters,
            older,
            holdsCode,
            hash: sha256,
            ...(proof === undefined ? {} : { proof }),
        };
    }
}

interface ChangedPassport extends OpenPassport {
    readonly passport: PassportId;
}

function requireSize(changed: readonly ChangedPassport[]): void {
    const limit = vehicleLimits.bytesPerTransaction;
    const sizes = changed.map(({ now, added }) => Buffer.byteLength(canonicalJson([now, ...added.values()])));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes > limit) throw new Refused('VEHICLE_TRANSACTION_TOO_LARGE', { bytes, limit });
}
