/** The gateway package as Fabric publishes it, with nothing of this project around it. */
import { createPrivateKey } from 'node:crypto';

import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway } from '@hyperledger/fabric-gateway';
import { readProfile } from '@quartier/client';

import { mspFiles } from './msp-files.js';

export interface PlainGateway {
    readonly gateway: Gateway;
    readonly close: () => void;
}

/** Connects the organisation of a profile, to another organisation's peer if a second profile is given. */
export async function plainGateway(profileFile: string, throughFile = profileFile): Promise<PlainGateway> {
    const { mspId, mspPath = '' } = await readProfile(profileFile);
    const [peer] = (await readProfile(throughFile)).peers;
    if (peer === undefined) throw new Error(`${throughFile} has no peer`);
    const { certificate, key } = mspFiles(mspPath);
    const client = new Client(peer.address, credentials.createSsl(peer.tlsRoots ?? null), peer.channelOptions);
    const gateway = connect({
        client,
        identity: { mspId, credentials: certificate },
        signer: signers.newPrivateKeySigner(createPrivateKey(key)),
        hash: hash.sha256,
    });
    return {
        gateway,
        close: () => {
            gateway.close();
            client.close();
        },
    };
}
