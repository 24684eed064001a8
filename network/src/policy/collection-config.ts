import { peer } from '@hyperledger/fabric-protos';
import type { CollectionConfig } from '../consortium/definition.js';
import { message } from '../wire/message.js';
import { encodeSignaturePolicy, parseSignaturePolicy } from './signature-policy.js';

/** An endorsement policy as chaincode definitions carry it. */
export function encodeEndorsementPolicy(text: string): peer.ApplicationPolicy {
    return message(peer.ApplicationPolicy, { signaturePolicy: encodeSignaturePolicy(parseSignaturePolicy(text)) });
}

export function encodeCollections(collections: readonly CollectionConfig[]): peer.CollectionConfigPackage {
    return message(peer.CollectionConfigPackage, { configList: collections.map(encodeCollection) });
}

function encodeCollection(config: CollectionConfig): peer.CollectionConfig {
    const { endorsementPolicy } = config;
    const collection = message(peer.StaticCollectionConfig, {
        name: config.name,
        memberOrgsPolicy: message(peer.CollectionPolicyConfig, {
            signaturePolicy: encodeSignaturePolicy(parseSignaturePolicy(config.policy)),
        }),
        requiredPeerCount: config.requiredPeerCount,
        maximumPeerCount: config.maxPeerCount,
        blockToLive: config.blockToLive,
        memberOnlyRead: config.memberOnlyRead,
        memberOnlyWrite: config.memberOnlyWrite,
        endorsementPolicy: endorsementPolicy && encodeEndorsementPolicy(endorsementPolicy.signaturePolicy),
    });
    return message(peer.CollectionConfig, { staticCollectionConfig: collection });
}
