import type { Command } from 'commander';

import type { Json } from '@quartier/rules/wire';

import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { jsonOf, readText } from '../../files/index.js';

import { proposeDecision } from '../decisions.js';
import { decisionText, type AreaOptions } from './decision-text.js';

interface ProposeOptions extends AreaOptions {
    readonly subject: string;
    readonly from: string;
    readonly value?: string;
    readonly file?: string;
}

export function addProposeCommand(add: (usage: string, description: string) => Command, run: Runner): void {
    add('propose <decision>', 'Propose a decision, and approve it')
        .requiredOption('--subject <name>', 'what is decided on')
        .requiredOption('--from <day>', 'first day that it is in force', dayValue)
        .option('--value <json>', 'the value, in JSON')
        .option('--file <path>', 'JSON file with the value')
        .action((decision: string, options: ProposeOptions, command: Command) =>
            propose(run, command, decision, options),
        );
}

async function propose(run: Runner, command: Command, decision: string, options: ProposeOptions): Promise<void> {
    const { area, subject, from } = options;
    await run(command, async ({ connect, output }) => {
        const value = await readValue(options);
        const record = await proposeDecision((await connect()).area(area), { decision, subject, from, value });
        output.result(record, () => decisionText(record));
        return exitCodes.done;
    });
}

async function readValue({ value, file }: ProposeOptions): Promise<Json> {
    if ((value === undefined) === (file === undefined)) {
        throw new UsageError('What is decided? Give --value JSON or --file PATH, one of them.');
    }
    if (file !== undefined) return jsonOf(file, await readText(file)) as Json;
    try {
        return JSON.parse(value ?? '') as Json;
    } catch (error) {
        throw new UsageError(`--value cannot be read as JSON: ${(error as Error).message}`);
    }
}
