import { peer } from '@hyperledger/fabric-protos';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { validationParameter } from './key-metadata.js';
import type { Identity } from './membership.js';
import { writesAnything, type NamespaceSet } from './read-write-set.js';
import { decodeSignaturePolicy, isSatisfied } from './signature-policy.js';
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
    readonly #changedPolicies = new Set<string>();

    constructor(reader: StateReader, chaincode: (name: string) => DeployedChaincode | undefined) {
        this.#reader = reader;
        this.#chaincode = chaincode;
    }

    /** The transaction's validation code as far as policies go. */
    judge(transaction: WellFormedTransaction): number {
        const written = transaction.sets.filter(writesAnything).map(({ namespace }) => namespace);
        for (const namespace of new Set([transaction.chaincode, ...written])) {
            const chaincode = this.#chaincode(namespace);
            if (chaincode === undefined) {
                return Code.INVALID_CHAINCODE;
            }
            const set = transaction.sets.find((candidate) => candidate.namespace === namespace);
            if (!this.#isEndorsed(chaincode, set, transaction.endorsers)) {
                return Code.ENDORSEMENT_POLICY_FAILURE;
            }
        }
        this.#noteChangedPolicies(transaction.sets);
        return Code.VALID;
    }

    #isEndorsed(chaincode: DeployedChaincode, set: NamespaceSet | undefined, endorsers: readonly Identity[]): boolean {
        const places = set === undefined ? [] : placesOf(set);
        if (places.some((place) => this.#changedPolicies.has(idOf(chaincode.name, place)))) {
            return false;
        }
        const verdicts = new Map<string, boolean>();
        const judgedByNamespace = (collection: string): boolean => {
            const verdict = verdicts.get(collection) ?? this.#satisfiesNamespace(chaincode, collection, endorsers);
            verdicts.set(collection, verdict);
            return verdict;
        };
        if (places.length === 0) {
            return judgedByNamespace('');
        }
        return places.every((place) => {
            const own = validationParameter(this.#metadata(chaincode.name, place));
            return own === undefined ? judgedByNamespace(place.collection) : satisfiesOwn(own, endorsers);
        });
    }

    #satisfiesNamespace(chaincode: DeployedChaincode, name: string, endorsers: readonly Identity[]): boolean {
        if (name === '') {
            return isSatisfied(chaincode.policy, endorsers);
        }
        const collection = chaincode.collection(name);
        return collection !== undefined && isSatisfied(collection.endorsementPolicy ?? chaincode.policy, endorsers);
    }

    #metadata(namespace: string, { collection, key }: Place): Buffer | undefined {
        return typeof key === 'string'
            ? this.#reader.state(namespace, key)?.metadata
            : this.#reader.privateHash(namespace, collection, key)?.metadata;
    }

    #noteChangedPolicies(sets: readonly NamespaceSet[]): void {
        for (const { namespace, metadataWrites, collections } of sets) {
            for (const { key } of metadataWrites) {
                this.#changedPolicies.add(idOf(namespace, { collection: '', key }));
            }
            for (const hashed of collections) {
                for (const { keyHash } of hashed.metadataWrites) {
                    this.#changedPolicies.add(idOf(namespace, { collection: hashed.collection, key: keyHash }));
                }
            }
        }
    }
}

/** Something written: a key of the public state, or the hash of a private one. */
interface Place {
    readonly collection: string;
    readonly key: string | Buffer;
}

function placesOf(set: NamespaceSet): Place[] {
    return [
        ...[...set.writes, ...set.metadataWrites].map(({ key }) => ({ collection: '', key })),
        ...set.collections.flatMap(({ collection, writes, metadataWrites }) =>
            [...writes, ...metadataWrites].map(({ keyHash }) => ({ collection, key: keyHash })),
        ),
    ];
}

function idOf(namespace: string, { collection, key }: Place): string {
    return `${namespace}\0${collection}\0${typeof key === 'string' ? key : key.toString('latin1')}`;
}

function satisfiesOwn(policy: Buffer, endorsers: readonly Identity[]): boolean {
    try {
        return isSatisfied(decodeSignaturePolicy(policy), endorsers);
    } catch {
        return false;
    }
}
