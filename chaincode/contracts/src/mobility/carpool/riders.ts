import { carpoolEvents, carpoolRoles, type carpoolWire } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission, AreaTransaction } from '../../consortium/index.js';
import { PrivateCollection, ReadOnce } from '../../ledger/index.js';
import { collectionOfPair } from '../clearing/pair.js';
import { registryOf } from './campaign.js';
import { riderKinds } from './keys.js';

const BUCKET_LENGTH = 1;

/** An operator asks pseudonyms of its riders: the registry answers with a transaction of its own. */
export async function askPseudonyms(
    transaction: AreaSubmission,
    { campaign, batch }: carpoolWire.BatchRequest,
    { identities, collectionKey }: carpoolWire.AskPseudonymsPrivate,
): Promise<void> {
    const { stub, caller } = transaction;
    const name = collectionOfPair(transaction, registryOf(transaction));
    const collection =
        (await PrivateCollection.open(stub, name)) ?? (await PrivateCollection.create(stub, name, collectionKey));
    await collection.put(riderKinds.asked, [campaign, batch], { identities });
    transaction.event(carpoolEvents.pseudonymsAsked, { campaign, operator: caller.mspId, batch });
}

/**
 * The registry's answer. It makes pseudonyms with a key that it alone has, so that nobody finds a person by trying, and the
 * same person has the same one with every operator. Who has one keeps it.
 */
export async function issuePseudonyms(
    transaction: AreaSubmission,
    { campaign, operator, batch }: carpoolWire.IssuePseudonymsRequest,
    { riders }: carpoolWire.IssuePseudonymsPrivate,
): Promise<void> {
    const collection = await openRiders(transaction, operator, campaign);
    const buckets = new Map<string, Set<string>>();
    const conflict = new Refused('MOBILITY_PSEUDONYM_CONFLICT', { campaign });
    if (new Set(riders.map(({ pseudonym }) => pseudonym)).size < riders.length) throw conflict;
    for (const { identity, pseudonym } of riders) {
        const known = await collection.get(riderKinds.identity, [campaign, identity]);
        if (known !== undefined && known.pseudonym !== pseudonym) throw conflict;
        if (known !== undefined) continue;
        const bucket = pseudonym.slice(0, BUCKET_LENGTH);
        const members = buckets.get(bucket) ?? new Set(await pseudonymsOf(collection, campaign, bucket));
        if (members.has(pseudonym)) throw conflict;
        buckets.set(bucket, members.add(pseudonym));
        await collection.put(riderKinds.identity, [campaign, identity], { pseudonym });
    }
    for (const [bucket, members] of buckets)
        await collection.put(riderKinds.pseudonyms, [campaign, bucket], { pseudonyms: [...members].sort() });
    await collection.purge(riderKinds.asked, [campaign, batch]);
    transaction.event(carpoolEvents.pseudonymsIssued, { campaign, operator, batch });
}

/** Takes away the only record that says whose a pseudonym is. */
export async function eraseRider(
    transaction: AreaSubmission,
    campaign: string,
    { identity }: carpoolWire.EraseRiderPrivate,
): Promise<void> {
    const collection = await openRiders(transaction, transaction.caller.mspId, campaign);
    await collection.purge(riderKinds.identity, [campaign, identity]);
}

export async function getAsked(
    transaction: AreaTransaction,
    { campaign, operator, batch }: carpoolWire.AskedRequest,
): Promise<carpoolWire.AskedReply> {
    const collection = await openRiders(transaction, operator, campaign);
    return (await collection.get(riderKinds.asked, [campaign, batch])) ?? { identities: [] };
}

export async function getPseudonyms(
    transaction: AreaTransaction,
    campaign: string,
    { identities }: carpoolWire.GetPseudonymsPrivate,
): Promise<carpoolWire.GetPseudonymsReply> {
    const collection = await openRiders(transaction, transaction.caller.mspId, campaign);
    const riders: carpoolWire.IssuedPseudonym[] = [];
    for (const identity of identities) {
        const found = await collection.get(riderKinds.identity, [campaign, identity]);
        if (found !== undefined) riders.push({ identity, pseudonym: found.pseudonym });
    }
    return { riders };
}

/** The pseudonyms of the caller's riders. */
export class OwnRiders {
    readonly #collection: PrivateCollection;
    readonly #campaign: string;
    readonly #buckets = new ReadOnce(
        async (bucket: string) => new Set(await pseudonymsOf(this.#collection, this.#campaign, bucket)),
    );

    private constructor(collection: PrivateCollection, campaign: string) {
        this.#collection = collection;
        this.#campaign = campaign;
    }

    static async open(transaction: AreaTransaction, campaign: string): Promise<OwnRiders> {
        return new OwnRiders(await openRiders(transaction, transaction.caller.mspId, campaign), campaign);
    }

    async has(pseudonym: string): Promise<boolean> {
        return (await this.#buckets.load(pseudonym.slice(0, BUCKET_LENGTH))).has(pseudonym);
    }

    /** @throws Refused MOBILITY_RIDER_UNKNOWN */
    async require(pseudonym: string): Promise<void> {
        if (!(await this.has(pseudonym))) throw new Refused('MOBILITY_RIDER_UNKNOWN', { campaign: this.#campaign });
    }
}

/** The collection of an operator and the registry, for either of them. */
async function openRiders(
    transaction: AreaTransaction,
    operator: string,
    campaign: string,
): Promise<PrivateCollection> {
    const { caller, consortium, stub } = transaction;
    const isRegistry = consortium.organisations[caller.mspId]?.includes(carpoolRoles.registry) === true;
    const other = isRegistry ? operator : registryOf(transaction);
    const collection = await PrivateCollection.open(stub, collectionOfPair(transaction, other));
    if (collection === undefined) throw new Refused('MOBILITY_RIDER_UNKNOWN', { campaign });
    return collection;
}

async function pseudonymsOf(
    collection: PrivateCollection,
    campaign: string,
    bucket: string,
): Promise<readonly string[]> {
    return (await collection.get(riderKinds.pseudonyms, [campaign, bucket]))?.pseudonyms ?? [];
}
