import type { Contract } from '@hyperledger/fabric-gateway';

import { engines } from '../programs.js';

import type { Member } from './consortium.js';
import {
    ClientPool,
    type ClientOptions,
    type ConformanceClient,
    type ConformanceNetwork,
} from './conformance-network.js';
import { startEmbeddedNetwork } from './embedded-network.js';
import { startFabricNetwork } from './fabric-network.js';
import { failed, type Failed } from './failed.js';

/** What a test of one behaviour works with. */
export interface Conformance {
    readonly network: () => ConformanceNetwork;
    /** A client that lives as long as the file's tests. */
    readonly client: (member: Member, options?: ClientOptions) => ConformanceClient;
    /** As a member's client on one of the chaincodes; org1's on `pair` unless said otherwise. */
    readonly contract: (chaincode?: string, member?: Member) => Contract;
    readonly failed: (call: Promise<unknown>) => Promise<Failed>;
}

const hasFabric = engines().includes('fabric');
const started = new Map<string, Promise<ConformanceNetwork>>();

/**
 * Describes a behaviour once, to be shown by the embedded network and, where Fabric's programs are found, by Fabric.
 * All files share one network of each kind.
 */
export function describeOnEachEngine(title: string, body: (conformance: Conformance) => void): void {
    describeOn(`${title}, on the embedded network`, 'embedded', startEmbeddedNetwork, body);
    if (hasFabric) {
        describeOn(`${title}, on Fabric`, 'fabric', startFabricNetwork, body);
    }
}

function describeOn(
    title: string,
    engine: string,
    start: () => Promise<ConformanceNetwork>,
    body: (conformance: Conformance) => void,
): void {
    describe(title, function () {
        let running: ConformanceNetwork | undefined;
        const network = (): ConformanceNetwork => {
            if (running === undefined) {
                throw new Error('the network has not started');
            }
            return running;
        };
        const clients = new ClientPool(network);
        before(async function () {
            this.timeout(180_000);
            const starting = started.get(engine) ?? start();
            started.set(engine, starting);
            running = await starting;
        });
        after(() => {
            clients.close();
        });
        body({
            network,
            client: (member, options) => clients.get(member, options),
            contract: (chaincode = 'pair', member = 'org1') => clients.get(member, { chaincode }).contract,
            failed: (call) => failed(network(), call),
        });
    });
}

if (!hasFabric) {
    it('conformance on Fabric was not run: neither FABRIC_BIN nor the PATH has Fabric’s programs');
}

after(async function () {
    this.timeout(60_000);
    for (const starting of started.values()) {
        await starting.then(
            (network) => network.close(),
            () => undefined,
        );
    }
});
