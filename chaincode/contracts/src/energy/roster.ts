import { energyLimits } from '@quartier/rules/energy';

import type { PrivateCollection } from '../ledger/index.js';

import { privateKinds, type RosterHead, type RosterPage, type RosterSpan } from './keys.js';

/** A meter of the community, under its pseudonym. */
export interface RosterMeter {
    readonly page: number;
    readonly point: string;
    readonly spans: readonly RosterSpan[];
}

/**
 * Who is in a community, in pages of pseudonyms: a settlement reads a few pages instead of a key per meter, and a
 * delivery of curves one. A meter keeps its page for ever.
 */
export class Roster {
    readonly #collection: PrivateCollection;
    readonly #community: string;
    readonly #changed = new Map<number, RosterPage>();
    #head: RosterHead;
    #headChanged = false;

    private constructor(collection: PrivateCollection, community: string, head: RosterHead) {
        this.#collection = collection;
        this.#community = community;
        this.#head = head;
    }

    static async open(collection: PrivateCollection, community: string): Promise<Roster> {
        const head = await collection.get(privateKinds.rosterHead, [community]);
        return new Roster(collection, community, head ?? { pages: 0, metersOnLastPage: energyLimits.metersPerPage });
    }

    get pages(): number {
        return this.#head.pages;
    }

    async page(page: number): Promise<RosterPage> {
        const changed = this.#changed.get(page);
        if (changed !== undefined) return changed;
        return (await this.#collection.get(privateKinds.rosterPage, [this.#community, String(page)])) ?? { points: {} };
    }

    /** Every meter of the community, past, present and to come. */
    async meters(): Promise<RosterMeter[]> {
        const meters: RosterMeter[] = [];
        for (let page = 0; page < this.pages; page += 1) {
            const { points } = await this.page(page);
            for (const [point, spans] of Object.entries(points)) meters.push({ page, point, spans });
        }
        return meters;
    }

    /** The page that a meter without one gets; undefined when the community is full. */
    pageForNewMeter(): number | undefined {
        const { pages, metersOnLastPage } = this.#head;
        if (metersOnLastPage < energyLimits.metersPerPage) {
            this.#setHead({ pages, metersOnLastPage: metersOnLastPage + 1 });
            return pages - 1;
        }
        if (pages >= energyLimits.pagesPerCommunity) return undefined;
        this.#setHead({ pages: pages + 1, metersOnLastPage: 1 });
        return pages;
    }

    async add(page: number, point: string, span: RosterSpan): Promise<void> {
        await this.#change(page, point, (spans) => [...spans, span]);
    }

    /** Gives the span that starts on a day another end. */
    async end(page: number, point: string, { from, to }: { from: string; to: string }): Promise<void> {
        await this.#change(page, point, (spans) => spans.map((span) => (span.from === from ? { ...span, to } : span)));
    }

    async save(): Promise<void> {
        if (this.#headChanged) await this.#collection.put(privateKinds.rosterHead, [this.#community], this.#head);
        for (const [page, record] of this.#changed) {
            await this.#collection.put(privateKinds.rosterPage, [this.#community, String(page)], record);
        }
    }

    async #change(
        page: number,
        point: string,
        change: (spans: readonly RosterSpan[]) => readonly RosterSpan[],
    ): Promise<void> {
        const { points } = await this.page(page);
        this.#changed.set(page, { points: { ...points, [point]: change(points[point] ?? []) } });
    }

    #setHead(head: RosterHead): void {
        this.#head = head;
        this.#headChanged = true;
    }
}
