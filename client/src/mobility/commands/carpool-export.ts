import { writeFile } from 'node:fs/promises';

import type { Command } from 'commander';

import { openData, openDataRules, type JudgedJourneyRecord, type RegistryIdentity } from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';

import { addCommand, type Runner, type Session } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';

import { openDataCsv, openDataInput, registryJourney, standingJourneys, votedPolicies } from '../carpool/index.js';

import { carpoolOf } from './carpool-session.js';
import { listValue, readJsonObject } from './options.js';

interface ExportOptions {
    readonly campaign: string;
    readonly identities: string;
    readonly siret: string;
    readonly out?: string;
}
interface OpenDataOptions {
    readonly campaign: string;
    readonly dense?: readonly string[];
    readonly out?: string;
}

export function addCarpoolExportCommands(carpool: Command, run: Runner): void {
    addCommand(carpool, 'export', 'Your journeys as the French registry takes them, version 3: a JSON list')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption(
            '--identities <file>',
            'JSON: by pseudonym, identityKey and userId, and phone or phoneTrunc of the rider',
        )
        .requiredOption('--siret <siret>', 'of whoever pays the incentives')
        .option('--out <file>', 'write the list there')
        .action((options: ExportOptions, command: Command) => exportRegistry(run, command, options));
    addCommand(carpool, 'open-data', 'Journeys as open data, rounded, without places that have few: CSV')
        .requiredOption('--campaign <id>', 'campaign')
        .option('--dense <communes>', 'codes of communes where many live, which keep a third decimal', listValue)
        .option('--out <file>', 'write the table there')
        .action((options: OpenDataOptions, command: Command) => exportOpenData(run, command, options));
}

async function exportRegistry(run: Runner, command: Command, options: ExportOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, identities: file, siret, out } = options;
        const identities = (await readJsonObject(file)) as Readonly<Record<string, RegistryIdentity>>;
        const standing = await standingOf(session, campaign);
        const journeys: object[] = [];
        const policyOn = votedPolicies((await session.connect()).area('mobility'), campaign);
        for (const record of standing) {
            const policy = await policyOn(utcDay(record.journey.startsAt));
            const recipient = policy?.policy.recipient ?? 'driver';
            const journey = registryJourney(record, { identities, siret, recipient });
            if (journey !== undefined) journeys.push(journey);
        }
        if (out !== undefined) await writeFile(out, `${JSON.stringify(journeys)}\n`);
        const left = standing.length - journeys.length;
        if (left > 0) session.output.notice(`${String(left)} journeys have no identity or place here.`);
        session.output.result({ journeys, left }, () =>
            out === undefined ? JSON.stringify(journeys, undefined, 2) : `${String(journeys.length)} journeys.`,
        );
        return exitCodeOf({ done: journeys.length, refused: left });
    });
}

async function exportOpenData(run: Runner, command: Command, options: OpenDataOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, dense = [], out } = options;
        const standing = await standingOf(session, campaign);
        const known = standing.flatMap((record) => openDataInput(record, new Set(dense)) ?? []);
        const [last] = standing.slice(-1);
        const policyOn = votedPolicies((await session.connect()).area('mobility'), campaign);
        const policy = last === undefined ? undefined : await policyOn(utcDay(last.journey.startsAt));
        const { rows, leftOut } =
            policy === undefined
                ? { rows: [], leftOut: 0 }
                : openData(known, { ...openDataRules, zone: policy.policy.zone });
        const csv = openDataCsv(rows);
        if (out !== undefined) await writeFile(out, csv);
        const result = { rows, leftOut: leftOut + standing.length - known.length };
        session.output.result(result, () => (out === undefined ? csv : `${String(rows.length)} journeys.`));
        return exitCodes.done;
    });
}

async function standingOf(session: Session, campaign: string): Promise<readonly JudgedJourneyRecord[]> {
    return standingJourneys((await carpoolOf(session)).batches(campaign));
}
