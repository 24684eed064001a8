import { activeOn, type Day } from '@quartier/rules/energy';

import type { PrivateCollection } from '../ledger/index.js';

import { privateKinds, type MeterRecord } from './keys.js';

export interface MeterName {
    readonly meter: string;
    readonly member: string;
}

/**
 * Says whose a pseudonym is on a day, reading each meter's record once. An erased meter keeps its pseudonym, for the days
 * before its erasure also when it has come back since.
 */
export class MeterNames {
    readonly #collection: PrivateCollection;
    readonly #community: string;
    readonly #records = new Map<string, MeterRecord | undefined>();
    readonly #points = new Map<string, string>();

    constructor(collection: PrivateCollection, community: string) {
        this.#collection = collection;
        this.#community = community;
    }

    async on(point: string, day: Day): Promise<MeterName> {
        const record = await this.#record(point);
        const own = record?.memberships.filter(({ community }) => community === this.#community) ?? [];
        const membership = activeOn(own, day);
        if (record === undefined || membership === undefined) return { meter: point, member: point };
        this.#points.set(record.meter, point);
        return { meter: record.meter, member: membership.member };
    }

    /** The pseudonym of what {@link on} called a meter. */
    pointOf(meter: string): string {
        return this.#points.get(meter) ?? meter;
    }

    async #record(point: string): Promise<MeterRecord | undefined> {
        if (!this.#records.has(point)) {
            this.#records.set(point, await this.#collection.get(privateKinds.meter, [point]));
        }
        return this.#records.get(point);
    }
}
