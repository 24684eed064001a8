import { type common, peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, CollectionConfig } from '../consortium/definition.js';
import { encodeSignaturePolicy, parseSignaturePolicy } from '../devnet/signature-policy.js';

/** What organisations agree on when they approve a chaincode, in the form the ledger keeps. */
export interface ChaincodeTerms {
    readonly name: string;
    readonly version: string;
    /** A serialised ApplicationPolicy. */
    readonly policy: Uint8Array;
    readonly collections: peer.CollectionConfigPackage | undefined;
}

/** The members that requests and replies about a chaincode's definition share. */
interface DefinitionMessage {
    getVersion(): string;
    getValidationParameter_asU8(): Uint8Array;
    getCollections(): peer.CollectionConfigPackage | undefined;
}

export function chaincodeTerms({ name, version, policy, collections }: ChaincodeDefinition): ChaincodeTerms {
    return {
        name,
        version,
        policy: applicationPolicy(policy).serializeBinary(),
        collections: collections.length === 0 ? undefined : collectionPackage(collections),
    };
}

/** Whether a definition on the ledger says the same. */
export function isSameTerms(terms: ChaincodeTerms, committed: DefinitionMessage): boolean {
    return (
        committed.getVersion() === terms.version &&
        Buffer.from(committed.getValidationParameter_asU8()).equals(terms.policy) &&
        collectionBytes(committed.getCollections()).equals(collectionBytes(terms.collections))
    );
}

/** An empty package and none at all say the same. */
function collectionBytes(collections: peer.CollectionConfigPackage | undefined): Buffer {
    return Buffer.from(collections?.serializeBinary() ?? []);
}

function applicationPolicy(text: string): peer.ApplicationPolicy {
    const policy = new peer.ApplicationPolicy();
    policy.setSignaturePolicy(signaturePolicy(text));
    return policy;
}

function signaturePolicy(text: string): common.SignaturePolicyEnvelope {
    return encodeSignaturePolicy(parseSignaturePolicy(text));
}

function collectionPackage(collections: readonly CollectionConfig[]): peer.CollectionConfigPackage {
    const configs = collections.map((collection) => {
        const config = new peer.CollectionConfig();
        config.setStaticCollectionConfig(staticCollection(collection));
        return config;
    });
    const collectionConfigs = new peer.CollectionConfigPackage();
    collectionConfigs.setConfigList(configs);
    return collectionConfigs;
}

function staticCollection(collection: CollectionConfig): peer.StaticCollectionConfig {
    const members = new peer.CollectionPolicyConfig();
    members.setSignaturePolicy(signaturePolicy(collection.policy));
    const config = new peer.StaticCollectionConfig();
    config.setName(collection.name);
    config.setMemberOrgsPolicy(members);
    config.setRequiredPeerCount(collection.requiredPeerCount);
    config.setMaximumPeerCount(collection.maxPeerCount);
    config.setBlockToLive(collection.blockToLive);
    config.setMemberOnlyRead(collection.memberOnlyRead);
    config.setMemberOnlyWrite(collection.memberOnlyWrite);
    if (collection.endorsementPolicy !== undefined) {
        config.setEndorsementPolicy(applicationPolicy(collection.endorsementPolicy.signaturePolicy));
    }
    return config;
}
