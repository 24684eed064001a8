import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { monthValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { kWh } from './amounts.js';

interface ListOptions {
    readonly community: string;
    readonly month: string;
}

export function addDayCommands(energy: Command, run: Runner): void {
    const day = energy.command('day').description('Settled days');
    addCommand(day, 'list', 'List the settled days of a month with their public totals')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--month <month>', 'month such as 2016-06', monthValue)
        .action((options: ListOptions, command: Command) => list(run, command, options));
}

async function list(run: Runner, command: Command, { community, month }: ListOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const days = await (await connect()).energy.listDays(community, month);
        output.result({ community, month, days }, () =>
            formatTable(days, [
                { title: 'DAY', value: (row) => row.day },
                { title: 'CONSUMPTION KWH', value: (row) => total(row.totals?.consumptionWh), right: true },
                { title: 'PRODUCTION KWH', value: (row) => total(row.totals?.productionWh), right: true },
                { title: 'SELF-CONSUMED KWH', value: (row) => total(row.totals?.selfConsumedWh), right: true },
                {
                    title: 'GAPS',
                    value: (row) => (row.filledSteps === 0 ? '' : `${row.gaps} ${String(row.filledSteps)}`),
                },
                { title: 'RUN', value: (row) => row.runId },
            ]),
        );
        return exitCodes.done;
    });
}

/** Withheld where too few members stand behind it. */
function total(wattHours: string | undefined): string {
    return wattHours === undefined ? 'withheld' : kWh(wattHours);
}
