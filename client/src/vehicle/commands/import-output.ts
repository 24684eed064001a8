import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import type { Output } from '../../cli/output.js';

import type { VehicleClient } from '../client.js';
import type { ColumnChoice, VehicleImportProgress, VehicleImportReport } from '../import/index.js';

export interface ColumnOptions {
    readonly column?: readonly string[];
}

/** Problems that a person is shown; --json has more. */
const PROBLEMS_SHOWN = 50;

/** Runs an import of either kind: progress on a terminal, a line for each refusal, then the counts. */
export async function importWork(
    run: Runner,
    command: Command,
    work: (options: {
        readonly vehicle: VehicleClient;
        readonly language: 'en' | 'fr';
        readonly onProgress: (progress: VehicleImportProgress) => void;
    }) => Promise<VehicleImportReport>,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { vehicle } = await connect();
        const report = await work({
            vehicle,
            language: output.language,
            onProgress: (progress) => {
                output.progress(progressText(progress));
            },
        });
        noticeProblems(report, output);
        output.result(report, () => summary(report));
        const { recorded, unchanged, leftOut, refused } = report;
        return exitCodeOf({ done: recorded + unchanged + leftOut, refused });
    });
}

/** `FIELD=NAME` of an option given several times. */
export function columnChoice(options: readonly string[] = []): ColumnChoice {
    return Object.fromEntries(options.map((text) => splitChoice(text, '=')));
}

export function splitChoice(text: string, separator: string): readonly [string, string] {
    const at = text.indexOf(separator);
    if (at <= 0) throw new UsageError(`${JSON.stringify(text)} is not written FIELD${separator}…`);
    return [text.slice(0, at), text.slice(at + 1)];
}

function progressText({ phase, done, total }: VehicleImportProgress): string {
    const share = total === 0 ? '' : ` ${String(Math.floor((done * 100) / total))} %`;
    return phase === 'reading' ? `Reading${share}` : `Recording${share}, ${String(done)} of ${String(total)} rows`;
}

function noticeProblems({ problems, refused, ignoredColumns }: VehicleImportReport, output: Output): void {
    for (const { line, message, code } of problems.slice(0, PROBLEMS_SHOWN)) {
        output.notice(`line ${String(line)}: ${message} [${code}]`);
    }
    const hidden = refused - Math.min(problems.length, PROBLEMS_SHOWN);
    if (hidden > 0) output.notice(`… and ${String(hidden)} more; --json lists the first ${String(problems.length)}.`);
    if (ignoredColumns.length > 0) output.notice(`Columns that nothing was taken from: ${ignoredColumns.join(', ')}`);
}

function summary({ rows, recorded, unchanged, refused, leftOut, refusedByCode }: VehicleImportReport): string {
    const codes = Object.entries(refusedByCode).map(([code, count]) => `  ${String(count)} ${code}`);
    const counts = `${String(recorded)} recorded, ${String(unchanged)} unchanged, ${String(refused)} refused`;
    const left = leftOut === 0 ? '' : `, ${String(leftOut)} cancelled`;
    return [`${String(rows)} rows: ${counts}${left}.`, ...codes].join('\n');
}
