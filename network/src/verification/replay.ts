import { common, peer } from '@hyperledger/fabric-protos';
import { BlockUpdates } from '../ledger/block-updates.js';
import { asBuffer, NO_BYTES } from '../wire/bytes.js';
import { CODES_OF_READS, indexWrites, nameOfCode, nextCommitHash } from '../ledger/committer.js';
import { blockHashKey, blockKey } from '../ledger/ledger-keys.js';
import type { LedgerStore, LedgerWrite } from '../ledger/ledger-store.js';
import type { IdentityChecker } from '../identity/membership.js';
import { expiringIn, removeExpiredHashes } from '../ledger/private-updates.js';
import { findReadConflict } from '../ledger/read-conflicts.js';
import { readEndorsedAction, readEnvelope, readPayload } from '../ledger/transaction.js';
import { readForValidation, type ReadTransaction } from '../ledger/transaction-syntax.js';
import { headerHash } from './chain-check.js';
import { PrivateWritesLedger } from './private-writes.js';
import type { Problem, Problems } from './problem.js';
import type { StoredBlock } from './read-block.js';

const Code = peer.TxValidationCode;

export interface ReplayOptions {
    readonly channel: string;
    /** The ledger that is verified. */
    readonly store: LedgerStore;
    /** An empty one: what the blocks say is built in it. */
    readonly scratch: LedgerStore;
    readonly checkIdentity: IdentityChecker;
    readonly problems: Problems;
}

/**
 * Applies the blocks' transactions again, one block after the other, and compares the codes and hashes they come to.
 * Signatures, identifiers, duplicates and reads are judged anew; of a code that stands for a policy, which the
 * blocks do not hold, only the commit hash tells that it was not changed.
 */
export class Replay {
    readonly #options: ReplayOptions;
    readonly privateWrites: PrivateWritesLedger;
    #recordedCommitHash: Buffer = NO_BYTES;

    constructor(options: ReplayOptions) {
        this.#options = options;
        this.privateWrites = new PrivateWritesLedger(options.store);
    }

    /** The commit hash that the last block records. */
    get commitHash(): Buffer {
        return this.#recordedCommitHash;
    }

    async apply(block: StoredBlock): Promise<void> {
        if (block.codes.length !== block.envelopes.length) {
            const message = `it has ${String(block.codes.length)} validation codes for ${String(block.envelopes.length)} transactions`;
            this.#options.problems.add({ code: 'CODES_MISSING', block: block.number, message });
        }
        const byHash = { key: blockHashKey(headerHash(block)), value: blockKey(block.number) };
        await this.#options.scratch.write([{ type: 'put', ...byHash }]);
        if (this.#isConfiguration(block)) {
            // The first block of a chain has no commit hash.
            if (block.number > 0) this.#checkCommitHash(block, []);
        } else if (block.number === 0) {
            const message = 'the first block is not the configuration of the channel';
            this.#options.problems.add({ code: 'CODE_DIFFERS', block: 0, transaction: 0, message });
        } else {
            await this.#replay(block);
        }
    }

