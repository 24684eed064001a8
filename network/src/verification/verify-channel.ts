import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allOf } from '../ledger/ledger-keys.js';
import { LedgerStore } from '../ledger/ledger-store.js';
import { createIdentityChecker, type Msp } from '../identity/membership.js';
import { chainProblems, headerHash } from './chain-check.js';
import { checkPrivateData } from './private-data-check.js';
import { type Problem, Problems } from './problem.js';
import { readStoredBlock, type StoredBlock } from './read-block.js';
import { compareRecords } from './record-comparison.js';
import { Replay } from './replay.js';

export interface ChannelToVerify {
    readonly channel: string;
    /** The channel's ledger. */
    readonly folder: string;
    /** An empty folder, for the state as the blocks make it. */
    readonly scratchFolder: string;
    readonly members: readonly Msp[];
    readonly orderers: readonly Msp[];
    readonly progress?: (block: number, height: number) => void;
}

/** What was found of one channel. */
export interface ChannelVerification {
    readonly channel: string;
    /** The number of blocks. */
    readonly height: number;
    readonly transactions: number;
    /** Hash of the last block's header, hexadecimal: equal, at the same height, on every copy of the ledger. */
    readonly lastHeaderHash: string;
    readonly problemCount: number;
    /** The first hundred, those of blocks before those of records. */
    readonly problems: readonly Problem[];
}

export async function verifyChannel(options: ChannelToVerify): Promise<ChannelVerification> {
    const problems = new Problems();
    const found = { height: 0, transactions: 0, lastHeaderHash: '' };
    try {
        const store = await LedgerStore.open(options.folder, { mustExist: true });
        try {
            for (const loss of lossesOnOpening(options.folder))
                problems.add({ code: 'DATABASE_DAMAGED', message: loss });
            found.height = store.height;
            await verifyLedger(store, options, problems, found);
        } finally {
            await store.close();
        }
    } catch (error) {
        problems.add({ code: 'DATABASE_DAMAGED', message: messageOf(error) });
    }
    return { channel: options.channel, ...found, problemCount: problems.count, problems: problems.kept };
}

async function verifyLedger(
    store: LedgerStore,
    { channel, scratchFolder, members, orderers, progress }: ChannelToVerify,
    problems: Problems,
    found: { transactions: number; lastHeaderHash: string },
): Promise<void> {
    const scratch = await LedgerStore.open(scratchFolder);
    try {
        const checkIdentity = createIdentityChecker(members);
        const checkOrderer = createIdentityChecker(orderers);
        const replay = new Replay({ channel, store, scratch, checkIdentity, problems });
        let previous: Buffer | undefined = Buffer.alloc(0);
        for (let number = 0; number < store.height; number += 1) {
            const block = await readOrReport(store, number, problems);
            if (block !== undefined) {
                const before = previous ?? Buffer.from(block.header.getPreviousHash_asU8());
                chainProblems(block, before, checkOrderer).forEach((problem) => {
                    problems.add(problem);
                });
                await replay.apply(block);
                found.transactions += block.envelopes.length;
            }
            previous = block === undefined ? undefined : headerHash(block);
            progress?.(number, store.height);
        }
        found.lastHeaderHash = previous?.toString('hex') ?? '';
        await checkEnd(store, previous, replay.commitHash, problems);
        await compareRecords(store, scratch, problems);
        const replayed = scratch.read();
        try {
            await checkPrivateData({ store, replayed, said: replay.privateWrites, problems });
        } finally {
            await replayed.close();
        }
    } finally {
        await scratch.close();
    }
}

async function readOrReport(store: LedgerStore, number: number, problems: Problems): Promise<StoredBlock | undefined> {
    try {
        return await readStoredBlock(store, number);
    } catch (error) {
        problems.add({ code: 'BLOCK_UNREADABLE', block: number, message: messageOf(error) });
        return undefined;
    }
}

/** The mark of the ledger's end against its last block, and no block after it. */
async function checkEnd(
    store: LedgerStore,
    lastHeaderHash: Buffer | undefined,
    lastCommitHash: Buffer,
    problems: Problems,
): Promise<void> {
    const { savepoint, height } = store;
    const isMarked = lastHeaderHash !== undefined && savepoint.lastHeaderHash.equals(lastHeaderHash);
    if (height === 0 || !isMarked || !savepoint.lastCommitHash.equals(lastCommitHash)) {
        problems.add({
            code: 'LEDGER_END',
            message: `the mark after ${String(height)} blocks is not that of the last`,
        });
    }
    for (const kind of ['block', 'envelope'] as const) {
        const { gte, lt } = allOf(kind);
        const number = Buffer.alloc(8);
        number.writeBigUInt64BE(BigInt(height));
        const beyond = await store.keys({ gte: Buffer.concat([gte, number]), lt });
        if (beyond.length > 0) problems.add({ code: 'LEDGER_END', message: `there is a ${kind} after the end` });
    }
}

/** LevelDB leaves out what its checksums refuse when it opens, and only notes it in its own log. */
function lossesOnOpening(folder: string): readonly string[] {
    const lines = readFileSync(join(folder, 'LOG'), 'utf8').split('\n');
    return lines
        .filter((line) => /dropping \d+ bytes|Corruption/.test(line))
        .map((line) => line.replace(/^\S+ \S+ /, ''));
}

function messageOf(error: unknown): string {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return `${error instanceof Error ? error.message : String(error)}${cause}`;
}
