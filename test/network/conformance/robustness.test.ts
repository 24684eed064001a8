import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway';
import { gateway, peer, type common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { connectClient, connectPeer } from '../../support/conformance/conformance-network.js';
import { peerOf } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { rawCall } from '../../support/conformance/raw-call.js';
import { take } from '../../support/conformance/take.js';

const LISTENERS = 1000;
const GATEWAY_LIMIT = 500;
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** What listeners that have gone may leave behind, in caches and pools. */
const KEPT_BYTES = 30_000_000;

describeOnEachEngine('a peer under abuse', ({ client, contract, network }) => {
    const works = async (): Promise<void> => {
        await contract('all').submitTransaction('echo', 'x');
    };

    it(`serves ${LISTENERS} idle listeners, and forgets them`, async () => {
        const { blockNumber } = await (await contract('all').submitAsync('echo', { arguments: ['x'] })).getStatus();
        const startBlock = blockNumber + 1n;
        const before = heapBytes();
        const listener = connectClient(network(), 'org1');
        const streams: CloseableAsyncIterable<common.Block>[] = [];
        for (let i = 0; i < LISTENERS; i += 1) {
            streams.push(await listener.network.getBlockEvents({ startBlock }));
        }
        await works();
        const blocks = await Promise.all(streams.map((stream) => take(stream, 1)));
        const numbers = new Set(blocks.map(([block]) => block?.getHeader()?.getNumber()));
        expect([...numbers]).to.deep.equal([Number(startBlock)]);
        listener.close();
        await works();
        expect(heapBytes() - before).to.be.lessThan(KEPT_BYTES);
    });

    it(`serves ${GATEWAY_LIMIT} requests at once and refuses more`, async () => {
        const listener = connectClient(network(), 'org1', { peer: 1 });
        const streams = await Promise.all(
            Array.from({ length: GATEWAY_LIMIT + 1 }, () => listener.network.getChaincodeEvents('any')),
        );
        const refused = await Promise.race(
            streams.map(async (stream): Promise<unknown> => {
                try {
                    return await take(stream, 1);
                } catch (error) {
                    return error;
                }
            }),
        );
        expect(String(refused)).to.contain(
            `too many requests for /gateway.Gateway, exceeding concurrency limit (${GATEWAY_LIMIT})`,
        );
        listener.close();
        await works();
    });

    it('refuses a message that is too large', async () => {
        const { code } = await rawCall(
            client('org1').grpc,
            gateway.GatewayService.evaluate,
            Buffer.alloc(MAX_MESSAGE_BYTES + 1),
            60_000,
        );
        expect(code).to.equal('RESOURCE_EXHAUSTED');
        await works();
    });

    it('bears streams that nobody speaks on, and connections that break off', async () => {
        const { deliver } = peer.DeliverService;
        const silent = connectPeer(network(), 'org1');
        for (let i = 0; i < 100; i += 1) {
            silent
                .makeBidiStreamRequest(deliver.path, deliver.requestSerialize, deliver.responseDeserialize)
                .on('error', () => undefined);
        }
        await works();
        silent.close();
        const port = network().peers.find(({ name }) => name === peerOf('org1'))?.port ?? 0;
        for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(100_000, 0xff), Buffer.alloc(0)]) {
            const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] });
            socket.on('error', () => undefined);
            await once(socket, 'secureConnect');
            socket.write(bytes);
            socket.destroy();
        }
        await works();
    });
});

function heapBytes(): number {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().heapUsed;
}
