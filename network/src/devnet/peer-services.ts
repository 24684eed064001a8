import { gateway, peer as peerProtos } from '@hyperledger/fabric-protos';
import { chaincodeId } from './chaincode-host.js';
import { chaincodeSupportService } from './chaincode-support.js';
import type { Channel } from './channel.js';
import { deliverService } from './deliver-service.js';
import { Endorser, type EndorserOptions } from './endorser.js';
import { Gateway } from './gateway.js';
import { gatewayService } from './gateway-service.js';
import type { Peer } from './peer.js';
import type { PeerNode } from './peer-node.js';

/** Opens the services of each peer. */
export function servePeers(nodes: readonly PeerNode[], shared: Omit<EndorserOptions, 'peer'>): void {
    const { channels, metrics, dialled } = shared;
    const endorsers = new Map(nodes.map(({ peer }) => [peer, new Endorser({ peer, ...shared })] as const));
    for (const node of nodes) {
        const { peer } = node;
        const joined = (name: string): Channel | undefined => {
            const found = channels.get(name);
            return found?.hasMember(peer.mspId) === true ? found : undefined;
        };
        const served = new Gateway({ peer, channel: joined, endorser: (one) => endorserOf(endorsers, one) });
        const isKnown = (packageId: string): boolean =>
            [...channels.values()].some(
                (one) =>
                    one.hasMember(peer.mspId) &&
                    one.chaincodes.some(({ definition }) => chaincodeId(definition) === packageId),
            );
        node.serve([
            {
                definition: peerProtos.ChaincodeSupportService,
                implementation: chaincodeSupportService(peer, dialled, isKnown),
            },
            { definition: gateway.GatewayService, implementation: gatewayService(served, joined) },
            {
                definition: peerProtos.DeliverService,
                implementation: deliverService({ channel: joined, metrics }),
            },
        ]);
    }
}

function endorserOf(endorsers: ReadonlyMap<Peer, Endorser>, peer: Peer): Endorser {
    const endorser = endorsers.get(peer);
    if (endorser === undefined) {
        throw new Error(`${peer.name} does not endorse`);
    }
    return endorser;
}
