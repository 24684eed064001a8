import type { Command } from 'commander';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { exactEuro, kWh } from './amounts.js';

interface SuppliesOptions {
    readonly community: string;
    readonly meter: string;
    readonly from: string;
    readonly to: string;
}

export function addSuppliesCommand(energy: Command, run: Runner): void {
    addCommand(energy, 'supplies', 'Who supplied a meter, or whom it supplied, by day')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--meter <meter>', 'meter of a consumer or producer')
        .requiredOption('--from <day>', 'first day', dayValue)
        .requiredOption('--to <day>', 'last day, included', dayValue)
        .action((options: SuppliesOptions, command: Command) => list(run, command, options));
}

async function list(run: Runner, command: Command, { community, meter, from, to }: SuppliesOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        if (to < from) throw new UsageError(`--to ${to} is before --from ${from}.`);
        const supplies = await collected((await connect()).energy.supplies({ community, meter, from, to }));
        output.result({ community, meter, from, to, supplies }, () =>
            formatTable(supplies, [
                { title: 'DAY', value: (row) => row.day },
                { title: 'PRODUCER', value: (row) => row.producer },
                { title: 'CONSUMER', value: (row) => row.consumer },
                { title: 'KWH', value: (row) => kWh(row.energyWh), right: true },
                { title: 'EUR', value: (row) => exactEuro(row.amountMicroEur), right: true },
            ]),
        );
        return exitCodes.done;
    });
}
