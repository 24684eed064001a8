import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { incentiveStatement, type StatementSlice } from '@quartier/rules/mobility';
import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { monthValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import {
    incentiveStatementCsv,
    payRows,
    readCountersFile,
    readJourneysFile,
    readPolicyFile,
} from '../incentives/index.js';

import { euroOf } from './euro.js';

interface StatementOptions {
    readonly policy: string;
    readonly journeys: string;
    readonly month: string;
    readonly counters?: string;
    readonly out?: string;
}

export function addIncentiveStatementCommand(incentive: Command, run: Runner): void {
    addCommand(incentive, 'statement', 'What a policy pays for the journeys of a month, by trip and by slice')
        .requiredOption('--policy <file>', 'policy, JSON')
        .requiredOption('--journeys <file>', 'journeys, as simulate takes them')
        .requiredOption('--month <month>', 'local month', monthValue)
        .option('--counters <file>', 'what the limits have counted before the first journey, JSON')
        .option('--out <folder>', 'write trips.csv and slices.csv there')
        .action((options: StatementOptions, command: Command) => state(run, command, options));
}

async function state(
    run: Runner,
    command: Command,
    { policy, journeys, month, counters, out }: StatementOptions,
): Promise<void> {
    await run(command, async ({ output }) => {
        const compiled = await readPolicyFile(policy);
        const { rows, bad } = await readJourneysFile(journeys);
        const used = counters === undefined ? {} : { counters: await readCountersFile(counters, compiled) };
        const { paid, refused } = payRows({ compiled, rows, ...used });
        const statement = incentiveStatement(
            compiled,
            month,
            paid.map((row) => row.paid),
        );
        const wrong = [...bad, ...refused];
        if (out !== undefined) {
            const csv = incentiveStatementCsv(statement);
            await mkdir(out, { recursive: true });
            await writeFile(path.join(out, 'trips.csv'), csv.trips);
            await writeFile(path.join(out, 'slices.csv'), csv.slices);
        }
        for (const { line, reason } of wrong) output.notice(`line ${String(line)}: ${reason}`);
        output.result({ ...statement, bad: wrong }, () =>
            [
                formatTable<StatementSlice>(statement.slices, [
                    { title: 'OPERATOR', value: (slice) => slice.operator },
                    { title: 'JOURNEYS', value: (slice) => String(slice.journeys), right: true },
                    { title: 'PAID', value: (slice) => euroOf(slice.paidMicroEur), right: true },
                    { title: 'SLICE', value: ({ slice }) => slice },
                ]),
                `${statement.policy}, ${month}: ${euroOf(statement.paidMicroEur)} euro for ${String(statement.journeys)} journeys.`,
            ].join('\n'),
        );
        return exitCodeOf({ done: paid.length, refused: wrong.length });
    });
}
