import {
    clearingLimits,
    findInRoster,
    laneOfLeg,
    ofRosterRow,
    packRoster,
    requireContinued,
    rosterRow,
    unpackRoster,
    type PackedRoster,
    type RosterRow,
    type RosterRows,
    type SharedSubscription,
    type Subscription,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { ReadOnce } from '../../ledger/index.js';
import { pairKinds } from '../keys.js';

import type { PairBooks } from './pair.js';

const EMPTY: PackedRoster = { terms: [], rows: '' };

/** Subscriptions that a seller shares with an operator, in buckets that are doubled as they fill. */
export class Roster {
    readonly #books: PairBooks;
    readonly #seller: string;
    readonly #read = new ReadOnce((bucket: number) => this.#readBucket(bucket));

    constructor(books: PairBooks, seller: string) {
        this.#books = books;
        this.#seller = seller;
    }

    get buckets(): number {
        return this.#books.agreement.buckets[this.#seller] ?? 1;
    }

    /** Reads what a subscription is found in. */
    async load(subscription: string): Promise<void> {
        await this.#read.load(laneOfLeg(subscription, this.buckets));
    }

    /** A subscription whose bucket is loaded. */
    find(subscription: string): Subscription | undefined {
        const row = findInRoster(this.#read.at(laneOfLeg(subscription, this.buckets)), subscription);
        return row === undefined ? undefined : ofRosterRow({ seller: this.#seller, subscription }, row);
    }

    async rows(bucket: number): Promise<RosterRows> {
        return unpackRoster(await this.#read.load(bucket));
    }

    /** @throws Refused MOBILITY_SUBSCRIPTION_HISTORY, MOBILITY_ROSTER_FULL */
    async share(subscriptions: readonly SharedSubscription[]): Promise<void> {
        const changed = new Map<number, Record<string, RosterRow>>();
        for (const shared of subscriptions) {
            const bucket = laneOfLeg(shared.subscription, this.buckets);
            const rows = changed.get(bucket) ?? { ...(await this.rows(bucket)) };
            const row = rosterRow(shared);
            requireContinued(ownRow(rows, shared.subscription), row);
            rows[shared.subscription] = row;
            changed.set(bucket, rows);
        }
        const isFull = [...changed.values()].some(
            (rows) => Object.keys(rows).length > clearingLimits.subscriptionsPerBucket,
        );
        if (isFull) await this.#double(changed);
        else await this.#write(changed);
    }

    async #write(buckets: ReadonlyMap<number, RosterRows>): Promise<void> {
        for (const [bucket, rows] of buckets) {
            await this.#books.collection.put(pairKinds.roster, [this.#seller, String(bucket)], packRoster(rows));
        }
    }

    async #double(changed: ReadonlyMap<number, RosterRows>): Promise<void> {
        const buckets = this.buckets * 2;
        const { bucketsPerRoster, subscriptionsPerBucket } = clearingLimits;
        if (buckets > bucketsPerRoster) {
            throw new Refused('MOBILITY_ROSTER_FULL', { limit: bucketsPerRoster * subscriptionsPerBucket });
        }
        const spread = new Map<number, Record<string, RosterRow>>();
        for (let bucket = 0; bucket < buckets; bucket += 1) spread.set(bucket, {});
        for (let bucket = 0; bucket < this.buckets; bucket += 1) {
            for (const [subscription, row] of Object.entries(changed.get(bucket) ?? (await this.rows(bucket)))) {
                const rows = spread.get(laneOfLeg(subscription, buckets));
                if (rows !== undefined) rows[subscription] = row;
            }
        }
        await this.#write(spread);
        const { agreement, collection } = this.#books;
        await collection.putBeside(pairKinds.agreement, {
            ...agreement,
            buckets: { ...agreement.buckets, [this.#seller]: buckets },
        });
    }

    async #readBucket(bucket: number): Promise<PackedRoster> {
        return (await this.#books.collection.get(pairKinds.roster, [this.#seller, String(bucket)])) ?? EMPTY;
    }
}

function ownRow(rows: RosterRows, subscription: string): RosterRow | undefined {
    return Object.hasOwn(rows, subscription) ? rows[subscription] : undefined;
}
