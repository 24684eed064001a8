import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, type Contract, hash, signers } from '@hyperledger/fabric-gateway';
import type { Organisation } from '../consortium/definition.js';
import { certificateFile, KEY_FILE, peerOrganisationFolders } from '../identity/crypto-layout.js';

/** An organisation's administrator, connected to its own gateway. */
export interface Administrator {
    readonly mspId: string;
    contract(channel: string, chaincode: string): Contract;
    close(): void;
}

const DEADLINE_MS = 60_000;

export async function connectAdministrator(
    organisation: Organisation,
    cryptoDir: string,
    ports: ReadonlyMap<string, number>,
): Promise<Administrator> {
    const { client, identity, signer } = await materialOf(organisation, cryptoDir, ports);
    const deadline = (): { readonly deadline: number } => ({ deadline: Date.now() + DEADLINE_MS });
    const gateway = connect({
        client,
        identity,
        signer,
        hash: hash.sha256,
        evaluateOptions: deadline,
        endorseOptions: deadline,
        submitOptions: deadline,
        commitStatusOptions: deadline,
    });
    return {
        mspId: organisation.mspId,
        contract: (channel, chaincode) => gateway.getNetwork(channel).getContract(chaincode),
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

async function materialOf(
    organisation: Organisation,
    cryptoDir: string,
    ports: ReadonlyMap<string, number>,
): Promise<{
    readonly client: Client;
    readonly identity: { readonly mspId: string; readonly credentials: Buffer };
    readonly signer: ReturnType<typeof signers.newPrivateKeySigner>;
}> {
    const folders = peerOrganisationFolders(cryptoDir, organisation.domain);
    const host = organisation.peers[0]?.name ?? '';
    const admin = organisation.users.find(({ unit }) => unit === 'admin')?.name ?? 'Admin';
    const msp = join(folders.user(admin), 'msp');
    const certificate = await readFile(join(msp, 'signcerts', certificateFile(`${admin}@${organisation.domain}`)));
    const key = createPrivateKey(await readFile(join(msp, 'keystore', KEY_FILE)));
    const tls = credentials.createSsl(await readFile(join(folders.node(host), 'tls', 'ca.crt')));
    const address = `127.0.0.1:${String(ports.get(host) ?? 0)}`;
    return {
        client: new Client(address, tls, { 'grpc.ssl_target_name_override': host }),
        identity: { mspId: organisation.mspId, credentials: certificate },
        signer: signers.newPrivateKeySigner(key),
    };
}
