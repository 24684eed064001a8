/** What can be wrong with a ledger. */
export type ProblemCode =
    /** The database's own files cannot be read. */
    | 'DATABASE_DAMAGED'
    /** A block, or a part of it, is not there or is not a block. */
    | 'BLOCK_UNREADABLE'
    /** The header names another number. */
    | 'BLOCK_NUMBER'
    /** The header does not name the hash of the header before it. */
    | 'PREVIOUS_HASH'
    /** The transactions are not those the header was made for. */
    | 'DATA_HASH'
    /** The ordering service has not signed the header. */
    | 'ORDERER_SIGNATURE'
    /** Not every transaction has a validation code. */
    | 'CODES_MISSING'
    /** A validation code is not what the transaction and the blocks before it give. */
    | 'CODE_DIFFERS'
    /** An endorsement of a valid transaction does not verify. */
    | 'ENDORSEMENT_SIGNATURE'
    /** Codes and writes do not give the commit hash of the block. */
    | 'COMMIT_HASH'
    /** The ledger's end is not where its last block says. */
    | 'LEDGER_END'
    /** A record is not what the blocks make of it. */
    | 'RECORD_DIFFERS'
    | 'RECORD_MISSING'
    | 'RECORD_UNEXPECTED'
    /** Private data does not fit the hashes in the blocks. */
    | 'PRIVATE_DATA_DIFFERS'
    | 'PRIVATE_DATA_MISSING';

export interface Problem {
    readonly code: ProblemCode;
    /** A sentence without the place. */
    readonly message: string;
    readonly block?: number;
    /** Its place in the block, from 0. */
    readonly transaction?: number;
}

const KEPT = 100;

/** The first problems that were found, and how many there are. */
export class Problems {
    readonly #kept: Problem[] = [];
    #count = 0;

    get kept(): readonly Problem[] {
        return this.#kept;
    }

    get count(): number {
        return this.#count;
    }

    add(problem: Problem): void {
        this.#count += 1;
        if (this.#kept.length < KEPT) this.#kept.push(problem);
    }
}
