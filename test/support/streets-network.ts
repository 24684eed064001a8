import { consortiumRefusals, consortiumTransactions, type Founding } from '@quartier/rules/consortium';

import { consortiumFile, startAreaNetwork, type AreaNetwork } from './area-network.js';

export const VOTERS = ['north', 'south', 'east', 'west'] as const;

const founding: Founding = {
    area: 'streets',
    organisations: { NorthMSP: [], SouthMSP: [], EastMSP: [], WestMSP: [] },
    collections: {},
    // So long that tests may travel in time.
    clockToleranceSeconds: 10 * 365 * 86_400,
};

/** The area `streets`, founded by four of its channel's five organisations. */
export async function startStreetsNetwork(): Promise<AreaNetwork> {
    const network = await startAreaNetwork({
        consortiumFile: consortiumFile('streets'),
        chaincode: 'streets',
        catalogue: consortiumRefusals,
    });
    for (const organisation of VOTERS) {
        const area = await network.area(organisation, { user: 'Admin' });
        await area.submit({ transaction: consortiumTransactions.ratify, request: founding });
    }
    return network;
}

/** The calendar day in UTC, so many days from today. */
export function dayFromToday(days: number): string {
    return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
