import { readFile } from 'node:fs/promises';

import { CsvError, parse } from 'csv-parse/sync';
import { compilePolicy } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { reasonOf } from './refused-reason.js';
import { UnusableIncentiveFile } from './file-refusals.js';
import { delimiterOf } from './journeys-file.js';
import { completePolicy } from './policy-file.js';
import { campaignPolicy, CAMPAIGN_COLUMNS, type CampaignOptions, type CampaignRow } from './campaign-row.js';

/** What became of one line of a list of campaigns. */
export interface ConvertedCampaign {
    readonly line: number;
    readonly siren: string;
    /**
     * `converted`: every field that bears on the incentive is in the policy; `assumed`: the amounts between the smallest
     * and the largest come from the stated assumption; `partly`: something that the line says in words is left out;
     * `refused`: there is no policy.
     */
    readonly outcome: 'converted' | 'assumed' | 'partly' | 'refused';
    /** In the form of client/INCENTIVES.md. */
    readonly policy?: object;
    readonly assumptions: readonly string[];
    /** What could not be converted, and why. */
    readonly notConverted: readonly string[];
}

/**
 * Converts a list of campaigns in the columns of the French open data (aides-jeunes, covoiturage campaigns).
 *
 * @throws UnusableIncentiveFile MOBILITY_FILE_UNREADABLE, MOBILITY_CAMPAIGNS_HEADER.
 */
export async function convertCampaigns(file: string, options: CampaignOptions): Promise<readonly ConvertedCampaign[]> {
    return (await readRows(file)).map(({ line, row }) => converted(line, row, options));
}

function converted(line: number, row: CampaignRow, options: CampaignOptions): ConvertedCampaign {
    const { policy, assumptions, notConverted } = campaignPolicy(row, options);
    const result = { line, siren: row.code_siren, assumptions, notConverted };
    if (policy === undefined) return { ...result, outcome: 'refused' };
    try {
        compilePolicy(completePolicy(policy, 'policy'));
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { ...result, outcome: 'refused', notConverted: [...notConverted, reasonOf(error)] };
    }
    return { ...result, outcome: outcomeOf(assumptions, notConverted), policy };
}

function outcomeOf(assumptions: readonly string[], notConverted: readonly string[]): ConvertedCampaign['outcome'] {
    if (notConverted.length > 0) return 'partly';
    return assumptions.length > 0 ? 'assumed' : 'converted';
}

async function readRows(file: string): Promise<readonly { readonly line: number; readonly row: CampaignRow }[]> {
    const text = await readText(file);
    try {
        const rows = parse(text, {
            bom: true,
            columns: (names: readonly string[]) => namedColumns(names, file),
            delimiter: delimiterOf(text),
            info: true,
            relaxColumnCount: true,
            skipEmptyLines: true,
            trim: true,
        }) as unknown as readonly { readonly record: CampaignRow; readonly info: { readonly lines: number } }[];
        return rows.map(({ record, info }) => ({ line: info.lines, row: record }));
    } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        throw new UnusableIncentiveFile('MOBILITY_FILE_UNREADABLE', { file, reason: error.message });
    }
}

function namedColumns(names: readonly string[], file: string): string[] {
    const columns = names.map((name) => name.trim().toLowerCase());
    if (CAMPAIGN_COLUMNS.some((column) => !columns.includes(column))) {
        throw new UnusableIncentiveFile('MOBILITY_CAMPAIGNS_HEADER', { file, columns: CAMPAIGN_COLUMNS.join(', ') });
    }
    return columns;
}

async function readText(file: string): Promise<string> {
    try {
        return await readFile(file, 'utf8');
    } catch (error) {
        throw new UnusableIncentiveFile('MOBILITY_FILE_UNREADABLE', { file, reason: (error as Error).message });
    }
}
