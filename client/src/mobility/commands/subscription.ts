import type { Command } from 'commander';

import {
    mobilityRoles,
    requireOnSale,
    type Mode,
    type PlanSale,
    type SharedSubscription,
    type SubscriptionCommand,
} from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { formatTable } from '../../cli/table.js';

import { mobilitySentence, type MobilityClient } from '../clearing/index.js';
import { decideHere } from '../clearing/catalogue.js';
import { newSubscription, readSubscriptionsFile } from '../subscriptions-file.js';

import { countValue, instantText, instantValue, listValue, modeValue } from './options.js';

interface AddOptions {
    readonly rider: string;
    readonly plan: string;
    readonly planVersion: number;
    readonly from: number;
    readonly until?: number;
    readonly with?: readonly string[];
}

interface ChangeOptions {
    readonly at?: number;
    readonly plan?: string;
    readonly planVersion: number;
}

interface AuthoriseOptions {
    readonly seller: string;
    readonly mode: Mode;
    readonly id: string;
}

const CHANGES = ['pause', 'resume', 'switch', 'cancel', 'expire'] as const;

export function addSubscriptionCommands(mobility: Command, run: Runner): void {
    const noun = mobility.command('subscription').description('Subscriptions of riders, and unlocking by them');
    addCommand(noun, 'add <id>', 'Sell a subscription, and tell the operators of it')
        .requiredOption('--rider <id>', 'pseudonym of the rider')
        .requiredOption('--plan <id>', 'plan that your organisation publishes')
        .option('--plan-version <number>', 'version of the plan', countValue, 1)
        .requiredOption('--from <time>', 'instant from which it is active', instantValue)
        .option('--until <time>', 'instant at which it expires (default: none)', instantValue)
        .option('--with <list>', 'operators, separated by commas (default: all partners)', listValue)
        .action((id: string, options: AddOptions, command: Command) => add(run, command, id, options));
    addCommand(noun, 'import <file>', 'The same for CSV of subscription, rider, plan, version, from, until')
        .option('--with <list>', 'operators, separated by commas (default: all partners)', listValue)
        .action((file: string, options: { readonly with?: readonly string[] }, command: Command) =>
            importFile(run, command, file, options),
        );
    for (const change of CHANGES)
        addCommand(
            noun,
            `${change} <id>`,
            `${change[0]?.toUpperCase() ?? ''}${change.slice(1)} a subscription, and tell the operators`,
        )
            .option('--at <time>', 'instant (default: now)', instantValue)
            .option('--plan <id>', 'with switch: the plan switched to')
            .option('--plan-version <number>', 'with switch: its version', countValue, 1)
            .action((id: string, options: ChangeOptions, command: Command) =>
                changeOne(run, command, id, { ...options, change }),
            );
    addCommand(noun, 'list', 'Subscriptions that an operator was told of')
        .requiredOption('--with <mspId>', 'the other organisation')
        .option('--seller <mspId>', 'who sold them (default: your organisation)')
        .action((options: { readonly with: string; readonly seller?: string }, command: Command) =>
            list(run, command, options),
        );
    addCommand(noun, 'authorise <id>', 'Record that a rider may unlock a vehicle, and what its caps leave')
        .requiredOption('--seller <mspId>', 'who sold the subscription')
        .requiredOption('--mode <mode>', 'of the vehicle', modeValue)
        .requiredOption('--id <id>', 'your id of the authorisation')
        .action((id: string, options: AuthoriseOptions, command: Command) => authorise(run, command, id, options));
    addCommand(
        noun,
        'headrooms',
        `Keep telling operators what caps leave, until stopped (${mobilityRoles.seller})`,
    ).action((_: object, command: Command) => headrooms(run, command));
}

async function add(run: Runner, command: Command, id: string, options: AddOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { rider, plan, planVersion: version, from, until } = options;
        const subscription = newSubscription({
            subscription: id,
            rider,
            plan,
            version,
            from,
            ...(until === undefined ? {} : { until }),
        });
        const operators = await tell(mobility, [subscription], options.with);
        output.result({ ...subscription, operators }, () => `${id} is told to ${operators.join(', ')}.`);
        return exitCodes.done;
    });
}

