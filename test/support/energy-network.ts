import { energyCatalogue } from '@quartier/client';

import { consortiumFile, startAreaNetwork, type AreaNetwork, type AreaNetworkOptions } from './area-network.js';

export type EnergyNetwork = AreaNetwork;
export interface EnergyNetworkOptions extends Partial<Omit<AreaNetworkOptions, 'chaincode' | 'catalogue'>> {
    /** Council, utility, housing, rival and stranger, each with the users backoffice, clerk, resident and Admin, unless given. */
    readonly consortiumFile?: string;
}

/** An embedded network with the energy area. */
export function startEnergyNetwork(options: EnergyNetworkOptions = {}): Promise<EnergyNetwork> {
    return startAreaNetwork({
        consortiumFile: consortiumFile('energy-tests'),
        ...options,
        chaincode: 'energy',
        catalogue: energyCatalogue,
    });
}
