import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'chai';

import { connectClient } from '../../support/conformance/conformance-network.js';
import { peerOf } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

const PATIENCE_MS = 60_000;

describeOnEachEngine('peers that stop and start', ({ contract, network, failed }) => {
    /** Peers find each other out in their own time. */
    const eventually = async (attempt: () => Promise<unknown>): Promise<void> => {
        for (const deadline = Date.now() + PATIENCE_MS; ;) {
            try {
                await attempt();
                return;
            } catch (error) {
                if (Date.now() > deadline) {
                    throw error;
                }
                await sleep(200);
            }
        }
    };

    it('are missed where the policy needs them, and work again', async function () {
        this.timeout(2 * PATIENCE_MS);
        await contract('all').submitTransaction('echo', 'x');
        await network().stopPeer(peerOf('org3'));
        const at = await failed(contract('all').submitTransaction('echo', 'x'));
        expect(at).to.include({ step: 'endorse', code: 'ABORTED' });
        expect(at.message).to.equal(
            'failed to collect enough transaction endorsements, see attached details for more info',
        );
        expect(at.details.map((detail) => detail.replace(/127\.0\.0\.1:\d+/, 'ADDRESS'))).to.deep.equal([
            'org3/0: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ' +
                'dial tcp ADDRESS: connect: connection refused"',
        ]);
        await network().startPeer(peerOf('org3'));
        await eventually(() => contract('all').submitTransaction('echo', 'x'));
    });

    it('are done without where the policy does not need them', async function () {
        this.timeout(2 * PATIENCE_MS);
        await network().stopPeer(peerOf('org3'));
        await contract('most').submitTransaction('echo', 'x');
        await network().startPeer(peerOf('org3'));
        await eventually(() => contract('all').submitTransaction('echo', 'x'));
    });

    it('are stood in for by another of their organisation', async function () {
        this.timeout(2 * PATIENCE_MS);
        await network().stopPeer(peerOf('org1', 0));
        await eventually(() => contract('all', 'org2').submitTransaction('echo', 'x'));
        await network().startPeer(peerOf('org1', 0));
        const client = connectClient(network(), 'org1');
        await eventually(() => client.network.getContract('all').submitTransaction('echo', 'x'));
        client.close();
    });

    it('have, when they are back, the blocks of the time between', async function () {
        this.timeout(2 * PATIENCE_MS);
        await network().stopPeer(peerOf('org3'));
        await contract('pair').submitTransaction('put', 'while away', 'x');
        await network().startPeer(peerOf('org3'));
        const client = connectClient(network(), 'org3', { chaincode: 'pair' });
        await eventually(async () => {
            const value = await client.network.getContract('pair').evaluateTransaction('get', 'while away');
            expect(Buffer.from(value).toString()).to.equal('x');
        });
        client.close();
        await eventually(() => contract('all').submitTransaction('echo', 'x'));
    });
});
