import { connect, type EnergyEvent } from '@quartier/client';

export interface Awaited {
    readonly event: EnergyEvent['name'];
    readonly community: string;
    readonly times: number;
}

/** Resolves once the ledger has recorded so many events of a community. */
export async function recorded(profile: string, { event, community, times }: Awaited): Promise<void> {
    const quartier = await connect(profile);
    try {
        let seen = 0;
        for await (const { name, payload } of quartier.energy.events()) {
            if (name === event && payload.community === community) seen += 1;
            if (seen === times) return;
        }
    } finally {
        quartier.close();
    }
}
