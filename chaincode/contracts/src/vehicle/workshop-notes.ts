import type { PassportId } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import type { PrivateCollection } from '../ledger/index.js';

import { privateKinds } from './keys.js';

export interface WorkshopNote {
    readonly passport: PassportId;
    /** `<MSP id>:<the author's id>` of the event that it is about. */
    readonly event: string;
    readonly note: string;
}

/** Notes that a transaction adds: each under a key of its own, so that it can be erased, and one index a vehicle. */
export class WorkshopNotes {
    readonly #added: WorkshopNote[] = [];

    add(note: WorkshopNote): void {
        this.#added.push(note);
    }

    /**
     * The same note again changes nothing, and one that is not kept any more is not known to differ.
     * Refuses VEHICLE_EVENT_EXISTS where the event has another note.
     */
    async requireSame(registry: PrivateCollection, { passport, event, note }: WorkshopNote): Promise<void> {
        const own = this.#added.find((added) => added.passport === passport && added.event === event);
        const stored = own ?? (await registry.get(privateKinds.note, [passport, event]));
        if (stored !== undefined && stored.note !== note) throw new Refused('VEHICLE_EVENT_EXISTS', { event });
    }

    async save(registry: PrivateCollection): Promise<void> {
        const events = new Map<PassportId, string[]>();
        for (const { passport, event, note } of this.#added) {
            await registry.put(privateKinds.note, [passport, event], { note });
            events.set(passport, [...(events.get(passport) ?? []), event]);
        }
        for (const [passport, added] of events) {
            const noted = (await registry.get(privateKinds.notedEvents, [passport]))?.events ?? [];
            await registry.put(privateKinds.notedEvents, [passport], { events: [...noted, ...added] });
        }
    }
}
