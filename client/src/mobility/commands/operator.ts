import type { Command } from 'commander';

import type { OperatorRecord } from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { formatTable } from '../../cli/table.js';

import { listValue, modeValue } from './options.js';

interface DeclareOptions {
    readonly name: string;
    readonly modes: readonly string[];
}

export function addOperatorCommands(mobility: Command, run: Runner): void {
    const operator = mobility.command('operator').description('Operators and what they offer');
    addCommand(operator, 'declare', 'Say under which name your organisation operates, and with which modes')
        .requiredOption('--name <name>', 'name of the operator')
        .requiredOption(
            '--modes <list>',
            'modes, separated by commas: shuttle, car, bike, scooter, transit …',
            listValue,
        )
        .action((options: DeclareOptions, command: Command) => declare(run, command, options));
    addCommand(operator, 'list', 'Operators of the area').action((_: object, command: Command) => list(run, command));
}

async function declare(run: Runner, command: Command, { name, modes }: DeclareOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const record = await mobility.declareOperator({ name, modes: modes.map(modeValue) });
        output.result(record, () => `${record.operator} operates as ${record.name}: ${record.modes.join(', ')}.`);
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const operators = await collected(mobility.listOperators());
        output.result({ operators }, () => operatorTable(operators));
        return exitCodes.done;
    });
}

function operatorTable(operators: readonly OperatorRecord[]): string {
    return formatTable(operators, [
        { title: 'OPERATOR', value: ({ operator }) => operator },
        { title: 'NAME', value: ({ name }) => name },
        { title: 'MODES', value: ({ modes }) => modes.join(', ') },
    ]);
}
