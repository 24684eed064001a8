import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import {
    convertCampaigns,
    readCountersFile,
    readJourneysFile,
    readPolicyFile,
    simulate,
    type ConvertedCampaign,
    type SimulatedJourney,
    type Simulation,
} from '../incentives/index.js';

import { euroOf } from './euro.js';
import { addIncentiveLedgerCommands } from './incentive-ledger.js';
import { addIncentiveProofCommands } from './incentive-proof.js';
import { addIncentiveStatementCommand } from './incentive-statement.js';

interface SimulateOptions {
    readonly policy: string;
    readonly journeys: string;
    readonly counters?: string;
}

interface ConvertOptions {
    readonly from: string;
    readonly to?: string;
    readonly euroPerKm: string;
    readonly anyOperator?: boolean;
    readonly out?: string;
}

/** Journeys that a person is shown one by one; --json has all. */
const JOURNEYS_SHOWN = 50;

export function addIncentiveCommands(mobility: Command, run: Runner): void {
    const incentive = mobility
        .command('incentive')
        .description('Carpool incentives as data, in the form of INCENTIVES.md');

    addCommand(incentive, 'check', 'Read a policy and say what is wrong with it; no ledger is needed')
        .requiredOption('--policy <file>', 'policy, JSON')
        .action((options: { readonly policy: string }, command: Command) => check(run, command, options));

    addCommand(incentive, 'simulate', 'Try a policy on journeys; no ledger is needed')
        .requiredOption('--policy <file>', 'policy, JSON')
        .requiredOption('--journeys <file>', "journeys: JSON list, JSON lines, or the CSV of the registry's open data")
        .option('--counters <file>', 'what the limits have counted before the first journey, JSON')
        .action((options: SimulateOptions, command: Command) => simulateFile(run, command, options));

    addIncentiveStatementCommand(incentive, run);
    addIncentiveLedgerCommands(incentive, run);
    addIncentiveProofCommands(incentive, run);

    addCommand(incentive, 'convert <file>', 'Make policies of a list of campaigns, CSV')
        .option('--from <day>', 'first day of the policies', dayValue, '2024-01-01')
        .option('--to <day>', 'last day of the policies (default: none)', dayValue)
        .option('--euro-per-km <euro>', 'between the smallest and the largest amount of a campaign', '0.10')
        .option('--any-operator', 'leave the operators out')
        .option('--out <folder>', 'write each policy into a file there')
        .action((file: string, options: ConvertOptions, command: Command) => convert(run, command, file, options));
}

async function check(run: Runner, command: Command, { policy: file }: { readonly policy: string }): Promise<void> {
    await run(command, async ({ output }) => {
        const { policy, caps } = await readPolicyFile(file);
        const limits = caps.map(({ label }) => label);
        const result = { policy: policy.id, title: policy.title, from: policy.from, to: policy.to, limits };
        output.result(result, () =>
            [
                `${policy.id}: ${policy.title}`,
                `From ${policy.from} ${policy.to === null ? 'on' : `to ${policy.to}`}, for the ${policy.recipient}.`,
                `${String(policy.requires?.length ?? 0)} requirements, ${String(policy.amounts.length)} amounts, limits: ${limits.join('; ') || 'none'}.`,
            ].join('\n'),
        );
        return exitCodes.done;
    });
}

async function simulateFile(
    run: Runner,
    command: Command,
    { policy, journeys, counters }: SimulateOptions,
): Promise<void> {
    await run(command, async ({ output }) => {
        const compiled = await readPolicyFile(policy);
        const file = await readJourneysFile(journeys);
        const simulation = simulate({
            compiled,
            ...file,
            ...(counters === undefined ? {} : { counters: await readCountersFile(counters, compiled) }),
            onProgress: (done) => {
                output.progress(`Judging ${String(done)} of ${String(file.rows.length)} journeys`);
            },
        });
        for (const { line, reason } of simulation.bad.slice(0, JOURNEYS_SHOWN)) {
            output.notice(`line ${String(line)}: ${reason}`);
        }
        const hidden = simulation.bad.length - JOURNEYS_SHOWN;
        if (hidden > 0) output.notice(`… and ${String(hidden)} more; --json lists all.`);
        output.result(simulation, () => simulationText(simulation));
        return exitCodeOf({ done: simulation.journeys.length, refused: simulation.bad.length });
    });
}

async function convert(run: Runner, command: Command, file: string, options: ConvertOptions): Promise<void> {
    await run(command, async ({ output }) => {
        const campaigns = await convertCampaigns(file, options);
        if (options.out !== undefined) await writePolicies(options.out, campaigns);
        const outcomes = countsOf(campaigns);
        for (const { line, siren, notConverted } of campaigns) {
            for (const reason of notConverted) output.notice(`line ${String(line)}, ${siren}: ${reason}`);
        }
        output.result({ campaigns, outcomes }, () => outcomesText(campaigns.length, outcomes));
        return exitCodeOf({ done: campaigns.length - outcomes.refused, refused: outcomes.refused });
    });
}

function simulationText({ policy, journeys, totals }: Simulation): string {
    const shown = journeys.slice(0, JOURNEYS_SHOWN);
    const table = formatTable<SimulatedJourney>(shown, [
        { title: 'LINE', value: ({ line }) => String(line), right: true },
        { title: 'DAY', value: ({ day }) => day },
        { title: 'ENTITLED', value: ({ entitledMicroEur }) => euroOf(entitledMicroEur), right: true },
        { title: 'PAID', value: ({ paidMicroEur }) => euroOf(paidMicroEur), right: true },
        { title: 'WHY', value: reasonOf },
    ]);
    const rest = journeys.length - shown.length;
    const counts = [...Object.entries(totals.refusedBy), ...Object.entries(totals.cutBy)];
    return [
        table,
        ...(rest > 0 ? [`… and ${String(rest)} more; --json lists all.`] : []),
        `${policy}: ${String(totals.paidJourneys)} of ${String(totals.journeys)} journeys paid, ` +
            `${euroOf(totals.paidMicroEur)} of ${euroOf(totals.entitledMicroEur)} euro within the limits.`,
        ...counts.map(([label, count]) => `  ${String(count)} ${label}`),
    ].join('\n');
}

function reasonOf({ refusedBy, cutBy }: SimulatedJourney): string {
    return refusedBy ?? cutBy?.map(({ limit }) => `limit: ${limit}`).join(', ') ?? '';
}

async function writePolicies(folder: string, campaigns: readonly ConvertedCampaign[]): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const { siren, policy } of campaigns) {
        if (policy === undefined) continue;
        await writeFile(path.join(folder, `campagne-${siren}.json`), `${JSON.stringify(policy, undefined, 2)}\n`);
    }
}

type Outcomes = Readonly<Record<ConvertedCampaign['outcome'], number>>;

function countsOf(campaigns: readonly ConvertedCampaign[]): Outcomes {
    const of = (outcome: ConvertedCampaign['outcome']): number =>
        campaigns.filter((campaign) => campaign.outcome === outcome).length;
    return { converted: of('converted'), assumed: of('assumed'), partly: of('partly'), refused: of('refused') };
}

function outcomesText(campaigns: number, { converted, assumed, partly, refused }: Outcomes): string {
    return [
        `${String(campaigns)} campaigns:`,
        `  ${String(converted)} converted`,
        `  ${String(assumed)} converted with an assumed progression by distance`,
        `  ${String(partly)} converted but for something said in words`,
        `  ${String(refused)} not converted`,
    ].join('\n');
}
