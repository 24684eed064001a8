import type { Channel } from './channel.js';
import type { DeployedChaincode, DeployedCollection } from './deployed-chaincode.js';
import { layoutsOf, type Layout } from './endorsement-layouts.js';
import type { Peer } from './peer.js';
import { decodeSignaturePolicy, type SignaturePolicy } from './signature-policy.js';
import type { TouchedKeys } from './simulator.js';

/** Which peers could together endorse a transaction. */
export interface EndorsementPlan {
    /** The sets of organisations to try, the best first. */
    readonly layouts: readonly Layout[];
    /** The peers that may be asked. */
    readonly peers: readonly Peer[];
}

/** What a transaction touches of one chaincode, or of one collection of it: what decides who must endorse it. */
export interface Interest {
    readonly chaincode: string;
    /** Without one, the public state. */
    readonly collection?: string;
    /** The policies of written keys that have one. */
    readonly keyPolicies: readonly SignaturePolicy[];
    /** Every written key has a policy of its own. */
    readonly ignoresNamespacePolicy: boolean;
    /** Endorsers need not hold the collection's data. */
    readonly noPrivateReads: boolean;
}

const NO_COMBINATION = 'no combination of peers can be derived which satisfy the endorsement policy: ';

/** What a simulation has touched, as Fabric's endorsers report it. */
export function interestsOf(result: TouchedKeys, chaincode: string): Interest[] {
    const required = new Map<string, Map<string, boolean>>();
    const keyPolicies = new Map<string, SignaturePolicy[]>();
    const need = (namespace: string, collection: string): void => {
        required.set(namespace, (required.get(namespace) ?? new Map([['', false]])).set(collection, true));
    };
    for (const { namespace, collection, policy } of result.written) {
        if (policy === undefined) {
            need(namespace, collection);
        } else {
            required.set(namespace, required.get(namespace) ?? new Map([['', false]]));
            keyPolicies.set(namespace, [...(keyPolicies.get(namespace) ?? []), decodeSignaturePolicy(policy)]);
        }
    }
    result.namespaces
        .filter((namespace) => !required.has(namespace))
        .forEach((namespace) => {
            need(namespace, '');
        });
    result.privateReads.forEach(({ namespace, collection }) => {
        need(namespace, collection);
    });
    const interests = [...required].flatMap(([namespace, collections]) =>
        [...collections].flatMap(([collection, isRequired]) => {
            if (collection === '') {
                return publicInterest(namespace, keyPolicies.get(namespace) ?? [], isRequired);
            }
            const isRead = result.privateReads.some(
                (read) => read.namespace === namespace && read.collection === collection,
            );
            return [collectionInterest(namespace, collection, !isRead)];
        }),
    );
    return interests.length === 0 ? [defaultInterest(chaincode)] : interests;
}

export function defaultInterest(chaincode: string): Interest {
    return { chaincode, keyPolicies: [], ignoresNamespacePolicy: false, noPrivateReads: false };
}

/** @throws {Error} with Fabric's words when no peers of the channel could satisfy all policies together */
export function planEndorsement(
    channel: Channel | undefined,
    name: string,
    interests: readonly Interest[],
): EndorsementPlan {
    const unknown = interests.find(({ chaincode }) => channel?.chaincode(chaincode) === undefined);
    if (channel === undefined || unknown !== undefined) {
        const chaincode = unknown?.chaincode ?? '';
        throw new Error(`${NO_COMBINATION}No metadata was found for chaincode ${chaincode} in channel ${name}`);
    }
    const policies = interests.flatMap((interest) => policiesOf(channel, interest));
    const holders = interests.flatMap((interest) => collectionsRead(channel, interest));
    const peers = channel.peers.filter(({ mspId }) => holders.every(({ memberMspIds }) => memberMspIds.has(mspId)));
    const layouts = layoutsOf(policies).filter((layout) => canProvide(peers, layout));
    if (layouts.length === 0) {
        throw new Error(`${NO_COMBINATION}no peer combination can satisfy the endorsement policy`);
    }
    return { layouts, peers };
}

/** One peer of each named organisation. */
export function planForOrganisations(
    channel: Channel | undefined,
    chaincode: string,
    mspIds: readonly string[],
): EndorsementPlan {
    const peers = channel?.hasChaincode(chaincode) === true ? channel.peers : [];
    const missing = mspIds.filter((mspId) => !peers.some((peer) => peer.mspId === mspId));
    if (missing.length > 0) {
        throw new Error(`failed to find any endorsing peers for org(s): ${missing.join(', ')}`);
    }
    return { layouts: [new Map(mspIds.map((mspId) => [mspId, 1]))], peers };
}

function publicInterest(chaincode: string, keyPolicies: readonly SignaturePolicy[], isRequired: boolean): Interest[] {
    return keyPolicies.length === 0 && !isRequired
        ? []
        : [{ chaincode, keyPolicies, ignoresNamespacePolicy: !isRequired, noPrivateReads: false }];
}

function collectionInterest(chaincode: string, collection: string, noPrivateReads: boolean): Interest {
    return { chaincode, collection, keyPolicies: [], ignoresNamespacePolicy: false, noPrivateReads };
}

function policiesOf(channel: Channel, interest: Interest): SignaturePolicy[] {
    const chaincode = channel.chaincode(interest.chaincode);
    const namespacePolicy = chaincode === undefined ? undefined : policyOf(chaincode, interest.collection);
    return [
        ...(namespacePolicy === undefined || interest.ignoresNamespacePolicy ? [] : [namespacePolicy]),
        ...interest.keyPolicies,
    ];
}

function policyOf(chaincode: DeployedChaincode, collection: string | undefined): SignaturePolicy {
    const own = collection === undefined ? undefined : chaincode.collection(collection)?.endorsementPolicy;
    return own ?? chaincode.policy;
}

function collectionsRead(channel: Channel, interest: Interest): DeployedCollection[] {
    if (interest.collection === undefined || interest.noPrivateReads) {
        return [];
    }
    const collection = channel.chaincode(interest.chaincode)?.collection(interest.collection);
    return collection === undefined ? [] : [collection];
}

function canProvide(peers: readonly Peer[], layout: Layout): boolean {
    return [...layout].every(([mspId, count]) => peers.filter((peer) => peer.mspId === mspId).length >= count);
}
