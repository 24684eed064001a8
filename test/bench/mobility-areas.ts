import { openConnection, readProfile, type Area, type Connection, type ConnectionOptions } from '@quartier/client';
import { consortiumRefusals } from '@quartier/rules/consortium';
import { mobilityRefusals } from '@quartier/rules/mobility';

import { MOBILITY_BENCH_CONSORTIUM } from './machine.js';
import { withNewNetwork, type NetworkOptions, type NetworkProcess } from './network-process.js';

/** The mobility area of a new network, by member. */
export interface MobilityAreas extends Pick<NetworkProcess, 'profiles'> {
    readonly area: (member: string) => Promise<Area>;
}

export interface MobilityAreasOptions extends NetworkOptions, Pick<ConnectionOptions, 'retry'> {
    /** Default the one of two operators. */
    readonly consortium?: string;
}

/** A new network while some work with its mobility area lasts. */
export function withMobilityAreas<Result>(
    { consortium = MOBILITY_BENCH_CONSORTIUM, retry = {}, ...options }: MobilityAreasOptions,
    work: (areas: MobilityAreas) => Promise<Result>,
): Promise<Result> {
    return withNewNetwork(
        consortium,
        async ({ profiles }) => {
            const connections = new Map<string, Connection>();
            const area = async (member: string): Promise<Area> => {
                const known = connections.get(member);
                const connection =
                    known ?? (await openConnection(await readProfile(profiles[member] ?? ''), { retry }));
                connections.set(member, connection);
                return connection.area('mobility', { ...consortiumRefusals, ...mobilityRefusals });
            };
            try {
                return await work({ profiles, area });
            } finally {
                for (const connection of connections.values()) connection.close();
            }
        },
        options,
    );
}
