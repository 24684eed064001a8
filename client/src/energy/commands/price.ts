import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue, wholeValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

interface SetOptions {
    readonly community: string;
    readonly producer?: string;
    readonly from: string;
    readonly microEurPerKwh: string;
}

export function addPriceCommands(energy: Command, run: Runner): void {
    const price = energy.command('price').description('Cost prices of producers');

    addCommand(price, 'set', 'Set a cost price from a day on')
        .requiredOption('--community <id>', 'community')
        .option('--producer <meter>', 'producer (default: every producer without a price of its own)')
        .requiredOption('--from <day>', 'first day of the price', dayValue)
        .requiredOption('--micro-eur-per-kwh <price>', 'whole micro-euro per kWh: 95000 is 9.5 cents', wholeValue)
        .action((options: SetOptions, command: Command) => set(run, command, options));

    addCommand(price, 'list', 'List the cost prices')
        .requiredOption('--community <id>', 'community')
        .action((options: { readonly community: string }, command: Command) => list(run, command, options));
}

async function set(
    run: Runner,
    command: Command,
    { community, producer, from, microEurPerKwh }: SetOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const price = { community, from, microEurPerKwh, ...(producer === undefined ? {} : { producer }) };
        await (await connect()).energy.setPrice(price);
        output.result(price, () => {
            return `Price of ${producer ?? 'every other producer'} from ${from}: ${microEurPerKwh} micro-euro per kWh.`;
        });
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command, { community }: { readonly community: string }): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const prices = await (await connect()).energy.listPrices(community);
        output.result({ community, prices }, () =>
            formatTable(prices, [
                { title: 'FROM', value: (row) => row.from },
                { title: 'MICRO-EUR/KWH', value: (row) => row.microEurPerKwh, right: true },
                { title: 'PRODUCER', value: (row) => row.point ?? 'every other' },
            ]),
        );
        return exitCodes.done;
    });
}
