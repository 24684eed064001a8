import { Option, type Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { yearValue } from '../../cli/option-values.js';
import type { Output } from '../../cli/output.js';

import { importReadings, type EnergyUnit, type ImportProgress, type ImportReport } from '../import/index.js';

interface ImportCommandOptions {
    readonly community: string;
    readonly unit?: EnergyUnit;
    readonly zone?: string;
    readonly dateFormat?: string;
    readonly year?: number;
    readonly correction?: string;
}

/** Problems that a person is shown; --json has more. */
const PROBLEMS_SHOWN = 50;

export function addImportCommand(energy: Command, run: Runner): void {
    addCommand(energy, 'import <file>', 'Deliver the readings of a meter file')
        .requiredOption('--community <id>', 'community')
        .addOption(
            new Option('--unit <unit>', 'of the values; kW is the mean over the step').choices(['Wh', 'kWh', 'kW']),
        )
        .option('--zone <name>', 'zone of times that name no offset (default: the zone of the community)')
        .option('--date-format <format>', 'Luxon tokens such as "d-M-yyyy HH:mm" (default: found from the first rows)')
        .option('--year <year>', 'of times that name none', yearValue)
        .option('--correction <reason>', 'replace readings that are stored already, and say why')
        .addHelpText(
            'after',
            '\nThe file is CSV: wide (first column the start of the step, then one column a meter) or long\n' +
                '(meter,start,wh,quality). What is stored already is not sent again, so an import that was\n' +
                'interrupted goes on where it stopped.',
        )
        .action((file: string, options: ImportCommandOptions, command: Command) =>
            importFile(run, command, file, options),
        );
}

async function importFile(
    run: Runner,
    command: Command,
    file: string,
    { community, unit, zone, dateFormat, year, correction }: ImportCommandOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { energy } = await connect();
        const report = await importReadings({
            energy,
            community,
            file,
            unit,
            zone,
            dateFormat,
            year,
            correction,
            language: output.language,
            onProgress: (progress) => {
                output.progress(progressText(progress));
            },
        });
        noticeProblems(report, output);
        output.result({ community, ...report }, () => summary(report));
        return exitCodeOf({ done: report.stored + report.unchanged, refused: report.refused });
    });
}

function progressText({ phase, done, total }: ImportProgress): string {
    const share = total === 0 ? '' : ` ${String(Math.floor((done * 100) / total))} %`;
    return phase === 'reading' ? `Reading${share}` : `Delivering${share}, ${String(done)} of ${String(total)} curves`;
}

function noticeProblems({ problems, problemCount }: ImportReport, output: Output): void {
    for (const { line, meter, message, code, count } of problems.slice(0, PROBLEMS_SHOWN)) {
        const place = meter === undefined ? `line ${String(line)}` : `line ${String(line)}, meter ${meter}`;
        const readings = count > 1 ? ` (${String(count)} readings)` : '';
        output.notice(`${place}: ${message}${readings} [${code}]`);
    }
    const hidden = problemCount - Math.min(problems.length, PROBLEMS_SHOWN);
    if (hidden > 0) output.notice(`… and ${String(hidden)} more; --json lists the first ${String(problems.length)}.`);
}

function summary({ readings, stored, unchanged, refused, gaps, refusedByCode }: ImportReport): string {
    const codes = Object.entries(refusedByCode).map(([code, count]) => `  ${String(count)} ${code}`);
    const counts = `${String(stored)} stored, ${String(unchanged)} unchanged, ${String(refused)} refused`;
    return [`${String(readings)} readings: ${counts}; ${String(gaps)} empty cells.`, ...codes].join('\n');
}
