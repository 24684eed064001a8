import type { ChaincodeDefinition, CollectionConfig } from '../consortium/definition.js';
import type { Identity } from '../identity/membership.js';
import { isSatisfied, parseSignaturePolicy, type SignaturePolicy } from '../policy/signature-policy.js';

/** A chaincode as it is defined on a channel, its policies read. */
export interface DeployedChaincode {
    readonly definition: ChaincodeDefinition;
    /** How often the channel has defined it, this time included. */
    readonly sequence: number;
    /** Each organisation runs it on a server of its own. */
    readonly isolated: boolean;
    readonly name: string;
    readonly version: string;
    readonly policy: SignaturePolicy;
    readonly hasCollections: boolean;
    /** A collection by name, those that Fabric gives every organisation included. */
    collection(name: string): DeployedCollection | undefined;
}

export interface DeployedCollection {
    readonly name: string;
    readonly memberPolicy: SignaturePolicy;
    readonly memberMspIds: ReadonlySet<string>;
    readonly endorsementPolicy: SignaturePolicy | undefined;
    readonly memberOnlyRead: boolean;
    readonly memberOnlyWrite: boolean;
    readonly blockToLive: number;
}

const IMPLICIT_PREFIX = '_implicit_org_';

/** @throws {Error} when a policy cannot be read */
export function deployChaincode(
    definition: ChaincodeDefinition,
    channelMspIds: readonly string[],
    { sequence, isolated }: Pick<DeployedChaincode, 'sequence' | 'isolated'> = { sequence: 1, isolated: false },
): DeployedChaincode {
    const implicit = channelMspIds.map(implicitCollection);
    const declared = definition.collections.map(declaredCollection);
    const collections = new Map([...implicit, ...declared].map((collection) => [collection.name, collection]));
    return {
        definition,
        sequence,
        isolated,
        name: definition.name,
        version: definition.version,
        policy: parseSignaturePolicy(definition.policy),
        hasCollections: collections.size > 0,
        collection: (name) => collections.get(name),
    };
}

export function canRead(collection: DeployedCollection, creator: Identity): boolean {
    return !collection.memberOnlyRead || isSatisfied(collection.memberPolicy, [creator]);
}

export function canWrite(collection: DeployedCollection, creator: Identity): boolean {
    return !collection.memberOnlyWrite || isSatisfied(collection.memberPolicy, [creator]);
}

function declaredCollection(config: CollectionConfig): DeployedCollection {
    const memberPolicy = parseSignaturePolicy(config.policy);
    return {
        name: config.name,
        memberPolicy,
        memberMspIds: mspIdsOf(memberPolicy),
        endorsementPolicy:
            config.endorsementPolicy === undefined
                ? undefined
                : parseSignaturePolicy(config.endorsementPolicy.signaturePolicy),
        memberOnlyRead: config.memberOnlyRead,
        memberOnlyWrite: config.memberOnlyWrite,
        blockToLive: config.blockToLive,
    };
}

function implicitCollection(mspId: string): DeployedCollection {
    const memberPolicy = parseSignaturePolicy(`OR('${mspId}.member')`);
    return {
        name: `${IMPLICIT_PREFIX}${mspId}`,
        memberPolicy,
        memberMspIds: new Set([mspId]),
        endorsementPolicy: memberPolicy,
        memberOnlyRead: false,
        memberOnlyWrite: false,
        blockToLive: 0,
    };
}

function mspIdsOf(policy: SignaturePolicy): ReadonlySet<string> {
    return new Set(policy.principals.map(({ mspId }) => mspId));
}
