import { peer } from '@hyperledger/fabric-protos';
import { NO_BYTES, sha256 } from '../wire/bytes.js';
import type { IdentityChecker } from '../identity/membership.js';
import { closeBlock, type OrderedBlock } from './block.js';
import { BlockUpdates, hashOfWrites } from './block-updates.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { blockHashKey, blockKey, envelopeKey, transactionKey } from './ledger-keys.js';
import type { LedgerStore, LedgerWrite } from './ledger-store.js';
import { PolicyCheck } from './policy-check.js';
import { PrivateUpdates } from './private-updates.js';
import { findReadConflict } from './read-conflicts.js';
import type { StateReader } from './state-reader.js';
import { readForValidation, type ReadTransaction } from './transaction-syntax.js';
import { transientRemovals } from './transient-store.js';
import { versionBytes } from './version.js';

const Code = peer.TxValidationCode;

export interface CommitterOptions {
    readonly channel: string;
    readonly store: LedgerStore;
    readonly checkIdentity: IdentityChecker;
    readonly chaincode: (name: string) => DeployedChaincode | undefined;
}

/** The outcome of one transaction of a block. */
export interface TransactionOutcome {
    readonly txId: string;
    readonly code: number;
    /** What it called, where it was well-formed. */
    readonly chaincode?: string;
}

export interface CommittedBlock {
    readonly outcomes: readonly TransactionOutcome[];
    readonly validateMs: number;
    readonly writeMs: number;
}

/** Validates a block and writes it with all it changes: wholly, or not at all. */
export async function commitBlock(block: OrderedBlock, options: CommitterOptions): Promise<CommittedBlock> {
    const { store, chaincode, channel, checkIdentity } = options;
    const started = performance.now();
    const reader = store.read();
    try {
        const transactions = await Promise.all(
            block.envelopes.map((envelope) => readForValidation(envelope, channel, checkIdentity)),
        );
        const codes = judge(transactions, reader, options);
        const updates = new BlockUpdates(reader);
        const privateUpdates = new PrivateUpdates({ store, reader, chaincode });
        await applyInOrder(block.number, transactions, codes, { reader, updates, privateUpdates });
        const privateWrites = await privateUpdates.finish(block.number, updates);
        const stateWrites = updates.writes();
        const removals = await transientRemovals(store, withPrivateWrites(transactions), block.number);
        const lastCommitHash = nextCommitHash(store.savepoint.lastCommitHash, codes, stateWrites);
        const outcomes = transactions.map((transaction, index) => ({
            ...transaction,
            code: codes[index] ?? Code.NOT_VALIDATED,
        }));
        const frame = closeBlock(block, codes, lastCommitHash);
        const writing = performance.now();
        const writes = [...blockWrites(block, frame, outcomes, store), ...stateWrites, ...privateWrites, ...removals];
        await store.commitBlock(writes, savepointAfter(block, lastCommitHash));
        return { outcomes, validateMs: writing - started, writeMs: performance.now() - writing };
    } finally {
        await reader.close();
    }
}

/** A block with a channel's configuration, taken as it is. The first of a chain has no commit hash. */
export async function commitConfig(block: OrderedBlock, store: LedgerStore): Promise<void> {
    const codes = [Code.VALID];
    const commitHash = block.number === 0 ? NO_BYTES : nextCommitHash(store.savepoint.lastCommitHash, codes, []);
    const frame = closeBlock(block, codes, commitHash);
    const writes = blockWrites(block, frame, [{ txId: '', code: Code.VALID }], store);
    await store.commitBlock(writes, savepointAfter(block, commitHash));
}

function savepointAfter({ number, headerHash }: OrderedBlock, lastCommitHash: Buffer): LedgerStore['savepoint'] {
    return { height: number + 1, lastHeaderHash: headerHash, lastCommitHash };
}

/** The codes that what a transaction read decides between. */
export const CODES_OF_READS: readonly number[] = [Code.VALID, Code.MVCC_READ_CONFLICT, Code.PHANTOM_READ_CONFLICT];

export const nameOfCode = (code: number): string =>
    Object.entries(Code).find(([, value]) => value === code)?.[0] ?? String(code);

/** Validation codes before reads are looked at: form, identifiers, endorsement. */
function judge(transactions: readonly ReadTransaction[], reader: StateReader, options: CommitterOptions): number[] {
    const policies = new PolicyCheck(reader, options.chaincode);
    const seen = new Set<string>();
    return transactions.map((transaction) => {
        if (!transaction.wellFormed) return transaction.code;
        const { txId } = transaction;
        if (options.store.transaction(txId) !== undefined) return Code.DUPLICATE_TXID;
        const code = policies.judge(transaction);
        if (code !== Code.VALID) return code;
        if (seen.has(txId)) return Code.DUPLICATE_TXID;
        seen.add(txId);
        return Code.VALID;
    });
}

interface Application {
    readonly reader: StateReader;
    readonly updates: BlockUpdates;
    readonly privateUpdates: PrivateUpdates;
}

/** Applies the valid transactions one by one; one whose reads have changed since becomes invalid. */
async function applyInOrder(
    block: number,
    transactions: readonly ReadTransaction[],
    codes: number[],
    { reader, updates, privateUpdates }: Application,
): Promise<void> {
    for (const [tx, transaction] of transactions.entries()) {
        if (!transaction.wellFormed || codes[tx] !== Code.VALID) continue;
        const conflict = await findReadConflict(transaction.sets, reader, updates);
        if (conflict === undefined) {
            updates.apply(transaction.sets, { block, tx });
            privateUpdates.apply(transaction, { block, tx });
        } else {
            codes[tx] = conflict === 'key changed' ? Code.MVCC_READ_CONFLICT : Code.PHANTOM_READ_CONFLICT;
        }
    }
}

function blockWrites(
    block: OrderedBlock,
    frame: Buffer,
    outcomes: readonly TransactionOutcome[],
    store: LedgerStore,
): LedgerWrite[] {
    const envelopes = block.envelopes.map((envelope, tx) => {
        return { type: 'put', key: envelopeKey({ block: block.number, tx }), value: envelope } as const;
    });
    const index = indexWrites(block.number, outcomes, store);
    const byHash = { type: 'put', key: blockHashKey(block.headerHash), value: blockKey(block.number) } as const;
    return [{ type: 'put', key: blockKey(block.number), value: frame }, byHash, ...envelopes, ...index];
}

/** Where a transaction stands, by its id: the first that has it, whatever its code. */
export function indexWrites(block: number, outcomes: readonly TransactionOutcome[], store: LedgerStore): LedgerWrite[] {
    const indexed = new Set<string>();
    return outcomes.flatMap(({ txId, code }, tx) => {
        if (txId === '' || indexed.has(txId) || store.transaction(txId) !== undefined) return [];
        indexed.add(txId);
        const value = Buffer.concat([versionBytes({ block, tx }), Buffer.from([code])]);
        return [{ type: 'put', key: transactionKey(txId), value } as const];
    });
}

function withPrivateWrites(transactions: readonly ReadTransaction[]): string[] {
    const isPrivate = (transaction: ReadTransaction): boolean =>
        transaction.wellFormed && transaction.sets.some(({ privateSetHash }) => privateSetHash.length > 0);
    return transactions.filter(isPrivate).map(({ txId }) => txId);
}

/** Chains a block's validation codes and what it makes of the state to the blocks before. */
export function nextCommitHash(previous: Buffer, codes: readonly number[], writes: readonly LedgerWrite[]): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(codes.length);
    return sha256(count, Buffer.from(codes), hashOfWrites(writes), previous);
}
