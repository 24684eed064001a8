import { peer } from '@hyperledger/fabric-protos';
import type { CollectionConfig } from '../consortium/definition.js';
import { encodeSignaturePolicy, parseSignaturePolicy } from './signature-policy.js';

/** An endorsement policy as chaincode definitions carry it. */
export function encodeEndorsementPolicy(text: string): peer.ApplicationPolicy {
    const policy = new peer.ApplicationPolicy();
    policy.setSignaturePolicy(encodeSignaturePolicy(parseSignaturePolicy(text)));
    return policy;
}

export function encodeCollections(collections: readonly CollectionConfig[]): peer.CollectionConfigPackage {
    const encoded = new peer.CollectionConfigPackage();
    encoded.setConfigList(collections.map(encodeCollection));
    return encoded;
}

function encodeCollection(config: CollectionConfig): peer.CollectionConfig {
    const members = new peer.CollectionPolicyConfig();
    members.setSignaturePolicy(encodeSignaturePolicy(parseSignaturePolicy(config.policy)));
    const collection = new peer.StaticCollectionConfig();
    collection.setName(config.name);
    collection.setMemberOrgsPolicy(members);
    collection.setRequiredPeerCount(config.requiredPeerCount);
    collection.setMaximumPeerCount(config.maxPeerCount);
    collection.setBlockToLive(config.blockToLive);
    collection.setMemberOnlyRead(config.memberOnlyRead);
    collection.setMemberOnlyWrite(config.memberOnlyWrite);
    if (config.endorsementPolicy !== undefined) {
        collection.setEndorsementPolicy(encodeEndorsementPolicy(config.endorsementPolicy.signaturePolicy));
    }
    const encoded = new peer.CollectionConfig();
    encoded.setStaticCollectionConfig(collection);
    return encoded;
}
