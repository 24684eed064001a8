import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
    incentiveStatement,
    type CompiledPolicy,
    type PaidJourney,
    type StatementSlice,
} from '@quartier/rules/mobility';
import { lastDayOf, utcDay } from '@quartier/rules/units';
import type { Command } from 'commander';

import { addCommand, type Runner, type Session } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { monthValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';
import { Refusal } from '../../gateway/index.js';

import { paidJourney, standingJourneys, votedPolicies } from '../carpool/index.js';
import { mobilityCatalogue } from '../clearing/index.js';
import {
    incentiveStatementCsv,
    payRows,
    readCountersFile,
    readJourneysFile,
    readPolicyFile,
    type BadRow,
} from '../incentives/index.js';

import { carpoolOf } from './carpool-session.js';
import { euroOf } from './euro.js';

interface StatementOptions {
    readonly campaign?: string;
    readonly policy?: string;
    readonly journeys?: string;
    readonly month: string;
    readonly counters?: string;
    readonly out?: string;
}

export function addIncentiveStatementCommand(incentive: Command, run: Runner): void {
    addCommand(incentive, 'statement', 'What was paid for the journeys of a month, by trip and by slice')
        .option('--campaign <id>', 'as the ledger paid it')
        .option('--policy <file>', 'as a policy would pay it, JSON')
        .option('--journeys <file>', 'with --policy: journeys, as simulate takes them')
        .requiredOption('--month <month>', 'local month', monthValue)
        .option('--counters <file>', 'what the limits have counted before the first journey, JSON')
        .option('--out <folder>', 'write trips.csv and slices.csv there')
        .action((options: StatementOptions, command: Command) => state(run, command, options));
}

async function state(run: Runner, command: Command, options: StatementOptions): Promise<void> {
    await run(command, async (session) => {
        const { output } = session;
        const { month, out } = options;
        const { compiled, paid, wrong } = await (options.campaign === undefined
            ? ofFiles(options)
            : ofLedger(session, options.campaign, month));
        const statement = incentiveStatement(compiled, month, paid);
        if (out !== undefined) {
            const csv = incentiveStatementCsv(statement);
            await mkdir(out, { recursive: true });
            await writeFile(path.join(out, 'trips.csv'), csv.trips);
            await writeFile(path.join(out, 'slices.csv'), csv.slices);
        }
        for (const { line, reason } of wrong) output.notice(`line ${String(line)}: ${reason}`);
        output.result({ ...statement, bad: wrong }, () =>
            [
                formatTable<StatementSlice>(statement.slices, [
                    { title: 'OPERATOR', value: (slice) => slice.operator },
                    { title: 'JOURNEYS', value: (slice) => String(slice.journeys), right: true },
                    { title: 'PAID', value: (slice) => euroOf(slice.paidMicroEur), right: true },
                    { title: 'SLICE', value: ({ slice }) => slice },
                ]),
                `${statement.policy}, ${month}: ${euroOf(statement.paidMicroEur)} euro for ${String(statement.journeys)} journeys.`,
            ].join('\n'),
        );
        return exitCodeOf({ done: paid.length, refused: wrong.length });
    });
}

interface Paid {
    readonly compiled: CompiledPolicy;
    readonly paid: readonly PaidJourney[];
    readonly wrong: readonly BadRow[];
}

async function ofFiles({ policy, journeys, counters }: StatementOptions): Promise<Paid> {
    if (policy === undefined || journeys === undefined)
        throw new UsageError('Of what? Give --campaign ID, or --policy FILE and --journeys FILE.');
    const compiled = await readPolicyFile(policy);
    const { rows, bad } = await readJourneysFile(journeys);
    const used = counters === undefined ? {} : { counters: await readCountersFile(counters, compiled) };
    const { paid, refused } = payRows({ compiled, rows, ...used });
    return { compiled, paid: paid.map((row) => row.paid), wrong: [...bad, ...refused] };
}

/** An operator sees its own journeys, the council all. */
async function ofLedger(session: Session, campaign: string, month: string): Promise<Paid> {
    const policyOn = votedPolicies((await session.connect()).area('mobility'), campaign);
    const paid: PaidJourney[] = [];
    for (const record of await standingJourneys((await carpoolOf(session)).batches(campaign))) {
        const policy = await policyOn(utcDay(record.journey.startsAt));
        if (policy !== undefined) paid.push(paidJourney(record, policy));
    }
    const day = lastDayOf(month);
    const compiled = await policyOn(day);
    if (compiled === undefined) throw new Refusal('MOBILITY_POLICY_NOT_DECIDED', { campaign, day }, mobilityCatalogue);
    return { compiled, paid, wrong: [] };
}
