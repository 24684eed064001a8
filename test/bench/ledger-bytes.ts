import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import {
    blockKey,
    envelopeKey,
    historyPrefix,
    privateHashKey,
    privateKeyIndexPrefix,
    privateStateKey,
    privateWritesPrefix,
    stateKey,
    transactionKey,
} from '@quartier/network/dist/ledger/ledger-keys.js';
import { ClassicLevel } from 'classic-level';

/** Bytes of keys and values of one channel's ledger, by what they are. */
export interface LedgerBytes {
    /** Headers, metadata and signed transactions. */
    readonly blocks: number;
    readonly publicState: number;
    /** Hashes of private keys and values, which every organisation holds. */
    readonly privateHashes: number;
    /** Values that the members of the collections hold. */
    readonly privateState: number;
    /** Private values as each transaction wrote them: what history and reconciliation need. */
    readonly privateWrites: number;
    /** Of transactions, histories and private keys. */
    readonly indexes: number;
    /** Files of the store, compressed. */
    readonly onDisk: number;
}

const START = { block: 0, tx: 0 };
const NO_HASH = Buffer.alloc(0);
const KINDS: Readonly<Record<Exclude<keyof LedgerBytes, 'onDisk'>, readonly Buffer[]>> = {
    blocks: [blockKey(0), envelopeKey(START)],
    publicState: [stateKey('', '')],
    privateHashes: [privateHashKey('', '', NO_HASH)],
    privateState: [privateStateKey('', '', '')],
    privateWrites: [privateWritesPrefix(0)],
    indexes: [transactionKey(''), historyPrefix('', ''), privateKeyIndexPrefix('', '', NO_HASH)],
};

/** Reads the ledger of a network that does not run. */
export async function ledgerBytes(dataDir: string, channel: string): Promise<LedgerBytes> {
    const folder = join(dataDir, 'ledger', 'channels', channel);
    const database = new ClassicLevel<Buffer, Buffer>(folder, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
    await database.open();
    const byLetter = new Map<number, number>();
    for await (const [key, value] of database.iterator()) {
        const letter = key[0] ?? 0;
        byLetter.set(letter, (byLetter.get(letter) ?? 0) + key.length + value.length);
    }
    await database.close();
    const bytesOf = (keys: readonly Buffer[]): number =>
        keys.reduce((sum, [letter = 0]) => sum + (byLetter.get(letter) ?? 0), 0);
    return {
        blocks: bytesOf(KINDS.blocks),
        publicState: bytesOf(KINDS.publicState),
        privateHashes: bytesOf(KINDS.privateHashes),
        privateState: bytesOf(KINDS.privateState),
        privateWrites: bytesOf(KINDS.privateWrites),
        indexes: bytesOf(KINDS.indexes),
        onDisk: readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
    };
}

export function grownBy(before: LedgerBytes, after: LedgerBytes): LedgerBytes {
    return {
        blocks: after.blocks - before.blocks,
        publicState: after.publicState - before.publicState,
        privateHashes: after.privateHashes - before.privateHashes,
        privateState: after.privateState - before.privateState,
        privateWrites: after.privateWrites - before.privateWrites,
        indexes: after.indexes - before.indexes,
        onDisk: after.onDisk - before.onDisk,
    };
}
