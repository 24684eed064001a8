import { connect, type EnergyClient, type EnergyEvent } from '@quartier/client';

/** Lets something use the energy area as the organisation of a profile. */
export async function withEnergy<Result>(
    profile: string,
    use: (energy: EnergyClient) => Promise<Result>,
): Promise<Result> {
    const quartier = await connect(profile);
    try {
        return await use(quartier.energy);
    } finally {
        quartier.close();
    }
}

export interface Recorded {
    readonly event: EnergyEvent['name'];
    readonly community: string;
    /** How many of them; one unless given. */
    readonly times?: number;
}

/** Waits until the ledger has recorded so many events of a community; the number of the block that has the last. */
export function recorded(profile: string, { event, community, times = 1 }: Recorded): Promise<bigint> {
    return withEnergy(profile, async (energy) => {
        let seen = 0;
        for await (const { name, payload, blockNumber } of energy.events()) {
            if (name === event && 'community' in payload && payload.community === community) seen += 1;
            if (seen === times) return blockNumber;
        }
        throw new Error(`the stream ended before ${event} of ${community}`);
    });
}
