import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import {
    connect,
    type Contract,
    type Gateway,
    hash,
    type Identity,
    type Signer,
    signers,
} from '@hyperledger/fabric-gateway';
import type { Organisation } from '../consortium/definition.js';
import { certificateFile, KEY_FILE, peerOrganisationFolders } from '../identity/crypto-layout.js';

/** An organisation's administrator, connected to one of its peers. */
export interface Administrator {
    readonly mspId: string;
    /** The peer's connection, for services other than the gateway. */
    readonly client: Client;
    readonly gateway: Gateway;
    readonly identity: Identity;
    readonly signer: Signer;
    contract(channel: string, chaincode: string): Contract;
    close(): void;
}

const DEADLINE_MS = 60_000;
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

/** @param host the peer's host name; the organisation's first peer unless given */
export async function connectAdministrator(
    organisation: Organisation,
    cryptoDir: string,
    ports: ReadonlyMap<string, number>,
    host = organisation.peers[0]?.name ?? '',
): Promise<Administrator> {
    const { client, identity, signer } = await materialOf(organisation, cryptoDir, ports, host);
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
        client,
        gateway,
        identity,
        signer,
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
    host: string,
): Promise<Pick<Administrator, 'client' | 'identity' | 'signer'>> {
    const folders = peerOrganisationFolders(cryptoDir, organisation.domain);
    const admin = organisation.users.find(({ unit }) => unit === 'admin')?.name ?? 'Admin';
    const msp = join(folders.user(admin), 'msp');
    const certificate = await readFile(join(msp, 'signcerts', certificateFile(`${admin}@${organisation.domain}`)));
    const key = createPrivateKey(await readFile(join(msp, 'keystore', KEY_FILE)));
    const tls = credentials.createSsl(await readFile(join(folders.node(host), 'tls', 'ca.crt')));
    const address = `127.0.0.1:${String(ports.get(host) ?? 0)}`;
    return {
        client: new Client(address, tls, {
            'grpc.ssl_target_name_override': host,
            'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        }),
        identity: { mspId: organisation.mspId, credentials: certificate },
        signer: signers.newPrivateKeySigner(key),
    };
}
