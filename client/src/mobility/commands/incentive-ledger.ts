import { randomUUID } from 'node:crypto';

import { Option, type Command } from 'commander';

import { incentiveSubject, type BroughtJourney, type JudgedJourneyRecord } from '@quartier/rules/mobility';
import { Refused, type Json } from '@quartier/rules/wire';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';
import { approveDecision, proposeDecision } from '../../consortium/index.js';
import { jsonItems, madeOf, readText, type JsonItem } from '../../files/index.js';

import { broughtJourney, ridersOf, type CarpoolClient, type SettledRide } from '../carpool/index.js';
import { readPolicyFile, type BadRow } from '../incentives/index.js';
import { reasonOf } from '../incentives/refused-reason.js';

import { carpoolOf } from './carpool-session.js';
import { euroOf } from './euro.js';
import { listValue } from './options.js';

/** What of incentives stands on the ledger: votes and payments. */
export function addIncentiveLedgerCommands(incentive: Command, run: Runner): void {
    addVoteCommands(incentive, run);
    addPayCommands(incentive, run);
}

interface CampaignOptions {
    readonly campaign: string;
}
interface ProposeOptions {
    readonly policy: string;
    readonly from: string;
}

function addVoteCommands(incentive: Command, run: Runner): void {
    addCommand(incentive, 'propose <decision>', 'Propose a policy for the campaign of its id, and approve it')
        .requiredOption('--policy <file>', 'policy, JSON')
        .requiredOption('--from <day>', 'first day that it is in force', dayValue)
        .action(async (decision: string, { policy: file, from }: ProposeOptions, command: Command) =>
            run(command, async ({ connect, output }) => {
                const { policy } = await readPolicyFile(file);
                const subject = incentiveSubject(policy.id);
                const area = (await connect()).area('mobility');
                const value = JSON.parse(JSON.stringify(policy)) as Json;
                const record = await proposeDecision(area, { decision, subject, from, value });
                output.result(record, () => `${decision}: ${subject} from ${from}, ${record.state}.`);
                return exitCodes.done;
            }),
        );
    addCommand(incentive, 'approve <decision>', 'Vote for a policy that another organisation proposed').action(
        async (decision: string, _: object, command: Command) =>
            run(command, async ({ connect, output }) => {
                const record = await approveDecision((await connect()).area('mobility'), decision);
                output.result(record, () => `${decision}: ${record.state}.`);
                return exitCodes.done;
            }),
    );
}

interface PayOptions extends CampaignOptions {
    readonly batch?: string;
    readonly rides?: readonly string[];
    readonly journeys?: string;
}
interface ReturnOptions extends CampaignOptions {
    readonly batch?: string;
    readonly operator?: string;
    readonly day: string;
    readonly reason: 'cancelled' | 'fraud';
}

function addPayCommands(incentive: Command, run: Runner): void {
    addCommand(incentive, 'pay', 'Judge your journeys by the voted policy and pay what it gives')
        .requiredOption('--campaign <id>', 'campaign')
        .option('--batch <id>', 'id of this batch, to send it again safely (default: a new one)')
        .option('--rides <ride/booking,…>', 'rides that were settled here', listValue)
        .option('--journeys <file>', "journeys in the registry's format, version 3: a JSON list")
        .action((options: PayOptions, command: Command) => pay(run, command, options));
    addCommand(incentive, 'return <journey>', 'Take back what a journey was paid, and its use of the limits')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--day <day>', 'UTC day that it started on', dayValue)
        .option('--operator <mspId>', 'whose it is (default: yours)')
        .option('--batch <id>', 'id of this batch (default: a new one)')
        .addOption(
            new Option('--reason <reason>', 'cancelled by its operator, fraud by the registry')
                .choices(['cancelled', 'fraud'])
                .default('cancelled'),
        )
        .action((journey: string, options: ReturnOptions, command: Command) =>
            takeBack(run, command, journey, options),
        );
}

async function pay(run: Runner, command: Command, options: PayOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, batch = randomUUID(), rides = [], journeys: file } = options;
        const client = await carpoolOf(session);
        const { journeys, bad } = await journeysOf(client, campaign, file);
        const judged = await client.judge(campaign, batch, { rides: rides.map(settledRide), journeys });
        for (const { line, reason } of bad) session.output.notice(`line ${String(line)}: ${reason}`);
        session.output.result({ batch, journeys: judged, bad }, () => judgedText(judged));
        const refused = judged.filter(({ outcome }) => outcome === 'refused').length + bad.length;
        return exitCodeOf({ done: judged.length + bad.length - refused, refused });
    });
}

function judgedText(journeys: readonly JudgedJourneyRecord[]): string {
    return formatTable<JudgedJourneyRecord>(journeys, [
        { title: 'JOURNEY', value: ({ journey }) => journey.id },
        { title: 'OUTCOME', value: ({ outcome }) => outcome },
        { title: 'PAID', value: ({ paidMicroEur }) => euroOf(paidMicroEur), right: true },
        {
            title: 'WHY',
            value: ({ code, findings, refusedBy, cuts }) =>
                [code, refusedBy, ...findings.map(({ label }) => label), ...cuts.map(({ label }) => `limit: ${label}`)]
                    .filter((why) => why !== undefined)
                    .join(', '),
        },
    ]);
}

function settledRide(name: string): SettledRide {
    const [ride = '', booking = ''] = name.split('/');
    return { ride, booking };
}

/** Journeys of a file under the pseudonyms of their riders; those that cannot be read say why. */
async function journeysOf(
    client: CarpoolClient,
    campaign: string,
    file: string | undefined,
): Promise<{ readonly journeys: readonly BroughtJourney[]; readonly bad: readonly BadRow[] }> {
    const rows = file === undefined ? [] : await rowsOf(file);
    const identities = new Set(rows.flatMap(({ value }) => Object.values(ridersOf(value))));
    const wellFormed = [...identities].filter((identity) => /^[0-9a-f]{64}$/u.test(identity));
    const pseudonymOf = await client.pseudonyms(campaign, wellFormed);
    const journeys: BroughtJourney[] = [];
    const bad: BadRow[] = [];
    for (const { line, value } of rows) {
        try {
            journeys.push(broughtJourney(value, { operator: client.mspId, pseudonymOf }));
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            bad.push({ line, reason: reasonOf(error) });
        }
    }
    return { journeys, bad };
}

async function rowsOf(file: string): Promise<readonly JsonItem[]> {
    const text = await readText(file);
    return madeOf(file, () => jsonItems(text));
}

async function takeBack(run: Runner, command: Command, journey: string, options: ReturnOptions): Promise<void> {
    await run(command, async (session) => {
        const client = await carpoolOf(session);
        const { campaign, batch = randomUUID(), day, reason, operator = client.mspId } = options;
        const done = await client.returnJourneys(campaign, batch, { journeys: [{ operator, journey, day }], reason });
        const [returned] = done.kind === 'returned' ? done.journeys : [];
        session.output.result(done, () => `${journey}: ${returned?.code ?? returned?.outcome ?? ''}.`);
        return returned?.outcome === 'refused' ? exitCodes.refused : exitCodes.done;
    });
}