async function importFile(
    run: Runner,
    command: Command,
    file: string,
    options: { readonly with?: readonly string[] },
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { subscriptions, bad } = await readSubscriptionsFile(file);
        const operators = await tell(mobility, subscriptions, options.with);
        const problems = bad.map((row) => ({
            ...row,
            message: mobilitySentence(row.code, row.details, output.language),
        }));
        for (const { line, message, code } of problems) output.notice(`line ${String(line)}: ${message} [${code}]`);
        const result = { shared: subscriptions.length, refused: bad.length, operators, problems };
        output.result(
            result,
            () => `${String(subscriptions.length)} subscriptions are told to ${operators.join(', ')}.`,
        );
        return exitCodeOf({ done: subscriptions.length, refused: bad.length });
    });
}

async function tell(
    mobility: MobilityClient,
    subscriptions: readonly SharedSubscription[],
    operators: readonly string[] | undefined,
): Promise<readonly string[]> {
    const told = operators ?? (await mobility.partners());
    if (told.length === 0)
        throw new UsageError('No operator has books with your organisation: one grants credit first.');
    const sold = subscriptions.flatMap(({ history }) => history.map(({ from, plan }) => ({ ...plan, at: from })));
    await requirePublished(mobility, sold);
    await mobility.shareSubscriptions(told, subscriptions);
    return told;
}

/** What is sold must be published and on sale, or no bill could be made of it. */
async function requirePublished(mobility: MobilityClient, sold: readonly PlanSale[]): Promise<void> {
    const published = await collected(mobility.listPlans({ seller: mobility.mspId }));
    decideHere(() => {
        requireOnSale(
            published.map(({ plan }) => plan),
            sold,
        );
    });
}

async function changeOne(
    run: Runner,
    command: Command,
    id: string,
    {
        change,
        at = Math.floor(Date.now() / 1_000),
        plan,
        planVersion,
    }: ChangeOptions & { readonly change: (typeof CHANGES)[number] },
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        if ((change === 'switch') !== (plan !== undefined))
            throw new UsageError('--plan goes with switch, and only with it.');
        const changed: SubscriptionCommand =
            change === 'switch'
                ? { command: change, at, plan: { plan: plan ?? '', version: planVersion } }
                : { command: change, at };
        const { mobility } = await connect();
        if (changed.command === 'switch') await requirePublished(mobility, [{ ...changed.plan, at }]);
        const after = await mobility.changeSubscription({ subscription: id, command: changed });
        output.result(after, () => `${id} is ${after.history.at(-1)?.state ?? ''} from ${instantText(at)}.`);
        return exitCodes.done;
    });
}

async function list(
    run: Runner,
    command: Command,
    { with: other, seller }: { readonly with: string; readonly seller?: string },
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const of = { with: other, seller: seller ?? mobility.mspId };
        const subscriptions = await collected(mobility.listSubscriptions(of));
        output.result({ ...of, subscriptions }, () =>
            formatTable(subscriptions, [
                { title: 'SUBSCRIPTION', value: ({ subscription }) => subscription },
                { title: 'RIDER', value: ({ rider }) => rider },
                { title: 'STATE', value: ({ history }) => history.at(-1)?.state ?? '' },
                { title: 'PLAN', value: ({ history }) => history.at(-1)?.plan.plan ?? '' },
                { title: 'SINCE', value: ({ history }) => instantText(history.at(-1)?.from ?? 0) },
            ]),
        );
        return exitCodes.done;
    });
}

async function authorise(
    run: Runner,
    command: Command,
    subscription: string,
    options: AuthoriseOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { seller, mode, id: authorisation } = options;
        const given = await mobility.authorise({ seller, mode, authorisation, subscription });
        output.result(given, () => `${subscription} may ride under ${given.plan.plan}.`);
        return exitCodes.done;
    });
}

async function headrooms(run: Runner, command: Command): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const stopping = new AbortController();
        const stop = (): void => {
            stopping.abort();
        };
        process.once('SIGINT', stop);
        process.once('SIGTERM', stop);
        await mobility.keepHeadrooms({
            signal: stopping.signal,
            onTold: ({ headrooms: told, operators }) => {
                const result = { headrooms: told, operators };
                output.result(result, () => `${String(told.length)} riders told to ${operators.join(', ')}.`);
            },
        });
        return exitCodes.done;
    });
}
