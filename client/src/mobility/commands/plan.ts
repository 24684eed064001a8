import type { Command } from 'commander';

import type { Plan } from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { formatTable } from '../../cli/table.js';

import { euroOf } from './euro.js';
import { instantText, readJsonObject } from './options.js';

interface ListOptions {
    readonly seller?: string;
}

export function addPlanCommands(mobility: Command, run: Runner): void {
    const plan = mobility.command('plan').description('Plans that sellers sell: what is included, and what caps hold');
    addCommand(plan, 'publish <file>', 'Publish a version of a plan, JSON; its seller is your organisation').action(
        (file: string, _: object, command: Command) => publish(run, command, file),
    );
    addCommand(plan, 'list', 'Versions of plans')
        .option('--seller <mspId>', 'of one seller')
        .action((options: ListOptions, command: Command) => list(run, command, options));
}

async function publish(run: Runner, command: Command, file: string): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const plan = { ...(await readJsonObject(file)), seller: mobility.mspId } as unknown as Plan;
        const published = await mobility.publishPlan(plan);
        output.result(
            published,
            () => `${published.plan.plan} version ${String(published.plan.version)} is published.`,
        );
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command, { seller }: ListOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const plans = await collected(mobility.listPlans(seller === undefined ? {} : { seller }));
        output.result({ plans }, () =>
            formatTable(plans, [
                { title: 'SELLER', value: (row) => row.plan.seller },
                { title: 'PLAN', value: (row) => row.plan.plan },
                { title: 'VERSION', value: (row) => String(row.plan.version), right: true },
                { title: 'EURO', value: (row) => euroOf(row.plan.priceMicroEur), right: true },
                { title: 'FROM', value: (row) => instantText(row.plan.from) },
            ]),
        );
        return exitCodes.done;
    });
}
