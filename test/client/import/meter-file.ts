import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ImportOptions, importReadings, type ImportReport } from '@quartier/client';
import type { FakeLedger } from './fake-ledger.js';

/** Runs `use` with the path of a file that holds the given bytes, and removes it after. */
export async function withFile<Result>(
    content: string | Uint8Array,
    use: (file: string) => Promise<Result>,
): Promise<Result> {
    const folder = await mkdtemp(path.join(tmpdir(), 'quartier-import-'));
    try {
        const file = path.join(folder, 'readings.csv');
        await writeFile(file, content);
        return await use(file);
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** Imports a file that holds the given text. */
export function importText(
    energy: FakeLedger,
    content: string | Uint8Array,
    options: Omit<Partial<ImportOptions>, 'energy' | 'file'> = {},
): Promise<ImportReport> {
    return withFile(content, (file) => importReadings({ energy, community: 'confluence', file, ...options }));
}

/** Problems as `line code count`, in the report's order. */
export function problemsOf(report: ImportReport): readonly string[] {
    return report.problems.map(({ line, code, count }) => `${String(line)} ${code} ${String(count)}`);
}

/** Seconds of an instant in ISO 8601. */
export function at(instant: string): number {
    return Date.parse(instant) / 1_000;
}
