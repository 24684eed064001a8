import type { Command } from 'commander';

import type { Statement, StatementLine } from '@quartier/rules/energy';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { monthValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { statementCsv } from '../statement-csv.js';
import { euro, exactEuro, kWh, percent } from './amounts.js';

interface StatementOptions {
    readonly community?: string;
    readonly month?: string;
    readonly csv?: boolean;
}

export function addStatementCommands(energy: Command, run: Runner): void {
    // Options of `statement` are not mandatory for commander, which would ask `statement issue` for them twice.
    const statement = addCommand(energy, 'statement', 'The statement of a month: who consumed, supplied and owes what')
        .option('--community <id>', 'community')
        .option('--month <month>', 'month such as 2016-06', monthValue)
        .option('--csv', 'as CSV, one line a meter')
        .action((options: StatementOptions, command: Command) => show(run, command, options));

    addCommand(statement, 'issue', 'Issue the statement: post its payment lines and close the month')
        .option('--community <id>', 'community')
        .option('--month <month>', 'month such as 2016-06', monthValue)
        .action((options: StatementOptions, command: Command) => issue(run, command, options));
}

async function show(run: Runner, command: Command, options: StatementOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { community, month } = named(options);
        if (options.csv === true && output.json) throw new UsageError('Give --csv or --json, not both.');
        const statement = await (await connect()).energy.statement(community, month);
        output.result(statement, () => (options.csv === true ? statementCsv(statement) : statementText(statement)));
        return exitCodes.done;
    });
}

async function issue(run: Runner, command: Command, options: StatementOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { community, month } = named(options);
        const { energy } = await connect();
        await energy.issueStatement(community, month);
        const statement = await energy.statement(community, month);
        output.result(statement, () => `Issued.\n${statementText(statement)}`);
        return exitCodes.done;
    });
}

function named({ community, month }: StatementOptions): { readonly community: string; readonly month: string } {
    if (community === undefined) throw new UsageError('Which community? Give --community ID.');
    if (month === undefined) throw new UsageError('Which month? Give --month, such as 2016-06.');
    return { community, month };
}

function statementText(statement: Statement): string {
    const { community, month, members, totals, unsettledDays, filledDays } = statement;
    const marks = [
        ...(unsettledDays.length === 0 ? [] : [`Not settled: ${unsettledDays.join(', ')}`]),
        ...filledDays.map(({ day, gaps, filledSteps }) => {
            return `Missing readings filled by ${gaps}: ${day}, ${String(filledSteps)} steps`;
        }),
    ];
    return [
        `Community ${community}, ${month}`,
        '',
        formatTable(members, [
            { title: 'METER', value: (row) => row.meter },
            { title: 'MEMBER', value: (row) => row.member },
            { title: 'ROLE', value: (row) => row.role },
            { title: 'FROM', value: (row) => row.from },
            { title: 'TO', value: (row) => row.to },
            { title: 'METERED KWH', value: (row) => kWh(metered(row)), right: true },
            { title: 'SHARED KWH', value: (row) => kWh(shared(row)), right: true },
            { title: 'REST KWH', value: (row) => kWh(rest(row)), right: true },
            { title: 'EUR', value: (row) => euro(row.paymentCents), right: true },
        ]),
        '',
        `Consumption ${kWh(totals.consumptionWh)} kWh, production ${kWh(totals.productionWh)} kWh, shared ${kWh(totals.selfConsumedWh)} kWh`,
        `Self-consumption ${percent(totals.sharedWh, totals.productionWh)}, self-sufficiency ${percent(totals.selfConsumedWh, totals.consumptionWh)}`,
        `Charged ${exactEuro(totals.amountMicroEur)} EUR, as much paid out`,
        ...marks,
    ].join('\n');
}

const metered = (line: StatementLine): string => (line.role === 'consumer' ? line.consumptionWh : line.productionWh);
const shared = (line: StatementLine): string => (line.role === 'consumer' ? line.selfConsumedWh : line.sharedWh);
const rest = (line: StatementLine): string => (line.role === 'consumer' ? line.complementWh : line.surplusWh);
