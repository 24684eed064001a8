import { setTimeout as sleep } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, type ProbeNetwork } from '../../support/probe-network.js';

describe('limits', () => {
    let network: ProbeNetwork;

    before(async () => {
        network = await startProbeNetwork();
    });
    after(() => network.close());

    it('let a gateway serve 500 requests at once, event listeners among them', async () => {
        const client = network.client('alpha');
        const listeners = await Promise.all(
            Array.from({ length: 500 }, () => client.network.getChaincodeEvents('probe')),
        );
        const ends = listeners.map((listener) =>
            listener[Symbol.asyncIterator]()
                .next()
                .catch(() => undefined),
        );
        await sleep(500);
        const failure = await failureOf(client.contract.evaluateTransaction('noop'));
        expect(failure.code).to.equal(status.UNKNOWN);
        expect(failure.message).to.contain('too many requests for /gateway.Gateway, exceeding concurrency limit (500)');
        listeners.forEach((listener) => {
            listener.close();
        });
        await Promise.all(ends);
        await sleep(100);
        await client.contract.evaluateTransaction('noop');
    });
});
