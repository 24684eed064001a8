import type { ChaincodeDefinition, Channel } from '../consortium/definition.js';
import { addressName } from './addresses.js';
import { type ChaincodePackage, packageChaincode } from './chaincode-package.js';
import { keepChaincodeServer } from './chaincode-servers.js';
import { chaincodeTerms } from './chaincode-terms.js';
import { deployChaincode } from './deploy-chaincode.js';
import type { FabricHost } from './fabric-host.js';
import type { Administrators } from './join-channels.js';
import { untilPeersAreKnown } from './known-peers.js';

/** A chaincode on a channel, with its package. */
export interface PackagedChaincode {
    readonly channel: Channel;
    readonly chaincode: ChaincodeDefinition;
    readonly package: ChaincodePackage;
}

/** Packages the consortium's chaincodes and starts their servers, under the names that the packages give them. */
export async function serveChaincodes(network: FabricHost): Promise<readonly PackagedChaincode[]> {
    const { consortium, servers } = network;
    const packaged: PackagedChaincode[] = [];
    for (const channel of consortium.channels) {
        for (const chaincode of channel.chaincodes) {
            const name = addressName(channel, chaincode);
            const chaincodePackage = await packageChaincode(chaincode, name);
            for (const server of servers.filter((one) => one.addressName === name)) {
                const kept = await keepChaincodeServer({
                    chaincode,
                    id: chaincodePackage.id,
                    ...(server.owner === undefined ? {} : { mspId: server.owner.mspId }),
                    port: network.addresses.chaincode(server.name),
                    folder: network.layout.chaincode(server.name),
                    log: network.log,
                });
                network.keep(kept);
            }
            packaged.push({ channel, chaincode, package: chaincodePackage });
        }
    }
    return packaged;
}

/** Deploys the chaincodes on their channels, and waits until every gateway there knows who endorses them. */
export async function deployChaincodes(
    packaged: readonly PackagedChaincode[],
    administrators: Administrators,
): Promise<void> {
    for (const { channel, chaincode, package: chaincodePackage } of packaged) {
        const organisations = channel.organisations.map((name) => administrators.get(name) ?? []);
        await deployChaincode({
            channel: channel.name,
            terms: chaincodeTerms(chaincode),
            package: chaincodePackage,
            organisations,
        });
        const peers = organisations.flat();
        await Promise.all(peers.map((one) => untilPeersAreKnown(one, channel.name, chaincode.name, peers.length)));
    }
}
