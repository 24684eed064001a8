import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, textOf, type ProbeNetwork } from '../../support/probe-network.js';

describe('transactions through the unmodified gateway client', () => {
    let network: ProbeNetwork;

    before(async () => {
        network = await startProbeNetwork();
    });
    after(() => network.close());

    it('commits what two of three organisations endorse, for all to read', async () => {
        await network.client('alpha').contract.submitTransaction('put', 'a', '1');
        expect(textOf(await network.client('gamma').contract.evaluateTransaction('get', 'a'))).to.equal('1');
    });

    it('shows a transaction none of its own writes', async () => {
        const { contract } = network.client('beta');
        await contract.submitTransaction('put', 'own', 'x');
        expect(textOf(await contract.submitTransaction('append', 'own', 'y'))).to.equal('x');
        expect(textOf(await contract.evaluateTransaction('get', 'own'))).to.equal('xy');
    });

    it('answers an evaluation that the chaincode refuses with its message', async () => {
        const failure = await failureOf(network.client('alpha').contract.evaluateTransaction('fail', 'no such thing'));
        expect(failure.code).to.equal(status.UNKNOWN);
        expect(failure.message).to.contain(
            'evaluate call to endorser returned error: chaincode response 500, no such thing',
        );
        expect(failure.details).to.deep.equal(['chaincode response 500, no such thing']);
    });

    it('answers a submission that the chaincode refuses with a detail', async () => {
        const failure = await failureOf(network.client('alpha').contract.submitTransaction('fail', 'no such thing'));
        expect(failure.code).to.equal(status.ABORTED);
        expect(failure.message).to.contain('failed to endorse transaction, see attached details for more info');
        expect(failure.details).to.deep.equal(['chaincode response 500, no such thing']);
    });

    it('names the chaincode nobody has defined', async () => {
        const { contract } = network.client('alpha', { chaincode: 'absent' });
        const failure = await failureOf(contract.submitTransaction('noop'));
        expect(failure.code).to.equal(status.FAILED_PRECONDITION);
        expect(failure.message).to.contain(
            'no combination of peers can be derived which satisfy the endorsement policy: ' +
                'No metadata was found for chaincode absent in channel main',
        );
        expect((await failureOf(contract.evaluateTransaction('noop'))).message).to.contain(
            'no peers available to evaluate chaincode absent in channel main',
        );
    });

    it('refuses endorsers of an organisation that is not there', async () => {
        const failure = await failureOf(
            network.client('alpha').contract.submit('noop', { endorsingOrganizations: ['AlphaMSP', 'DeltaMSP'] }),
        );
        expect(failure.code).to.equal(status.UNAVAILABLE);
        expect(failure.message).to.contain('failed to find any endorsing peers for org(s): DeltaMSP');
    });

    it('refuses a certificate of another organisation than the one it claims', async () => {
        const { contract } = network.client('alpha', { as: 'beta', mspId: 'AlphaMSP' });
        const failure = await failureOf(contract.evaluateTransaction('get', 'a'));
        expect(failure.code).to.equal(status.FAILED_PRECONDITION);
        expect(failure.message).to.contain('access denied: channel [main] creator org unknown, creator is malformed');
    });

    it('refuses a proposal that was changed after it was signed', async () => {
        const { contract, gateway } = network.client('alpha');
        const bytes = Buffer.from(contract.newProposal('echo', { arguments: ['right'] }).getBytes());
        const signed = gateway.newSignedProposal(bytes, Buffer.from('not a signature'));
        const failure = await failureOf(signed.evaluate());
        expect(failure.message).to.contain('creator org [AlphaMSP]');
    });

    it('takes the same signed transaction once', async () => {
        const { contract, gateway } = network.client('alpha');
        const transaction = await contract.newProposal('put', { arguments: ['once', '1'] }).endorse();
        const first = await transaction.submit();
        expect((await first.getStatus()).successful).to.equal(true);
        const again = await gateway.newTransaction(transaction.getBytes()).submit();
        expect((await again.getStatus()).blockNumber).to.equal((await first.getStatus()).blockNumber);
    });

    it('serves members through the peer of another organisation', async () => {
        const { contract } = network.client('gamma', { as: 'beta' });
        const reply = JSON.parse(textOf(await contract.evaluateTransaction('whoAmI'))) as { mspId: string };
        expect(reply.mspId).to.equal('BetaMSP');
    });

    it('calls another chaincode in the same simulation', async () => {
        const { contract } = network.client('alpha');
        await contract.submitTransaction('call', 'other', '', 'put,callee,written');
        const other = network.client('alpha', { chaincode: 'other' }).contract;
        expect(textOf(await other.evaluateTransaction('get', 'callee'))).to.equal('written');
        expect(textOf(await contract.evaluateTransaction('get', 'callee'))).to.equal('');
    });

    it('refuses an envelope larger than the channel takes', async () => {
        const small = await startProbeNetwork({ batch: { absoluteMaxBytes: 50_000 } });
        try {
            const failure = await failureOf(
                small.client('alpha').contract.submitTransaction('put', 'big', 'x'.repeat(60_000)),
            );
            expect(failure.code).to.equal(status.ABORTED);
            expect(failure.message).to.contain('exceeds maximum allowed 50000 bytes');
        } finally {
            await small.close();
        }
    });
});
