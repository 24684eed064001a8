import type { Command } from 'commander';

import type { PriceRecord } from '@quartier/rules/energy';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue, wholeValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';
import { Refusal } from '../../gateway/index.js';

import type { EnergyClient } from '../client.js';

interface SetOptions {
    readonly community: string;
    readonly producer?: string;
    readonly from: string;
    readonly microEurPerKwh: string;
    readonly correction?: string;
}

export function addPriceCommands(energy: Command, run: Runner): void {
    const price = energy.command('price').description('Cost prices of producers');

    addCommand(price, 'set', 'Set a cost price from a day on')
        .requiredOption('--community <id>', 'community')
        .option('--producer <meter>', 'producer (default: every producer without a price of its own)')
        .requiredOption('--from <day>', 'first day of the price', dayValue)
        .requiredOption('--micro-eur-per-kwh <price>', 'whole micro-euro per kWh: 95000 is 9.5 cents', wholeValue)
        .option('--correction <reason>', 'replace the price from the same day, and say why')
        .action((options: SetOptions, command: Command) => set(run, command, options));

    addCommand(price, 'list', 'List the cost prices')
        .requiredOption('--community <id>', 'community')
        .action((options: { readonly community: string }, command: Command) => list(run, command, options));
}

async function set(run: Runner, command: Command, options: SetOptions): Promise<void> {
    const { community, producer, from, microEurPerKwh, correction } = options;
    await run(command, async ({ connect, output }) => {
        const price = {
            community,
            from,
            microEurPerKwh,
            ...(producer === undefined ? {} : { producer }),
            ...(correction === undefined ? {} : { correction }),
        };
        await (await connect()).energy.setPrice(price);
        const whose = producer ?? 'every producer without one of its own';
        output.result(price, () => `Price of ${whose} from ${from}: ${microEurPerKwh} micro-euro per kWh.`);
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command, { community }: { readonly community: string }): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { energy } = await connect();
        const meters = await metersByPoint(energy, community);
        const prices = (await energy.listPrices(community)).map((price) => {
            const producer = price.point === undefined ? undefined : meters.get(price.point);
            return producer === undefined ? price : { ...price, producer };
        });
        output.result({ community, prices }, () =>
            formatTable<PriceRecord & { readonly producer?: string }>(prices, [
                { title: 'FROM', value: (row) => row.from },
                { title: 'MICRO-EUR/KWH', value: (row) => row.microEurPerKwh, right: true },
                { title: 'PRODUCER', value: (row) => row.producer ?? row.point ?? 'every other' },
                { title: 'CORRECTION', value: (row) => row.correction ?? '' },
            ]),
        );
        return exitCodes.done;
    });
}

/** Prices are public, whose a producer's pseudonym is only to those who share the members: to others it stays one. */
async function metersByPoint(energy: EnergyClient, community: string): Promise<ReadonlyMap<string, string>> {
    const meters = new Map<string, string>();
    try {
        for await (const { point, meter } of energy.listMembers(community)) meters.set(point, meter);
    } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'CONSORTIUM_COLLECTION_CLOSED') throw error;
    }
    return meters;
}