    async #replay(block: StoredBlock): Promise<void> {
        const { channel, checkIdentity, scratch, problems } = this.#options;
        const { number } = block;
        const transactions = await Promise.all(
            block.envelopes.map((envelope) => readForValidation(envelope, channel, checkIdentity)),
        );
        const reader = scratch.read();
        try {
            const updates = new BlockUpdates(reader);
            const seen = new Set<string>();
            for (const [tx, transaction] of transactions.entries()) {
                const code = block.codes[tx] ?? Code.NOT_VALIDATED;
                const found = await this.#judge(transaction, code, { seen, reader, updates });
                const unsigned = code === Code.VALID ? endorsementProblem(transaction, block.envelopes[tx]) : undefined;
                [found, unsigned].forEach((problem) => {
                    if (problem !== undefined) problems.add({ ...problem, block: number, transaction: tx });
                });
                seen.add(transaction.txId);
                if (code !== Code.VALID || !transaction.wellFormed) continue;
                updates.apply(transaction.sets, { block: number, tx });
                this.privateWrites.applied(transaction.sets, { block: number, tx });
            }
            await this.#expire(number, updates);
            const writes = updates.writes();
            this.#checkCommitHash(block, writes);
            const outcomes = transactions.map(({ txId }, tx) => ({
                txId,
                code: block.codes[tx] ?? Code.NOT_VALIDATED,
            }));
            await scratch.write([...writes, ...indexWrites(number, outcomes, scratch)]);
        } finally {
            await reader.close();
        }
    }

    async #expire(number: number, updates: BlockUpdates): Promise<void> {
        const { store } = this.#options;
        for (const expired of await expiringIn(store, number)) {
            removeExpiredHashes(store, expired, updates);
            this.privateWrites.expired(expired);
        }
    }

    async #judge(transaction: ReadTransaction, code: number, judgement: Judgement): Promise<Found | undefined> {
        if (!transaction.wellFormed) {
            return transaction.code === code ? undefined : differs(code, nameOfCode(transaction.code));
        }
        const { txId, sets } = transaction;
        const stoodBefore = this.#options.scratch.transaction(txId) !== undefined;
        if (code === Code.DUPLICATE_TXID) {
            return stoodBefore || judgement.seen.has(txId) ? undefined : differs(code, 'not a duplicate');
        }
        if (code === Code.VALID && stoodBefore) return differs(code, nameOfCode(Code.DUPLICATE_TXID));
        if (!CODES_OF_READS.includes(code)) return undefined;
        const expected = codeOfReads(await findReadConflict(sets, judgement.reader, judgement.updates));
        return code === expected ? undefined : differs(code, nameOfCode(expected));
    }

    #checkCommitHash({ number, codes, metadata }: StoredBlock, writes: readonly LedgerWrite[]): void {
        const computed = nextCommitHash(this.#recordedCommitHash, [...codes], writes);
        this.#recordedCommitHash = recordedCommitHash(metadata);
        if (computed.equals(this.#recordedCommitHash)) return;
        const message = 'its validation codes and writes do not give its commit hash';
        this.#options.problems.add({ code: 'COMMIT_HASH', block: number, message });
    }

    /** Its one transaction is a configuration of the channel, found valid; the orderer's signature vouches for it. */
    #isConfiguration({ envelopes, codes }: StoredBlock): boolean {
        const [envelope] = envelopes;
        if (envelope === undefined || envelopes.length > 1 || codes[0] !== Code.VALID) return false;
        try {
            const { header } = readPayload(readEnvelope(envelope).payload);
            return header.type === common.HeaderType.CONFIG && header.channel === this.#options.channel;
        } catch {
            return false;
        }
    }
}

function codeOfReads(conflict: Awaited<ReturnType<typeof findReadConflict>>): number {
    if (conflict === undefined) return Code.VALID;
    return conflict === 'key changed' ? Code.MVCC_READ_CONFLICT : Code.PHANTOM_READ_CONFLICT;
}

interface Judgement {
    /** The identifiers that stand before it in the block. */
    readonly seen: ReadonlySet<string>;
    readonly reader: Parameters<typeof findReadConflict>[1];
    readonly updates: BlockUpdates;
}

type Found = Pick<Problem, 'code' | 'message'>;

const differs = (recorded: number, found: string): Found => ({
    code: 'CODE_DIFFERS',
    message: `it is recorded as ${nameOfCode(recorded)}, and found ${found}`,
});

function recordedCommitHash(metadata: readonly Uint8Array[]): Buffer {
    try {
        const bytes = metadata[common.BlockMetadataIndex.COMMIT_HASH] ?? NO_BYTES;
        return asBuffer(common.Metadata.deserializeBinary(bytes).getValue_asU8());
    } catch {
        return NO_BYTES;
    }
}

/** The endorsers of a well-formed transaction are those whose signature verifies. */
function endorsementProblem(transaction: ReadTransaction, envelope: Buffer | undefined): Found | undefined {
    if (!transaction.wellFormed || envelope === undefined) return undefined;
    const { endorsements } = readEndorsedAction(readPayload(readEnvelope(envelope).payload).data);
    const good = new Set(transaction.endorsers.map(({ key }) => key));
    const bad = endorsements.findIndex(({ endorser }) => !good.has(endorser.toString('latin1')));
    if (bad < 0 && endorsements.length > 0) return undefined;
    const message =
        bad < 0 ? 'nobody has endorsed it' : `the signature of its endorsement ${String(bad)} does not verify`;
    return { code: 'ENDORSEMENT_SIGNATURE', message };
}
