import * as grpc from '@grpc/grpc-js';
import type { peer as peerProtos } from '@hyperledger/fabric-protos';
import { acceptChaincodeStream } from './chaincode-stream.js';
import type { DialledChaincodes } from './dialled-chaincodes.js';
import type { Peer } from './peer.js';

/**
 * Fabric's ChaincodeSupport service: a chaincode started by hand connects to the peer under its package's id, and
 * stands in for the server that the peer would start, as long as it stays connected.
 */
export function chaincodeSupportService(
    own: Peer,
    dialled: DialledChaincodes,
    isKnown: (packageId: string) => boolean,
): peerProtos.IChaincodeSupportServer {
    return {
        register: (call) => {
            acceptChaincodeStream(call).then(
                ({ name, handled }) => {
                    if (isKnown(name)) {
                        dialled.add(own.name, name, handled);
                    } else {
                        const details = `no chaincode of the channels has the package ${name}`;
                        call.destroy(Object.assign(new Error(details), { code: grpc.status.NOT_FOUND, details }));
                    }
                },
                () => {
                    call.end();
                },
            );
        },
    };
}
