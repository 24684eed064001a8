import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

describeOnEachEngine('endorsement', ({ contract, client, failed }) => {
    it('of an evaluation is by the organisation that is named', async () => {
        for (const mspId of ['Org1MSP', 'Org2MSP', 'Org3MSP']) {
            const server = await contract('any').evaluate('server', { endorsingOrganizations: [mspId] });
            expect(textOf(server)).to.equal(mspId);
        }
    });

    it('of an evaluation is by the gateway’s organisation when none is named', async () => {
        for (const member of ['org1', 'org2', 'org3'] as const) {
            const server = await client(member, { chaincode: 'any' }).contract.evaluateTransaction('server');
            expect(textOf(server)).to.equal(`Org${member.slice(-1)}MSP`);
        }
    });

    it('of a submission is by the organisation that is named', async () => {
        for (const mspId of ['Org2MSP', 'Org3MSP']) {
            const endorsingOrganizations = [mspId];
            const server = await contract('any').submit('server', { endorsingOrganizations });
            expect(textOf(server)).to.equal(mspId);
        }
    });

    it('fails where named organisations have no peers', async () => {
        const endorsingOrganizations = ['Org1MSP', 'Org8MSP', 'Org9MSP'];
        expect(await failed(contract().submit('echo', { arguments: ['x'], endorsingOrganizations }))).to.deep.equal({
            step: 'endorse',
            code: 'UNAVAILABLE',
            message: 'failed to find any endorsing peers for org(s): Org8MSP, Org9MSP',
            details: [],
        });
        expect(
            await failed(contract().evaluate('echo', { arguments: ['x'], endorsingOrganizations: ['Org9MSP'] })),
        ).to.deep.equal({
            step: 'call',
            code: 'FAILED_PRECONDITION',
            message: 'no peers available to evaluate chaincode pair in channel conformance',
            details: [],
        });
    });

    it('by too few organisations is found out at the commit', async () => {
        const endorsingOrganizations = ['Org1MSP'];
        expect(await failed(contract().submit('put', { arguments: ['few', 'x'], endorsingOrganizations }))).to.include({
            step: 'commit',
            code: 'ENDORSEMENT_POLICY_FAILURE',
        });
        expect(await failed(contract().submit('echo', { arguments: ['x'], endorsingOrganizations }))).to.include({
            step: 'commit',
            code: 'ENDORSEMENT_POLICY_FAILURE',
        });
    });

    it('by named organisations shows who failed', async () => {
        const endorsingOrganizations = ['Org1MSP', 'Org3MSP'];
        const call = contract().submit('failAt', { arguments: ['Org3MSP', 'no'], endorsingOrganizations });
        expect(await failed(call)).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: 'failed to collect enough transaction endorsements, see attached details for more info',
            details: ['org3/0: chaincode response 500, no at Org3MSP'],
        });
    });

    it('is taken from elsewhere when the gateway’s organisation may not endorse', async () => {
        await client('org3', { chaincode: 'pair' }).contract.submitTransaction('put', 'elsewhere', 'x');
        const read = await client('org3', { chaincode: 'pair' }).contract.evaluateTransaction('get', 'elsewhere');
        expect(textOf(read)).to.equal('x');
    });
});
