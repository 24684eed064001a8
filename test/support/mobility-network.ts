import { mobilityRefusals } from '@quartier/rules/mobility';
import { consortiumRefusals } from '@quartier/rules/consortium';

import { consortiumFile, startAreaNetwork, type AreaNetwork, type AreaNetworkOptions } from './area-network.js';

export interface MobilityNetworkOptions extends Partial<Omit<AreaNetworkOptions, 'chaincode' | 'catalogue'>> {
    /** Council, metro, wheels, cars and stranger, each with the users backoffice, clerk, resident and Admin, unless given. */
    readonly consortiumFile?: string;
}

/** An embedded network with the mobility area. */
export function startMobilityNetwork(options: MobilityNetworkOptions = {}): Promise<AreaNetwork> {
    return startAreaNetwork({
        consortiumFile: consortiumFile('mobility-tests'),
        ...options,
        chaincode: 'mobility',
        catalogue: { ...consortiumRefusals, ...mobilityRefusals },
    });
}

let started: Promise<AreaNetwork> | undefined;

/** One network for every file that asks; each works with riders, tariffs and windows of its own. It ends with the test run. */
export function sharedMobilityNetwork(): Promise<AreaNetwork> {
    started ??= startMobilityNetwork();
    return started;
}

after(async () => {
    await (await started)?.stop();
});
