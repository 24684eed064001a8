import { vehicleTransactions } from '@quartier/rules/vehicle';
import { canonicalJson, PRIVATE_PART } from '@quartier/rules/wire';

import { plainGateway } from './plain-gateway.js';
import { proposedAt } from './proposed-at.js';
import type { VehicleNetwork } from './vehicle-network.js';
import { endorsersOf, type VehicleTransaction } from './vehicle-office.js';

export interface TimedCall {
    readonly organisation: string;
    /** Days from now at which it is proposed; the area's tolerance must allow it. */
    readonly days: number;
    readonly transaction: VehicleTransaction;
    readonly request: object;
    readonly privatePart?: object;
}

/** Submits to the area `patient` as if it were another day. */
export async function submitOnDay(network: VehicleNetwork, call: TimedCall): Promise<unknown> {
    const raw = await plainGateway(network.profiles[call.organisation] ?? '');
    try {
        const mspId = raw.gateway.getIdentity().mspId;
        const contract = raw.gateway.getNetwork('vehicle').getContract('patient');
        const proposal = contract.newProposal(vehicleTransactions[call.transaction], {
            arguments: [canonicalJson(call.request)],
            endorsingOrganizations: [...endorsersOf(mspId)],
            ...(call.privatePart === undefined
                ? {}
                : { transientData: { [PRIVATE_PART]: canonicalJson(call.privatePart) } }),
        });
        const endorsed = await proposedAt(raw, proposal, call.days * 86_400).endorse();
        const commit = await endorsed.submit();
        const { successful, code } = await commit.getStatus();
        if (!successful) throw new Error(`committed invalid: ${String(code)}`);
        return JSON.parse(Buffer.from(endorsed.getResult()).toString()) as unknown;
    } finally {
        raw.close();
    }
}
