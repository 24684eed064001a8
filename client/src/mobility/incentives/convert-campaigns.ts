import { compilePolicy } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { readTable } from '../../files/index.js';

import { reasonOf } from './refused-reason.js';
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
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS.
 */
export async function convertCampaigns(file: string, options: CampaignOptions): Promise<readonly ConvertedCampaign[]> {
    const rows = await readTable(file, CAMPAIGN_COLUMNS);
    return rows.map(({ line, cells }) => converted(line, cells as CampaignRow, options));
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
