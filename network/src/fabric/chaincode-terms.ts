import type { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '../consortium/definition.js';
import { encodeCollections, encodeEndorsementPolicy } from '../policy/collection-config.js';

/** What organisations agree on when they approve a chaincode, in the form the ledger keeps. */
export interface ChaincodeTerms {
    readonly name: string;
    readonly version: string;
    /** A serialised ApplicationPolicy. */
    readonly policy: Uint8Array;
    readonly collections: peer.CollectionConfigPackage | undefined;
    readonly initRequired: boolean;
}

/** The members that requests and replies about a chaincode's definition share. */
interface DefinitionMessage {
    getVersion(): string;
    getValidationParameter_asU8(): Uint8Array;
    getInitRequired(): boolean;
    getCollections(): peer.CollectionConfigPackage | undefined;
}

export function chaincodeTerms({
    name,
    version,
    policy,
    collections,
    initRequired = false,
}: ChaincodeDefinition): ChaincodeTerms {
    return {
        name,
        version,
        policy: encodeEndorsementPolicy(policy).serializeBinary(),
        collections: collections.length === 0 ? undefined : encodeCollections(collections),
        initRequired,
    };
}

/** Whether a definition on the ledger says the same. */
export function isSameTerms(terms: ChaincodeTerms, committed: DefinitionMessage): boolean {
    return (
        committed.getVersion() === terms.version &&
        committed.getInitRequired() === terms.initRequired &&
        Buffer.from(committed.getValidationParameter_asU8()).equals(terms.policy) &&
        collectionBytes(committed.getCollections()).equals(collectionBytes(terms.collections))
    );
}

/** An empty package and none at all say the same. */
function collectionBytes(collections: peer.CollectionConfigPackage | undefined): Buffer {
    return Buffer.from(collections?.serializeBinary() ?? []);
}
