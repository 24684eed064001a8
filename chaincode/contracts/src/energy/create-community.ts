import {
    energyEvents,
    energyRoles,
    METERED_DATA,
    requireKeysForRule,
    type CommunityParameters,
    type CommunityRecord,
    type CreateCommunityPrivate,
    type CreateCommunityRequest,
    type StaticKey,
} from '@quartier/rules/energy';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { openSharedCollection, type AreaSubmission } from '../consortium/index.js';
import { PrivateCollection } from '../ledger/index.js';

import { meteredData, pointOf } from './community.js';
import { privateKinds, publicKinds } from './keys.js';

export async function createCommunity(
    transaction: AreaSubmission,
    request: CreateCommunityRequest,
    secret: CreateCommunityPrivate,
): Promise<CommunityRecord> {
    const { state, caller } = transaction;
    const { community, parameters } = request;
    requireGridOperator(transaction, request.metering);
    const keys = requireKeysForRule(parameters.rule, secret.keys);
    const record: CommunityRecord = {
        community,
        organiser: caller.mspId,
        metering: request.metering,
        zone: request.zone,
        parameters: [parameters],
    };
    const stored = await state.get(publicKinds.community, [community]);
    if (stored !== undefined) {
        const isSame =
            isSameCommunity(stored, record, parameters) &&
            (await hasStaticKeys(await meteredData(transaction), { community, parameters, keys }));
        if (!isSame) throw new Refused('ENERGY_COMMUNITY_EXISTS', { community });
        return stored;
    }
    const collection = await openOrCreateCollection(transaction, secret.collectionKey);
    await state.put(publicKinds.community, [community], record);
    await putStaticKeys(collection, { community, parameters, keys });
    transaction.event(energyEvents.communityCreated, { community, organiser: caller.mspId });
    return record;
}

interface KeyedParameters {
    readonly community: string;
    readonly parameters: CommunityParameters;
    readonly keys: readonly StaticKey[];
}

/** Static keys stand under pseudonyms, by the day that they are in force from. */
export async function putStaticKeys(collection: PrivateCollection, keyed: KeyedParameters): Promise<void> {
    const { community, parameters, keys } = keyed;
    if (parameters.rule !== 'static') return;
    await collection.put(privateKinds.staticKeys, [community, parameters.from], {
        keysPpm: keysByPoint(collection, keys),
    });
}

/** Whether these are the keys that parameters stand with. */
export async function hasStaticKeys(
    collection: PrivateCollection,
    { community, parameters, keys }: KeyedParameters,
): Promise<boolean> {
    const stored = await collection.get(privateKinds.staticKeys, [community, parameters.from]);
    return canonicalJson(stored?.keysPpm ?? {}) === canonicalJson(keysByPoint(collection, keys));
}

function keysByPoint(collection: PrivateCollection, keys: readonly StaticKey[]): Readonly<Record<string, number>> {
    return Object.fromEntries(keys.map(({ meter, keyPpm }) => [pointOf(collection, meter), keyPpm]));
}

/** A community's other parameters, set since, do not make it another one. */
function isSameCommunity(stored: CommunityRecord, created: CommunityRecord, first: CommunityParameters): boolean {
    const asCreated = { ...stored, parameters: stored.parameters.filter(({ from }) => from === first.from) };
    return canonicalJson(asCreated) === canonicalJson(created);
}

async function openOrCreateCollection(transaction: AreaSubmission, collectionKey: string): Promise<PrivateCollection> {
    const collection = await openSharedCollection(transaction, METERED_DATA);
    return collection ?? PrivateCollection.create(transaction.stub, METERED_DATA, collectionKey);
}

function requireGridOperator({ consortium }: AreaSubmission, mspId: string): void {
    const role = energyRoles.metering;
    const sharing = consortium.collections[METERED_DATA] ?? [];
    const holders = sharing.filter((member) => consortium.organisations[member]?.includes(role));
    if (!holders.includes(mspId)) throw new Refused('CONSORTIUM_ROLE_MISSING', { mspId, role, holders });
}
