import { Option, type Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';

import { importEvents, type WordChoice } from '../import/index.js';

import { columnChoice, importWork, splitChoice, type ColumnOptions } from './import-output.js';

interface ImportOptions extends ColumnOptions {
    readonly word?: readonly string[];
    readonly kind?: string;
    readonly unit?: string;
}

const COLUMNS = `
The file is CSV whose first line names its columns: vin (or serial, as MAKER:SERIAL, or passport), date, kind, odometer,
unit, and what the kind takes: work, result, nature, defects, valid until, next due, next due odometer, next due work,
evidence, latitude, longitude, note… Lists stand between vertical bars; a defect is CODE or CODE:severity. French names
and words do as well. The column event has your own number of the job; without it the same line is the same event.
What is recorded already is not recorded again, so an import that was interrupted goes on where it stopped.`;

export function addImportCommand(vehicle: Command, run: Runner): void {
    addCommand(vehicle, 'import <file>', 'Record the work orders and inspection results of a file')
        .option('--column <field=name...>', 'a column under another name, such as date=testStartTimestamp')
        .option('--word <field:word=known...>', 'a word of the file, such as result:abandoned=major')
        .option('--kind <kind>', 'of rows that name none, such as service or inspection')
        .addOption(new Option('--unit <unit>', 'of rows that name none').choices(['km', 'mi', 'h']))
        .addHelpText('after', COLUMNS)
        .action((file: string, options: ImportOptions, command: Command) => importFile(run, command, file, options));
}

async function importFile(
    run: Runner,
    command: Command,
    file: string,
    { column, word, kind, unit }: ImportOptions,
): Promise<void> {
    await importWork(run, command, (options) =>
        importEvents({
            ...options,
            file,
            columns: columnChoice(column),
            words: wordChoice(word),
            usual: { ...(kind === undefined ? {} : { kind }), ...(unit === undefined ? {} : { unit }) },
        }),
    );
}

function wordChoice(options: readonly string[] = []): WordChoice {
    const words: Record<string, Record<string, string>> = {};
    for (const text of options) {
        const [field, choice] = splitChoice(text, ':');
        const [word, known] = splitChoice(choice, '=');
        words[field] = { ...words[field], [word]: known };
    }
    return words;
}
