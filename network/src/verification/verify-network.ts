import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedOrganisations } from '../admin/consortium-record.js';
import { holdStoppedNetwork } from '../admin/data-directory.js';
import { readMsp, type Msp } from '../identity/membership.js';
import { peerOrganisationFolders } from '../identity/crypto-layout.js';
import { type ChannelVerification, verifyChannel } from './verify-channel.js';

export interface VerifyOptions {
    /** The data directory of a network that does not run, or a copy of one. */
    readonly dataDir: string;
    readonly progress?: (channel: string, block: number, height: number) => void;
}

/**
 * Recomputes every channel's ledger from its blocks: hashes, signatures, codes, state and private data, against the
 * authorities in the directory's identities. Nothing in the directory is changed, apart from the order that LevelDB
 * makes in its own files whenever it opens them.
 * @throws {NetworkRefusal} `DATA_IN_USE` or `DATA_NOT_A_NETWORK`
 */
export async function verifyNetwork({ dataDir, progress }: VerifyOptions): Promise<readonly ChannelVerification[]> {
    const directory = await holdStoppedNetwork(dataDir);
    const scratch = await mkdtemp(join(tmpdir(), 'quartier-verify-'));
    try {
        const members = await memberMsps(directory.root, directory.identities);
        const orderers = await ordererMsps(directory.identities);
        const verified: ChannelVerification[] = [];
        for (const channel of await namesIn(join(directory.ledger, 'channels'))) {
            const folder = join(directory.ledger, 'channels', channel);
            const told = progress === undefined ? {} : { progress: progress.bind(undefined, channel) };
            const scratchFolder = join(scratch, channel);
            verified.push(await verifyChannel({ channel, folder, scratchFolder, members, orderers, ...told }));
            await rm(scratchFolder, { recursive: true, force: true });
        }
        return verified;
    } finally {
        await rm(scratch, { recursive: true, force: true });
        await directory.release();
    }
}

async function memberMsps(root: string, identities: string): Promise<readonly Msp[]> {
    const organisations = await recordedOrganisations(root);
    return organisations.map(({ mspId, domain }) => ({
        ...readMsp(mspId, peerOrganisationFolders(identities, domain).msp),
        // Who is revoked today was good when the block was made.
        revocationLists: [],
    }));
}

async function ordererMsps(identities: string): Promise<readonly Msp[]> {
    const folder = join(identities, 'ordererOrganizations');
    return (await namesIn(folder)).map((name) => readMsp('OrdererMSP', join(folder, name, 'msp')));
}

async function namesIn(folder: string): Promise<readonly string[]> {
    return existsSync(folder) ? (await readdir(folder)).sort() : [];
}
