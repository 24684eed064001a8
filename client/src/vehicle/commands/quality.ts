import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { monthValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

export function addQualityCommand(vehicle: Command, run: Runner): void {
    addCommand(vehicle, 'quality', 'Data quality of every organisation in a month')
        .requiredOption('--month <month>', 'month such as 2024-05', monthValue)
        .action((options: { readonly month: string }, command: Command) => quality(run, command, options.month));
}

async function quality(run: Runner, command: Command, month: string): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const organisations = await (await connect()).vehicle.dataQuality(month);
        output.result({ month, organisations }, () =>
            formatTable(organisations, [
                { title: 'ORGANISATION', value: (row) => row.mspId },
                { title: 'READINGS', value: (row) => String(row.readings), right: true },
                { title: 'DISCREPANCIES', value: (row) => String(row.discrepancies), right: true },
                { title: 'CORRECTIONS', value: (row) => String(row.corrections), right: true },
                { title: 'DROPS SEEN', value: (row) => String(row.dropsSeen), right: true },
            ]),
        );
        return exitCodes.done;
    });
}
