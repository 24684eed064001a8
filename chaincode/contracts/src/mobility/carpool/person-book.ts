import {
    applyCounts,
    carpoolLimits,
    counterGroupOf,
    type Count,
    type CounterGroup,
    type RecordedJourney,
} from '@quartier/rules/mobility';
import { compareUtf8, monthOf, utcDay } from '@quartier/rules/units';
import { invariant } from '@quartier/rules/wire';

import type { PrivateCollection } from '../../ledger/index.js';
import { carpoolKinds } from './keys.js';

const DAY = 86_400;

interface Loaded {
    readonly group: CounterGroup;
    journeys: readonly RecordedJourney[];
    isChanged: boolean;
}

/** Counters and journeys of a campaign's people, loaded by packs and written back once at the end of a transaction. */
export class PersonBook {
    readonly counters = new Map<string, bigint>();
    readonly #collection: PrivateCollection;
    readonly #campaign: string;
    readonly #groups = new Map<string, Loaded>();

    constructor(collection: PrivateCollection, campaign: string) {
        this.#collection = collection;
        this.#campaign = campaign;
    }

    async loadCounters(keys: readonly string[]): Promise<void> {
        for (const key of keys) await this.#load(counterGroupOf(key));
    }

    /** What was loaded grows, or shrinks. */
    count(counts: readonly Count[]): void {
        applyCounts(this.counters, counts);
        for (const { key } of counts) {
            const loaded = this.#groups.get(nameOf(counterGroupOf(key)));
            invariant(loaded !== undefined, 'a counter is read before it grows');
            loaded.isChanged = true;
        }
    }

    /** Journeys that stand, of these people, within two days of a span. */
    async around(people: readonly string[], start: number, end: number): Promise<readonly RecordedJourney[]> {
        const months = new Set([monthOf(utcDay(start - 2 * DAY)), monthOf(utcDay(end + 2 * DAY))]);
        const found = new Map<string, RecordedJourney>();
        for (const whom of people) {
            for (const period of months) {
                const { journeys } = await this.#load({ whom, period });
                for (const journey of journeys) found.set(JSON.stringify([journey.operator, journey.id]), journey);
            }
        }
        return [...found.values()];
    }

    /** Whether there was room for it. */
    async add(journey: RecordedJourney): Promise<boolean> {
        const records = await this.#ofBoth(journey);
        if (records.some(({ journeys }) => journeys.length >= carpoolLimits.journeysPerMonth)) return false;
        for (const record of records) {
            record.journeys = [...record.journeys, journey];
            record.isChanged = true;
        }
        return true;
    }

    async remove(journey: Pick<RecordedJourney, 'id' | 'operator' | 'driver' | 'passenger' | 'start'>): Promise<void> {
        for (const record of await this.#ofBoth(journey)) {
            record.journeys = record.journeys.filter(
                ({ id, operator }) => id !== journey.id || operator !== journey.operator,
            );
            record.isChanged = true;
        }
    }

    async save(): Promise<void> {
        const counters = new Map<string, Record<string, string>>();
        for (const [key, value] of this.counters) {
            const name = nameOf(counterGroupOf(key));
            const members = counters.get(name) ?? {};
            members[key] = value.toString();
            counters.set(name, members);
        }
        for (const [name, { group, journeys, isChanged }] of this.#groups) {
            if (!isChanged) continue;
            const record = { counters: counters.get(name) ?? {}, journeys };
            await this.#collection.put(carpoolKinds.person, [this.#campaign, group.whom, group.period], record);
        }
    }

    async #ofBoth({
        driver,
        passenger,
        start,
    }: Pick<RecordedJourney, 'driver' | 'passenger' | 'start'>): Promise<readonly Loaded[]> {
        const period = monthOf(utcDay(start));
        const people = [...new Set([driver, passenger])].sort(compareUtf8);
        const records: Loaded[] = [];
        for (const whom of people) records.push(await this.#load({ whom, period }));
        return records;
    }

    async #load(group: CounterGroup): Promise<Loaded> {
        const name = nameOf(group);
        const known = this.#groups.get(name);
        if (known !== undefined) return known;
        const record = await this.#collection.get(carpoolKinds.person, [this.#campaign, group.whom, group.period]);
        const loaded = { group, journeys: record?.journeys ?? [], isChanged: false };
        this.#groups.set(name, loaded);
        for (const [key, value] of Object.entries(record?.counters ?? {})) this.counters.set(key, BigInt(value));
        return loaded;
    }
}

function nameOf({ whom, period }: CounterGroup): string {
    return `${period} ${whom}`;
}
