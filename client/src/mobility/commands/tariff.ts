import { Option, type Command } from 'commander';

import {
    intervalRules,
    type IntervalRule,
    type Mode,
    type PublishedTariff,
    type TariffVersion,
} from '@quartier/rules/mobility';
import type { RefusalDetails } from '@quartier/rules/wire';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { formatTable } from '../../cli/table.js';
import { readText } from '../../files/index.js';
import { mapConcurrently, Refusal } from '../../gateway/index.js';

import { mobilitySentence, type MobilityClient } from '../clearing/index.js';
import { importPricingPlans, versionOfPlan, type ImportedPlan, type RoundedAmount } from '../gbfs/index.js';

import { euroOf } from './euro.js';
import { countValue, instantText, instantValue, modeValue, ppmValue, readJsonObject } from './options.js';

interface ImportOptions {
    readonly mode: Mode;
    readonly from: number;
    readonly to?: number;
    readonly intervals?: IntervalRule;
    readonly vatPpm?: number;
    readonly surgePpm?: number;
}

interface ListOptions {
    readonly operator?: string;
    readonly tariff?: string;
}

/** A plan of a feed, and what became of it. */
interface PublishedPlanOutcome {
    readonly plan: string;
    /** Unchanged where its prices are published already, be it from an earlier instant on. */
    readonly outcome: 'published' | 'unchanged' | 'refused';
    readonly version?: number;
    readonly hash?: string;
    readonly ignored?: readonly string[];
    /** Amounts of the feed that are finer than a micro-euro, and what was published for them. */
    readonly rounded?: readonly RoundedAmount[];
    readonly code?: string;
    readonly details?: RefusalDetails;
    readonly message?: string;
}

const IN_FLIGHT = 8;

export function addTariffCommands(mobility: Command, run: Runner): void {
    const tariff = mobility.command('tariff').description('What operators charge, in dated versions');
    addCommand(
        tariff,
        'publish <file>',
        'Publish a version of a tariff, JSON; its operator is your organisation',
    ).action((file: string, _: object, command: Command) => publish(run, command, file));
    addCommand(
        tariff,
        'import <file>',
        'Publish the plans of a GBFS system_pricing_plans.json as tariffs: new prices are the next version',
    )
        .requiredOption('--mode <mode>', 'of the vehicles', modeValue)
        .requiredOption('--from <time>', 'instant from which they hold', instantValue)
        .option('--to <time>', 'instant until which they hold (default: no end)', instantValue)
        .addOption(
            new Option('--intervals <rule>', 'when an interval is charged (default: started)').choices([
                ...intervalRules,
            ]),
        )
        .option('--vat-ppm <ppm>', 'VAT, needed of plans that tax is added to', ppmValue)
        .option('--surge-ppm <ppm>', 'most that demand may add, needed of plans with surge pricing', countValue)
        .action((file: string, options: ImportOptions, command: Command) => importFile(run, command, file, options));
    addCommand(tariff, 'list', 'Versions of tariffs')
        .option('--operator <mspId>', 'of one operator')
        .option('--tariff <id>', 'with --operator: of one tariff')
        .action((options: ListOptions, command: Command) => list(run, command, options));
}

async function publish(run: Runner, command: Command, file: string): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const tariff = { ...(await readJsonObject(file)), operator: mobility.mspId } as unknown as TariffVersion;
        const published = await mobility.publishTariff(tariff);
        output.result(
            published,
            () => `${published.tariff.tariff} version ${String(published.tariff.version)} is published.`,
        );
        return exitCodes.done;
    });
}

async function importFile(
    run: Runner,
    command: Command,
    file: string,
    { mode, from, to, intervals, vatPpm, surgePpm }: ImportOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const report = importPricingPlans(await readText(file), {
            operator: mobility.mspId,
            mode,
            from,
            ...(to === undefined ? {} : { to }),
            ...(intervals === undefined ? {} : { intervals }),
            ...(vatPpm === undefined ? {} : { vatPpm }),
            ...(surgePpm === undefined ? {} : { surgeMaximumPpm: surgePpm }),
        });
        const versions = await collected(mobility.listTariffs({ operator: mobility.mspId }));
        let done = 0;
        const plans = await mapConcurrently(report.plans, IN_FLIGHT, async (plan): Promise<PublishedPlanOutcome> => {
            const outcome =
                plan.outcome === 'imported'
                    ? await publishedPlan(mobility, plan, versions)
                    : { plan: plan.plan, outcome: plan.outcome, code: plan.code, details: plan.details };
            done += 1;
            output.progress(`Publishing: ${String(done)} of ${String(report.plans.length)} plans`);
            return withMessage(outcome, output.language);
        });
        const counted = (of: PublishedPlanOutcome['outcome']): number =>
            plans.filter(({ outcome }) => outcome === of).length;
        const counts = {
            published: counted('published'),
            unchanged: counted('unchanged'),
            refused: counted('refused'),
        };
        for (const { plan, message, code, rounded = [] } of plans) {
            if (code !== undefined) output.notice(`${plan}: ${message ?? ''} [${code}]`);
            for (const { member, stated, amountMicroEur } of rounded)
                output.notice(`${plan}: ${member} ${stated} is rounded to ${euroOf(amountMicroEur)} euro`);
        }
        const { published, unchanged, refused } = counts;
        output.result(
            { ...counts, plans },
            () => `${String(published)} plans published, ${String(unchanged)} unchanged, ${String(refused)} refused.`,
        );
        return exitCodeOf({ done: published + unchanged, refused });
    });
}

async function publishedPlan(
    mobility: MobilityClient,
    { plan, tariff, ignored, rounded }: ImportedPlan,
    versions: readonly PublishedTariff[],
): Promise<PublishedPlanOutcome> {
    try {
        const found = versionOfPlan(tariff, versions);
        const outcome = found.outcome === 'new' ? 'published' : 'unchanged';
        const known = found.outcome === 'new' ? await mobility.publishTariff(found.tariff) : found.published;
        return { plan, outcome, version: known.tariff.version, hash: known.hash, ignored, rounded };
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { plan, outcome: 'refused', code: error.code, details: error.details };
    }
}

function withMessage(outcome: PublishedPlanOutcome, language: 'en' | 'fr'): PublishedPlanOutcome {
    const { code, details = {} } = outcome;
    return code === undefined ? outcome : { ...outcome, message: mobilitySentence(code, details, language) };
}

async function list(run: Runner, command: Command, { operator, tariff }: ListOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const of = { ...(operator === undefined ? {} : { operator }), ...(tariff === undefined ? {} : { tariff }) };
        const tariffs = await collected(mobility.listTariffs(of));
        output.result({ tariffs }, () =>
            formatTable(tariffs, [
                { title: 'OPERATOR', value: (row) => row.tariff.operator },
                { title: 'TARIFF', value: (row) => row.tariff.tariff },
                { title: 'VERSION', value: (row) => String(row.tariff.version), right: true },
                { title: 'MODE', value: (row) => row.tariff.mode },
                { title: 'FROM', value: (row) => instantText(row.tariff.from) },
                { title: 'UNTIL', value: ({ until }) => (until === null ? '' : instantText(until)) },
                { title: 'HASH', value: ({ hash }) => hash.slice(0, 12) },
            ]),
        );
        return exitCodes.done;
    });
}
