import { consortiumRefusals } from '@quartier/rules/consortium';
import { vehicleRefusals } from '@quartier/rules/vehicle';

import { consortiumFile, startAreaNetwork, type AreaNetwork, type AreaNetworkOptions } from './area-network.js';

export type VehicleNetwork = AreaNetwork;

export interface VehicleNetworkOptions extends Partial<Omit<AreaNetworkOptions, 'chaincode' | 'catalogue'>> {
    /** Council, maker, garage, rival and stranger, each with the users backoffice, clerk, resident and Admin, unless given. */
    readonly consortiumFile?: string;
}

/** An embedded network with the vehicle area. */
export function startVehicleNetwork(options: VehicleNetworkOptions = {}): Promise<VehicleNetwork> {
    return startAreaNetwork({
        consortiumFile: consortiumFile('vehicle-tests'),
        ...options,
        chaincode: 'vehicle',
        catalogue: { ...consortiumRefusals, ...vehicleRefusals },
    });
}
