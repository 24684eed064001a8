import { StatusCode } from '@hyperledger/fabric-gateway';

/** What a transaction of the model does. Keys of the collection stand under `private/`. */
export interface Operation {
    readonly reads: readonly string[];
    readonly range?: { readonly from: string; readonly to: string };
    readonly write?: { readonly key: string; readonly value: string | undefined };
    /** Gives a key a policy: all of these organisations. */
    readonly policy?: { readonly key: string; readonly mspIds: readonly string[] };
    readonly endorsers: readonly string[];
}

/** An operation as it was endorsed: with what it read then. */
export interface Endorsed extends Operation {
    readonly seen: ReadonlyMap<string, number | undefined>;
    readonly seenInRange: readonly (readonly [key: string, version: number])[];
}

interface Entry {
    readonly value: string;
    readonly version: number;
    readonly policy?: readonly string[];
}

export const PRIVATE = 'private/';

/**
 * Fabric's rules for one chaincode, as plainly as they can be said: two of three organisations endorse public keys,
 * alpha and beta private ones, and a key may have a policy of its own.
 */
export class LedgerModel {
    readonly #state = new Map<string, Entry>();
    #version = 0;

    endorse(operation: Operation): Endorsed {
        return {
            ...operation,
            seen: new Map(operation.reads.map((key) => [key, this.#state.get(key)?.version])),
            seenInRange: this.#range(operation),
        };
    }

    value(key: string): string {
        return this.#state.get(key)?.value ?? '';
    }

    /** Keys and values outside the collection, in order. */
    publicState(): Readonly<Record<string, string>> {
        const entries = [...this.#state]
            .filter(([key]) => !key.startsWith(PRIVATE))
            .sort(([a], [b]) => (a < b ? -1 : 1));
        return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
    }

    /** Commits a block: first every endorsement is judged by the state before it, then what was read, one by one. */
    commit(block: readonly Endorsed[]): number[] {
        const changedPolicies = new Set<string>();
        const touched = new Set<string>();
        const endorsed = block.map((operation) => {
            const isEndorsed = this.#isEndorsed(operation, changedPolicies);
            if (isEndorsed && operation.policy !== undefined) {
                changedPolicies.add(operation.policy.key);
            }
            return isEndorsed;
        });
        return block.map((operation, index) => {
            if (endorsed[index] !== true) {
                return StatusCode.ENDORSEMENT_POLICY_FAILURE;
            }
            if (operation.reads.some((key) => touched.has(key) || this.#hasChanged(key, operation))) {
                return StatusCode.MVCC_READ_CONFLICT;
            }
            if (JSON.stringify(this.#range(operation)) !== JSON.stringify(operation.seenInRange)) {
                return StatusCode.PHANTOM_READ_CONFLICT;
            }
            this.#apply(operation).forEach((key) => touched.add(key));
            return StatusCode.VALID;
        });
    }

    #isEndorsed({ write, policy, endorsers }: Operation, changedPolicies: ReadonlySet<string>): boolean {
        const keys = [write?.key, policy?.key].filter((key) => key !== undefined);
        return keys.length === 0
            ? endorsers.length >= 2
            : keys.every((key) => !changedPolicies.has(key) && this.#satisfies(key, endorsers));
    }

    #satisfies(key: string, endorsers: readonly string[]): boolean {
        const own = this.#state.get(key)?.policy ?? (key.startsWith(PRIVATE) ? ['AlphaMSP', 'BetaMSP'] : undefined);
        return own === undefined ? endorsers.length >= 2 : own.every((mspId) => endorsers.includes(mspId));
    }

    #hasChanged(key: string, { seen }: Endorsed): boolean {
        return seen.get(key) !== this.#state.get(key)?.version;
    }

    /** Gives the keys that this block's readers may no longer have read: also one that is deleted without being there. */
    #apply({ write, policy }: Operation): string[] {
        this.#version += 1;
        const touched: string[] = [];
        if (write !== undefined) {
            touched.push(write.key);
            const before = this.#state.get(write.key);
            this.#state.delete(write.key);
            if (write.value !== undefined) {
                this.#state.set(write.key, { ...before, value: write.value, version: this.#version });
            }
        }
        const target = policy === undefined ? undefined : this.#state.get(policy.key);
        if (policy !== undefined && target !== undefined) {
            this.#state.set(policy.key, { ...target, version: this.#version, policy: policy.mspIds });
            touched.push(policy.key);
        }
        return touched;
    }

    #range({ range }: Operation): (readonly [string, number])[] {
        return range === undefined
            ? []
            : [...this.#state]
                  .filter(([key]) => key >= range.from && key < range.to)
                  .map(([key, { version }]) => [key, version] as const)
                  .sort(([a], [b]) => (a < b ? -1 : 1));
    }
}
