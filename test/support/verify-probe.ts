import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ordererOrganisationFolders, orderingOrganisation, peerOrganisationFolders } from '@quartier/network';
import { readMsp } from '@quartier/network/dist/identity/membership.js';
import { type ChannelVerification, verifyChannel } from '@quartier/network/dist/verification/index.js';
import { probeConsortium } from './probe-network.js';

/** Verifies the probe network's channel, as its files stand in a ledger folder. */
export async function verifyProbe(cryptoDir: string, ledger: string): Promise<ChannelVerification> {
    const consortium = probeConsortium();
    const scratchFolder = mkdtempSync(path.join(tmpdir(), 'probe-verify-'));
    try {
        return await verifyChannel({
            channel: 'main',
            folder: ledger,
            scratchFolder,
            members: consortium.organisations.map(({ mspId, domain }) =>
                readMsp(mspId, peerOrganisationFolders(cryptoDir, domain).msp),
            ),
            orderers: [
                readMsp(
                    'OrdererMSP',
                    ordererOrganisationFolders(cryptoDir, orderingOrganisation(consortium).domain).msp,
                ),
            ],
        });
    } finally {
        rmSync(scratchFolder, { recursive: true });
    }
}
