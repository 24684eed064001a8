import { InvalidArgumentError, type Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import type { Output } from '../../cli/output.js';

import { mobilitySentence } from '../clearing/index.js';
import { legColumns, type LegColumn, type LegImportReport, type LegProblem } from '../legs/index.js';

import { countValue } from './options.js';

interface ImportOptions {
    readonly seller?: string;
    readonly subscription?: string;
    readonly rider?: string;
    readonly mode?: string;
    readonly tariff?: string;
    readonly column: Readonly<Partial<Record<LegColumn, string>>>;
    readonly riders?: string;
    readonly ignoreStatedPrice?: boolean;
    readonly batch?: number;
    readonly inFlight?: number;
}

type ToldProblem = LegProblem & { readonly message: string };

/** Problems that a person is shown; --json has more. */
const PROBLEMS_SHOWN = 50;

export function addLegImportCommand(leg: Command, run: Runner): void {
    addCommand(leg, 'import <file>', 'Record the legs of a file at the prices of your tariffs')
        .option('--seller <mspId>', 'who sold the subscriptions, where the file does not say')
        .option('--subscription <id>', 'subscription of all legs, where the file does not say')
        .option('--rider <id>', 'pseudonym of the rider of all legs, where the file does not say')
        .option('--mode <mode>', 'mode of all legs, where the file does not say')
        .option('--tariff <id>', 'tariff of all legs, where the file does not say')
        .option('--column <name=column>', 'CSV: what the file calls a column; may be repeated', columnValue, {})
        .option('--riders <file>', 'MDS and TOMP: CSV of leg, rider, subscription, seller')
        .option('--ignore-stated-price', 'send legs at the price of the tariff where the file states another')
        .option('--batch <number>', 'legs of one transaction, at most 250 (default: 200)', countValue)
        .option('--in-flight <number>', 'transactions on their way at once (default: 4)', countValue)
        .addHelpText(
            'after',
            `\nThe file is CSV with a line of column names (${legColumns.join(', ')}), the trips of MDS, or\n` +
                'features of TOMP 2. Times are epoch seconds, milliseconds, or ISO 8601 with an offset; price in euro\n' +
                'is compared with what the tariff comes to. What is recorded already is unchanged, so an import that\n' +
                'was interrupted is given again as it is.',
        )
        .action((file: string, options: ImportOptions, command: Command) => importFile(run, command, file, options));
}

async function importFile(run: Runner, command: Command, file: string, options: ImportOptions): Promise<void> {
    const { column, riders, ignoreStatedPrice = false, batch, inFlight } = options;
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const report = await mobility.importLegs({
            file,
            columns: column,
            defaults: defaultsOf(options),
            ignoreStatedPrice,
            stream: {
                ...(batch === undefined ? {} : { mostPerBatch: batch }),
                ...(inFlight === undefined ? {} : { inFlight }),
            },
            ...(riders === undefined ? {} : { ridersFile: riders }),
            onProgress: ({ sent, done }) => {
                output.progress(`Recording: ${String(done)} of ${String(sent)} legs read`);
            },
        });
        const problems = report.problems.map((problem) => withMessage(problem, output.language));
        notice(problems, report, output);
        output.result({ file, ...report, problems }, () => summary(report));
        return exitCodeOf({ done: report.recorded + report.unchanged, refused: report.refused });
    });
}

function defaultsOf({ seller, subscription, rider, mode, tariff }: ImportOptions): Readonly<Record<string, string>> {
    const given = Object.entries({ seller, subscription, rider, mode, tariff });
    return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function columnValue(
    text: string,
    before: Readonly<Partial<Record<LegColumn, string>>>,
): Readonly<Partial<Record<LegColumn, string>>> {
    const [name = '', column = ''] = text.split('=');
    const known = legColumns.find((of) => of === name);
    if (known === undefined || column === '')
        throw new InvalidArgumentError(`It must be name=column, where the name is one of: ${legColumns.join(', ')}.`);
    return { ...before, [known]: column };
}

function withMessage(problem: LegProblem, language: 'en' | 'fr'): ToldProblem {
    return { ...problem, message: mobilitySentence(problem.code, problem.details, language) };
}

function notice(problems: readonly ToldProblem[], { refused }: LegImportReport, output: Output): void {
    for (const { line, leg, message, code } of problems.slice(0, PROBLEMS_SHOWN))
        output.notice(`line ${String(line)}${leg === undefined ? '' : `, leg ${leg}`}: ${message} [${code}]`);
    const hidden = refused - Math.min(problems.length, PROBLEMS_SHOWN);
    if (hidden > 0) output.notice(`… and ${String(hidden)} more; --json lists the first ${String(problems.length)}.`);
}

function summary({
    records,
    recorded,
    late,
    disputed,
    unchanged,
    refused,
    transactions,
    refusedByCode,
}: LegImportReport): string {
    if (records === 0) return 'The file has no legs: nothing was recorded.';
    const codes = Object.entries(refusedByCode).map(([code, count]) => `  ${String(count)} ${code}`);
    const counts = `${String(recorded)} recorded (${String(late)} late, ${String(disputed)} disputed)`;
    const rest = `${String(unchanged)} unchanged, ${String(refused)} refused; ${String(transactions)} transactions`;
    return [`${String(records)} legs: ${counts}, ${rest}.`, ...codes].join('\n');
}
