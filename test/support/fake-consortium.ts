import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeMspFolder } from './enrolment.js';
import { startFakeGateway, type Behaviour, type FakeGateway } from './fake-gateway.js';

/** A profile of the utility whose gateway is a fake. */
export interface FakeConsortium {
    readonly folder: string;
    readonly profile: string;
    readonly gateway: FakeGateway;
    stop: () => Promise<void>;
}

/** What `consortium:Describe` says of the sample's energy area. */
export const sampleConsortium = {
    area: 'energy',
    organisations: {
        CouncilMSP: [],
        HousingMSP: ['organiser'],
        UtilityMSP: ['metering', 'organiser', 'settlement'],
    },
    collections: { meteredData: ['HousingMSP', 'UtilityMSP'] },
    clockToleranceSeconds: 300,
    inForce: true,
    ratifiedBy: ['CouncilMSP', 'HousingMSP', 'UtilityMSP'],
};

export async function startFakeConsortium(behaviour: Partial<Behaviour> = {}): Promise<FakeConsortium> {
    const folder = await mkdtemp(join(tmpdir(), 'quartier-client-'));
    const gateway = await startFakeGateway({
        ...behaviour,
        evaluate: (call) => {
            if (call.transaction === 'consortium:Describe') return sampleConsortium;
            return behaviour.evaluate?.(call) ?? {};
        },
    });
    await writeMspFolder(join(folder, 'msp'));
    const profile = join(folder, 'utility.json');
    await writeFile(profile, JSON.stringify(profileOf(gateway.address)));
    return {
        folder,
        profile,
        gateway,
        stop: async () => {
            await gateway.stop();
            await rm(folder, { recursive: true });
        },
    };
}

export function profileOf(address: string): object {
    return {
        name: 'utility',
        version: '1.0.0',
        client: { organization: 'utility' },
        organizations: { utility: { mspid: 'UtilityMSP', peers: ['peer0.utility.example'] } },
        peers: { 'peer0.utility.example': { url: `grpc://${address}` } },
        channels: { energy: { chaincodes: ['energy'] }, city: { chaincodes: [] } },
        'x-quartier': { identity: { mspPath: 'msp' } },
    };
}
