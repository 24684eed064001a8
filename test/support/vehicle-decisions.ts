import { approveDecision, proposeDecision } from '@quartier/client';
import { vehicleSubjects, type Manufacturers } from '@quartier/rules/vehicle';
import type { Json } from '@quartier/rules/wire';

import type { VehicleNetwork } from './vehicle-network.js';

/** The codes of the tests' makers. */
export const manufacturers: Manufacturers = {
    MakerMSP: { wmi: ['VF1', 'VF9RTR', '1M8'], serials: ['QTR'] },
    RivalMSP: { wmi: ['VF3'], serials: ['RVL'] },
};

let decisions = 0;

/** Three of the four organisations decide a value, in force from a day on. */
export async function decide(network: VehicleNetwork, subject: string, value: Json, from: string): Promise<void> {
    decisions += 1;
    const decision = `${subject} ${String(decisions)}`;
    await proposeDecision(await network.area('council'), { decision, subject, from, value });
    for (const organisation of ['maker', 'garage']) await approveDecision(await network.area(organisation), decision);
}

export function decideManufacturers(network: VehicleNetwork): Promise<void> {
    return decide(network, vehicleSubjects.manufacturers, manufacturers, '2000-01-01');
}
