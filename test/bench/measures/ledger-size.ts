import { join } from 'node:path';

import { generateDistrict } from '../district.js';
import { grownBy, type LedgerBytes, ledgerBytes } from '../ledger-bytes.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure } from '../measure.js';
import { inTemporaryFolder, withNetwork } from '../network-process.js';
import { settleMonth } from '../settled-month.js';

const METERS = 120;

/** What a member's month leaves on the ledger, against the meter file it came from. */
export const ledgerSize: Measure = {
    name: 'ledger-size',
    conditions: `${String(METERS)} meters of a generated district, a month of 15 minutes imported, settled, stated and issued; keys and values, before the store compresses them`,
    run: ({ progress }) =>
        inTemporaryFolder(async (folder) => {
            progress(`a month of ${String(METERS)} meters`);
            const dataDir = join(folder, 'network');
            await withNetwork(dataDir, BENCH_CONSORTIUM, () => Promise.resolve());
            const before = await ledgerBytes(dataDir, 'energy');
            const { csvBytes } = await withNetwork(dataDir, BENCH_CONSORTIUM, ({ profiles }) =>
                settleMonth({ profile: profiles['utility'] ?? '', folder, district: generateDistrict(METERS) }),
            );
            return figures(grownBy(before, await ledgerBytes(dataDir, 'energy')), csvBytes);
        }),
};

function figures(bytes: LedgerBytes, csvBytes: number): readonly Figure[] {
    const of = (what: string, value: number): Figure => ({
        what: `${what}, a member and month`,
        value: value / METERS,
        unit: 'bytes',
        baseline: { what: 'the wide CSV file', value: csvBytes / METERS },
    });
    return [
        of('blocks, which every organisation holds', bytes.blocks),
        of('public state and hashes of the private', bytes.publicState + bytes.privateHashes),
        of('private state, which the collection’s members hold', bytes.privateState),
        of('private writes, kept beside the blocks', bytes.privateWrites),
        of('indexes', bytes.indexes),
        of('files of the store on disk, not yet compacted', bytes.onDisk),
    ];
}
