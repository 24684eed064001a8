import { join } from 'node:path';

import { connect, importReadings, type EnergyClient } from '@quartier/client';

import { createCommunity, type District, writeReadings } from './district.js';

export const MONTH = '2016-06';
export const FIRST = '2016-06-01';
export const LAST = '2016-06-30';
const COMMUNITY = 'district';

export interface SettledMonth {
    readonly csvBytes: number;
    readonly importSeconds: number;
    readonly settleSeconds: number;
    readonly statementSeconds: number;
}

export interface MonthJob {
    readonly profile: string;
    readonly folder: string;
    readonly district: District;
    /** Told before each part of the job. */
    readonly before?: (part: 'import' | 'settle' | 'statement') => void;
}

/** The main job: a community of the district's meters, its month imported from a file, settled, stated and issued. */
export async function settleMonth({ profile, folder, district, before }: MonthJob): Promise<SettledMonth> {
    const file = join(folder, 'readings.csv');
    const csvBytes = await writeReadings(file, district, MONTH);
    const quartier = await connect(profile);
    try {
        const { energy } = quartier;
        await createCommunity(energy, COMMUNITY, district.meters);
        before?.('import');
        const importSeconds = await secondsOf(() => importWhole(energy, file));
        before?.('settle');
        const settleSeconds = await secondsOf(() => settleWhole(energy));
        before?.('statement');
        const statementSeconds = await secondsOf(() => energy.statement(COMMUNITY, MONTH));
        await energy.issueStatement(COMMUNITY, MONTH);
        return { csvBytes, importSeconds, settleSeconds, statementSeconds };
    } finally {
        quartier.close();
    }
}

async function importWhole(energy: EnergyClient, file: string): Promise<void> {
    const { refused } = await importReadings({ energy, community: COMMUNITY, file });
    if (refused > 0) throw new Error(`${String(refused)} readings were refused`);
}

async function settleWhole(energy: EnergyClient): Promise<void> {
    const { refused } = await energy.settle({ community: COMMUNITY, from: FIRST, to: LAST });
    if (refused > 0) throw new Error(`${String(refused)} days were refused`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
    const started = performance.now();
    await work();
    return (performance.now() - started) / 1_000;
}
