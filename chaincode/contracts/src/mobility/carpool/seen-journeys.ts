import { carpoolLimits } from '@quartier/rules/mobility';
import type { PrivateCollection } from '../../ledger/index.js';
import { carpoolKinds, type SeenJourney } from './keys.js';

interface SeenDay {
    readonly operator: string;
    readonly day: string;
    readonly ids: Map<string, SeenJourney>;
    isChanged: boolean;
}

/** Ids of an operator's judged journeys by the UTC day of their start, loaded by packs and written back once. */
export class SeenJourneys {
    readonly #collection: PrivateCollection;
    readonly #campaign: string;
    readonly #days = new Map<string, SeenDay>();

    constructor(collection: PrivateCollection, campaign: string) {
        this.#collection = collection;
        this.#campaign = campaign;
    }

    async find(operator: string, day: string, id: string): Promise<SeenJourney | undefined> {
        return (await this.#load(operator, day)).ids.get(id);
    }

    async hasRoom(operator: string, day: string): Promise<boolean> {
        return (await this.#load(operator, day)).ids.size < carpoolLimits.journeysPerOperatorAndDay;
    }

    async set(operator: string, day: string, id: string, seen: SeenJourney): Promise<void> {
        const loaded = await this.#load(operator, day);
        loaded.ids.set(id, seen);
        loaded.isChanged = true;
    }

    async save(): Promise<void> {
        for (const { operator, day, ids, isChanged } of this.#days.values()) {
            if (!isChanged) continue;
            const record = Object.fromEntries(ids);
            await this.#collection.put(carpoolKinds.journeyIds, [this.#campaign, operator, day], record);
        }
    }

    async #load(operator: string, day: string): Promise<SeenDay> {
        const name = `${day} ${operator}`;
        const known = this.#days.get(name);
        if (known !== undefined) return known;
        const record = await this.#collection.get(carpoolKinds.journeyIds, [this.#campaign, operator, day]);
        const loaded = { operator, day, ids: new Map(Object.entries(record ?? {})), isChanged: false };
        this.#days.set(name, loaded);
        return loaded;
    }
}
