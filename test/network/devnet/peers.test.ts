import { setTimeout as sleep } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { peerOf, startProbeNetwork, textOf, type ProbeNetwork } from '../../support/probe-network.js';

const UNREACHABLE = /^rpc error: code = Unavailable desc = connection error: .*connect: connection refused"$/;

describe('peers of the embedded network', () => {
    let network: ProbeNetwork;

    before(async () => {
        network = await startProbeNetwork({ peersPerMember: 2 });
    });
    after(() => network.close());
    afterEach(async () => {
        for (const host of network.devnet.ports.keys()) {
            await network.devnet.startPeer(host);
        }
    });

    it('stand in for one another within their organisation', async () => {
        network.devnet.stopPeer(peerOf('beta', 0));
        network.devnet.stopPeer(peerOf('gamma', 1));
        const { contract } = network.client('alpha');
        for (let round = 0; round < 4; round += 1) {
            await contract.submitTransaction('put', 'a', String(round));
        }
        expect(textOf(await contract.evaluateTransaction('get', 'a'))).to.equal('3');
        expect(textOf(await network.client('beta', { peer: 1 }).contract.evaluateTransaction('get', 'a'))).to.equal(
            '3',
        );
    });

    it('that all stopped fail what needs their organisation, until one runs again', async () => {
        const [first, second] = [peerOf('beta', 0), peerOf('beta', 1)];
        network.devnet.stopPeer(first);
        network.devnet.stopPeer(second);
        const { contract } = network.client('alpha');
        const both = { endorsingOrganizations: ['AlphaMSP', 'BetaMSP'] };
        const failure = await failureOf(contract.submit('noop', both));
        expect(failure.code).to.equal(status.ABORTED);
        expect(failure.message).to.contain('failed to collect enough transaction endorsements');
        expect(failure.details).to.have.length(2);
        failure.details.forEach((detail) => expect(detail).to.match(UNREACHABLE));
        const evaluation = await failureOf(contract.evaluate('noop', { endorsingOrganizations: ['BetaMSP'] }));
        expect(evaluation.code).to.equal(status.UNAVAILABLE);
        expect(evaluation.message).to.contain('failed to evaluate transaction, see attached details for more info');

        await sleep(3100);
        const missed = await failureOf(contract.submit('noop', both));
        expect(missed.code).to.equal(status.UNAVAILABLE);
        expect(missed.message).to.contain('failed to find any endorsing peers for org(s): BetaMSP');

        await network.devnet.startPeer(second);
        await contract.submit('noop', both);
    });

    it('cannot be reached when stopped, and serve at the same address afterwards', async () => {
        const host = peerOf('gamma');
        const { contract } = network.client('gamma');
        await contract.evaluateTransaction('noop');
        network.devnet.stopPeer(host);
        expect((await failureOf(contract.evaluateTransaction('noop'))).code).to.equal(status.UNAVAILABLE);
        await network.devnet.startPeer(host);
        await network.client('gamma').contract.submitTransaction('noop');
    });

    it('refuse a stranger: the own one with reason, others over the wire', async () => {
        const { contract } = network.client('alpha', { as: 'beta', mspId: 'AlphaMSP' });
        const failure = await failureOf(contract.submitTransaction('noop'));
        const reason =
            'error validating proposal: access denied: channel [main] creator org unknown, creator is malformed';
        expect(failure.code).to.equal(status.ABORTED);
        expect(failure.details).to.deep.equal([reason, `rpc error: code = Unknown desc = ${reason}`]);
    });
});
