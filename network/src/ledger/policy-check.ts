import { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/membership.js';
import { decodeSignaturePolicy, isSatisfied } from '../policy/signature-policy.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { validationParameter } from './key-metadata.js';
import type { ReadWriteSet } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import type { WellFormedTransaction } from './transaction-syntax.js';

const Code = peer.TxValidationCode;

/**
 * Judges a block's transactions, one after the other, by the endorsement policies of what they write. Every key is
 * under its own policy if it has one, else its collection's, else the chaincode's; a key whose policy was changed
 * earlier in the block cannot be written any more in it.
 */
export class PolicyCheck {
    readonly #reader: StateReader;
    readonly #chaincode: (name: string) => DeployedChaincode | undefined;
    /** By the key in the ledger, in latin1. */
    readonly #changedPolicies = new Set<string>();

    constructor(reader: StateReader, chaincode: (name: string) => DeployedChaincode | undefined) {
        this.#reader = reader;
        this.#chaincode = chaincode;
    }

    /** The transaction's validation code as far as policies go. */
    judge({ chaincode: called, sets, endorsers }: WellFormedTransaction): number {
        const written = sets.filter(({ writes, metadataWrites }) => writes.length > 0 || metadataWrites.length > 0);
        for (const namespace of new Set([called, ...written.map((set) => set.namespace)])) {
            const chaincode = this.#chaincode(namespace);
            if (chaincode === undefined) return Code.INVALID_CHAINCODE;
            const own = written.filter((set) => set.namespace === namespace);
            if (!this.#isEndorsed(chaincode, own, endorsers)) return Code.ENDORSEMENT_POLICY_FAILURE;
        }
        for (const { place } of sets.flatMap(({ metadataWrites }) => metadataWrites)) {
            this.#changedPolicies.add(place.toString('latin1'));
        }
        return Code.VALID;
    }

    #isEndorsed(
        chaincode: DeployedChaincode,
        written: readonly ReadWriteSet[],
        endorsers: readonly Identity[],
    ): boolean {
        if (written.length === 0) return isSatisfied(chaincode.policy, endorsers);
        return written.every(({ collection, writes, metadataWrites }) => {
            let byDefault: boolean | undefined;
            return [...writes, ...metadataWrites].every(({ place }) => {
                if (this.#changedPolicies.has(place.toString('latin1'))) return false;
                const own = validationParameter(this.#reader.record(place)?.metadata);
                if (own !== undefined) return satisfiesOwn(own, endorsers);
                byDefault ??= satisfiesDefault(chaincode, collection, endorsers);
                return byDefault;
            });
        });
    }
}

function satisfiesDefault(chaincode: DeployedChaincode, name: string, endorsers: readonly Identity[]): boolean {
    if (name === '') return isSatisfied(chaincode.policy, endorsers);
    const collection = chaincode.collection(name);
    return collection !== undefined && isSatisfied(collection.endorsementPolicy ?? chaincode.policy, endorsers);
}

function satisfiesOwn(policy: Buffer, endorsers: readonly Identity[]): boolean {
    try {
        return isSatisfied(decodeSignaturePolicy(policy), endorsers);
    } catch {
        return false;
    }
}
