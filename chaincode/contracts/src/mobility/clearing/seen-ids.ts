import {
    clearingLimits,
    findSeen,
    joinedSeen,
    laneOfLeg,
    seenCount,
    withSeen,
    type SeenRecord,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { ReadOnce, type PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type LaneDay } from '../keys.js';

import { seenDigest } from './digests.js';
import type { LaneBook } from './lane-book.js';

/** Ids that stand with the lane before they go to the set of their day: a batch writes no more of earlier ones. */
const RECENT_IDS = 1_000;
const DAYS_AT_HAND = 3;

/** The ids of a lane whose records ended on a day. */
interface DayIds {
    readonly lane: number;
    readonly day: string;
    readonly set: string;
    readonly recent: string;
    readonly added: Map<string, SeenRecord>;
}

export interface SeenIdsOptions {
    readonly collection: PrivateCollection;
    readonly creditor: string;
    readonly lanes: number;
    readonly book: LaneBook;
}

/** Where the records of a creditor stand, by id and the UTC day that they ended on. A day is loaded before it is used. */
export class SeenIds {
    readonly #of: SeenIdsOptions;
    readonly #places = new Map<string, { readonly lane: number; readonly digest: string }>();
    readonly #days = new ReadOnce((key: string) => this.#read(key));
    /** The day in use: mostly it is that of the leg before. */
    #last: DayIds | undefined;

    constructor(options: SeenIdsOptions) {
        this.#of = options;
    }

    laneOf(leg: string): number {
        return this.#place(leg).lane;
    }

    isLoaded(leg: string, day: string): boolean {
        const { lane } = this.#place(leg);
        return isOf(this.#last, lane, day) || this.#days.has(keyOf(lane, day));
    }

    async load(leg: string, day: string): Promise<void> {
        this.#last = await this.#days.load(keyOf(this.laneOf(leg), day));
    }

    find(leg: string, day: string): SeenRecord | undefined {
        const { lane, digest } = this.#place(leg);
        const { set, recent, added } = this.#day(lane, day);
        return added.get(digest) ?? findSeen(recent, digest) ?? findSeen(set, digest);
    }

    /** @throws Refused MOBILITY_LANE_FULL */
    requireRoom(leg: string, day: string): void {
        const { set, recent, added } = this.#day(this.laneOf(leg), day);
        const limit = clearingLimits.legsPerLaneAndDay;
        const count = seenCount(set) + seenCount(recent) + added.size;
        if (count >= limit) throw new Refused('MOBILITY_LANE_FULL', { limit, per: 'day' });
    }

    add(leg: string, day: string, place: { readonly batch: number; readonly position: number }): void {
        const { lane, digest } = this.#place(leg);
        this.#day(lane, day).added.set(digest, { id: digest, ...place });
    }

    /** Keeps what was added with the lanes, and what is too much there in the sets of the days. */
    async save(): Promise<void> {
        const changed = this.#days.values().filter(({ added }) => added.size > 0);
        for (const lane of new Set(changed.map((of) => of.lane))) {
            const days = { ...(await this.#of.book.load(lane)).days };
            for (const of of changed) if (of.lane === lane) days[of.day] = await this.#kept(of);
            const inOrder = Object.entries(days).sort(([one], [other]) => (one < other ? -1 : 1));
            for (const [day, ids] of inOrder.slice(0, -DAYS_AT_HAND)) await this.#putAway(lane, day, ids);
            this.#of.book.keepDays(lane, Object.fromEntries(inOrder.slice(-DAYS_AT_HAND)));
        }
    }

    async #kept({ lane, day, set, recent, added }: DayIds): Promise<LaneDay> {
        const all = withSeen(recent, [...added.values()]);
        if (seenCount(all) <= RECENT_IDS) return { inSet: seenCount(set), recent: all };
        const whole = joinedSeen(set, all);
        await this.#put(lane, day, whole);
        return { inSet: seenCount(whole), recent: '' };
    }

    async #putAway(lane: number, day: string, { inSet, recent }: LaneDay): Promise<void> {
        if (recent === '') return;
        const set = inSet === 0 ? '' : await this.#storedSet(lane, day);
        await this.#put(lane, day, joinedSeen(set, recent));
    }

    async #put(lane: number, day: string, set: string): Promise<void> {
        await this.#of.collection.put(pairKinds.seen, [this.#of.creditor, String(lane), day], set);
    }

    async #storedSet(lane: number, day: string): Promise<string> {
        return (await this.#of.collection.get(pairKinds.seen, [this.#of.creditor, String(lane), day])) ?? '';
    }

    async #read(key: string): Promise<DayIds> {
        const [at, day] = key.split(' ') as [string, string];
        const lane = Number(at);
        const stored = (await this.#of.book.load(lane)).days[day];
        const set = stored?.inSet === 0 ? '' : await this.#storedSet(lane, day);
        return { lane, day, set, recent: stored?.recent ?? '', added: new Map() };
    }

    #day(lane: number, day: string): DayIds {
        if (!isOf(this.#last, lane, day)) this.#last = this.#days.at(keyOf(lane, day));
        return this.#last;
    }

    #place(leg: string): { readonly lane: number; readonly digest: string } {
        const known = this.#places.get(leg);
        if (known !== undefined) return known;
        const place = { lane: laneOfLeg(leg, this.#of.lanes), digest: seenDigest(leg) };
        this.#places.set(leg, place);
        return place;
    }
}

function isOf(ids: DayIds | undefined, lane: number, day: string): ids is DayIds {
    return ids?.lane === lane && ids.day === day;
}

function keyOf(lane: number, day: string): string {
    return `${String(lane)} ${day}`;
}
