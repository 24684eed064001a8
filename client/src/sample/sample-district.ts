import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AllocationRule, Day, Month, StepMinutes } from '@quartier/rules/energy';

import { readTable } from '../files/index.js';

/** The district that `npm start` loads: see its README for where the readings come from. */
export interface SampleDistrict {
    readonly community: string;
    readonly zone: string;
    readonly stepMinutes: StepMinutes;
    readonly rule: AllocationRule;
    /** First day of members, parameters and prices. */
    readonly from: Day;
    readonly month: Month;
    /** Meter of the shop whose statement is shown. */
    readonly shop: string;
    readonly prices: readonly SamplePrice[];
    readonly membersFile: string;
    readonly readingsFile: string;
}

export interface SamplePrice {
    readonly producer?: string;
    readonly from: Day;
    readonly microEurPerKwh: string;
}

const FOLDER = join(__dirname, '../../sample');

export async function readSampleDistrict(): Promise<SampleDistrict> {
    const text = await readFile(join(FOLDER, 'community.json'), 'utf8');
    const community = JSON.parse(text) as Omit<SampleDistrict, 'prices' | 'membersFile' | 'readingsFile'>;
    const rows = await readTable(join(FOLDER, 'prices.csv'), ['producer', 'from', 'microeurperkwh']);
    return {
        ...community,
        prices: rows.map(({ cells: { producer = '', from = '', microeurperkwh = '' } }) => ({
            ...(producer === '' ? {} : { producer }),
            from,
            microEurPerKwh: microeurperkwh,
        })),
        membersFile: join(FOLDER, 'members.csv'),
        readingsFile: join(FOLDER, 'readings.csv'),
    };
}
