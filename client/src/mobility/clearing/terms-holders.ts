import type { ConsortiumRecord } from '@quartier/rules/consortium';
import { mobilityRoles, type MobilityTerms } from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';

import { Refusal } from '../../gateway/index.js';

import { mobilityCatalogue } from './catalogue.js';

/**
 * Terms name organisations that the area knows and that hold the role: nobody else could answer a dispute or settle.
 * @throws Refusal MOBILITY_TERMS_HOLDER
 */
export function requireTermsHolders(
    { organisations }: Pick<ConsortiumRecord, 'organisations'>,
    { disputes, settlement }: Pick<MobilityTerms, 'disputes' | 'settlement'>,
): void {
    const named: [role: string, mspId: string][] = [[mobilityRoles.mediator, disputes.mediator]];
    if (settlement.method === 'hub') named.push([mobilityRoles.settlement, settlement.settlement]);
    for (const [role, mspId] of named) {
        if (organisations[mspId]?.includes(role) === true) continue;
        const holders = Object.keys(organisations).filter((id) => organisations[id]?.includes(role));
        throw new Refusal(
            'MOBILITY_TERMS_HOLDER',
            { mspId, role, holders: holders.sort(compareUtf8) },
            mobilityCatalogue,
        );
    }
}
