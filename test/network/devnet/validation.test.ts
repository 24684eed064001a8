import { StatusCode, type Contract } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { mspIdOf, startProbeNetwork, textOf, type Member, type ProbeNetwork } from '../../support/probe-network.js';

describe('validation of transactions', () => {
    let network: ProbeNetwork;
    let contract: Contract;

    before(async () => {
        network = await startProbeNetwork({ batch: { timeoutMs: 50 } });
        contract = network.client('alpha').contract;
    });
    after(() => network.close());

    /** Endorses all, then submits all, in this order, and gives the validation codes. */
    async function codesOf(...calls: readonly (readonly [string, ...string[]])[]): Promise<number[]> {
        const endorsed = [];
        for (const [name, ...args] of calls) {
            endorsed.push(await contract.newProposal(name, { arguments: args }).endorse());
        }
        const commits = [];
        for (const transaction of endorsed) {
            commits.push(await transaction.submit());
        }
        return Promise.all(commits.map(async (commit) => (await commit.getStatus()).code));
    }

    const submitAs = (orgs: readonly Member[], name: string, ...args: string[]): Promise<Uint8Array> =>
        contract.submit(name, { arguments: args, endorsingOrganizations: orgs.map(mspIdOf) });

    it('lets the first of two transactions that read and write a key win, in one block or in two', async () => {
        await contract.submitTransaction('put', 'm', '0');
        const codes = await codesOf(['append', 'm', 'a'], ['append', 'm', 'b']);
        expect(codes).to.deep.equal([StatusCode.VALID, StatusCode.MVCC_READ_CONFLICT]);
        expect(textOf(await contract.evaluateTransaction('get', 'm'))).to.equal('0a');

        const stale = await contract.newProposal('append', { arguments: ['m', 'c'] }).endorse();
        await contract.submitTransaction('put', 'm', '1');
        const { code } = await (await stale.submit()).getStatus();
        expect(code).to.equal(StatusCode.MVCC_READ_CONFLICT);
    });

    it('lets writes that read nothing pass together', async () => {
        expect(await codesOf(['put', 'blind', 'a'], ['put', 'blind', 'b'])).to.deep.equal([0, 0]);
        expect(textOf(await contract.evaluateTransaction('get', 'blind'))).to.equal('b');
    });

    it('finds a key that came into a range that was read', async () => {
        await contract.submitTransaction('putMany', 'p', '3');
        const codes = await codesOf(['put', 'p0001x', 'new'], ['countInto', 'p', 'q', 'count']);
        expect(codes).to.deep.equal([StatusCode.VALID, StatusCode.PHANTOM_READ_CONFLICT]);
        expect(await codesOf(['countInto', 'p', 'q', 'count'], ['remove', 'p0001x'])).to.deep.equal([0, 0]);
        expect(textOf(await contract.evaluateTransaction('get', 'count'))).to.equal('4');
    });

    it('finds a change in a range too long to be recorded key by key', async () => {
        await contract.submitTransaction('putMany', 'long', '2700');
        expect(await codesOf(['countInto', 'long', 'lonh', 'total'])).to.deep.equal([StatusCode.VALID]);
        expect(textOf(await contract.evaluateTransaction('get', 'total'))).to.equal('2700');
        const codes = await codesOf(['remove', 'long1234'], ['countInto', 'long', 'lonh', 'total']);
        expect(codes).to.deep.equal([StatusCode.VALID, StatusCode.PHANTOM_READ_CONFLICT]);
    });

    it('refuses endorsements that differ', async () => {
        const failure = await failureOf(contract.submitTransaction('random', 'r'));
        expect(failure.message).to.contain('failed to collect enough transaction endorsements');
        expect(failure.details).to.include('ProposalResponsePayloads do not match');
    });

    it('invalidates a transaction that too few organisations endorsed', async () => {
        const failure = await failureOf(submitAs(['alpha'], 'put', 'few', 'x'));
        expect(failure.code).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE);
        expect(textOf(await contract.evaluateTransaction('get', 'few'))).to.equal('');
    });

    it("holds a key to its own policy, in the chaincode's place", async () => {
        await contract.submitTransaction('put', 'guarded', '1');
        await contract.submitTransaction('requireEndorsers', 'guarded', 'GammaMSP');
        const failure = await failureOf(submitAs(['alpha', 'beta'], 'put', 'guarded', '2'));
        expect(failure.code).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE);
        await submitAs(['gamma'], 'put', 'guarded', '3');
        await contract.submitTransaction('put', 'guarded', '4');
        expect(textOf(await contract.evaluateTransaction('get', 'guarded'))).to.equal('4');
    });

    it('drops the policy of a key with the key', async () => {
        await contract.submitTransaction('put', 'dropped', '1');
        await contract.submitTransaction('requireEndorsers', 'dropped', 'GammaMSP');
        await contract.submitTransaction('remove', 'dropped');
        await submitAs(['alpha', 'beta'], 'put', 'dropped', '2');
        expect(textOf(await contract.evaluateTransaction('get', 'dropped'))).to.equal('2');
    });

    it('does not let a key be written in the block that changes its policy', async () => {
        await contract.submitTransaction('put', 'moved', '1');
        const codes = await codesOf(['requireEndorsers', 'moved', 'AlphaMSP,BetaMSP'], ['put', 'moved', '2']);
        expect(codes).to.deep.equal([StatusCode.VALID, StatusCode.ENDORSEMENT_POLICY_FAILURE]);
    });
});
