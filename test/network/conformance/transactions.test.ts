import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

describeOnEachEngine('transactions', ({ contract, client, failed }) => {
    it('are evaluated without a trace', async () => {
        expect(textOf(await contract().evaluateTransaction('echo', 'conformance'))).to.equal('conformance');
        await contract().evaluateTransaction('put', 'evaluated', 'x');
        expect(textOf(await contract().evaluateTransaction('get', 'evaluated'))).to.equal('');
    });

    it('are submitted, and their result is known before they are committed', async () => {
        const commit = await contract().submitAsync('echo', { arguments: ['conformance'] });
        expect(textOf(commit.getResult())).to.equal('conformance');
        const { code, successful, blockNumber, transactionId } = await commit.getStatus();
        expect({ code, successful, transactionId }).to.deep.equal({
            code: 0,
            successful: true,
            transactionId: commit.getTransactionId(),
        });
        expect(blockNumber > 0n).to.equal(true);
    });

    it('write what other organisations read', async () => {
        const value = String(Date.now());
        await contract().submitTransaction('put', 'written', value);
        expect(textOf(await contract('pair', 'org1').evaluateTransaction('get', 'written'))).to.equal(value);
        const third = client('org3', { chaincode: 'pair' }).contract;
        await third.submitTransaction('put', 'written', 'by the third');
        expect(textOf(await third.evaluateTransaction('get', 'written'))).to.equal('by the third');
    });

    it('carry transient data', async () => {
        const transientData = { colour: 'blue', shape: 'round' };
        const evaluated = await contract().evaluate('echoTransient', { transientData });
        expect(JSON.parse(textOf(evaluated))).to.deep.equal(transientData);
        const submitted = await contract('any').submit('echoTransient', { transientData });
        expect(JSON.parse(textOf(submitted))).to.deep.equal(transientData);
    });

    it('do not read their own writes', async () => {
        await contract().submitTransaction('put', 'own', 'a');
        expect(textOf(await contract().submitTransaction('append', 'own', 'b'))).to.equal('a');
        expect(textOf(await contract().evaluateTransaction('get', 'own'))).to.equal('ab');
    });

    it('fail in evaluation with what the chaincode threw', async () => {
        expect(await failed(contract().evaluateTransaction('fail', 'thrown'))).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: 'evaluate call to endorser returned error: chaincode response 500, thrown',
            details: ['org1/0: chaincode response 500, thrown'],
        });
    });

    it('fail in submission after each peer of the gateway’s organisation has been asked', async () => {
        expect(await failed(contract().submitTransaction('fail', 'thrown'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: 'failed to endorse transaction, see attached details for more info',
            details: ['org1/0: chaincode response 500, thrown', 'org1/1: chaincode response 500, thrown'],
        });
    });

    it('are committed once, however often they are sent', async () => {
        const { gateway, contract: pair } = client('org1');
        const transaction = await pair.newProposal('put', { arguments: ['once', '1'] }).endorse();
        const first = await (await transaction.submit()).getStatus();
        const again = await (await gateway.newTransaction(transaction.getBytes()).submit()).getStatus();
        expect(again.blockNumber).to.equal(first.blockNumber);
        expect(again.successful).to.equal(true);
    });

    it('are refused as proposals once they have been committed', async () => {
        const { gateway, contract: pair } = client('org1');
        const proposal = pair.newProposal('put', { arguments: ['once', '2'] });
        const transaction = await proposal.endorse();
        await (await transaction.submit()).getStatus();
        const repeated = gateway.newProposal(proposal.getBytes());
        expect(await failed(repeated.endorse())).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: 'failed to endorse transaction, see attached details for more info',
            details: [
                'org1/0: duplicate transaction found [TX]. Creator [HEX]',
                'org1/1: rpc error: code = Unknown desc = duplicate transaction found [TX]. Creator [HEX]',
            ],
        });
    });
});
