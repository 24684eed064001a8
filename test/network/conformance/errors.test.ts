import { expect } from 'chai';

import { describeOnEachEngine } from '../../support/conformance/engines.js';

const FIRST = 'failed to endorse transaction, see attached details for more info';
const LATER = 'failed to collect enough transaction endorsements, see attached details for more info';
const NO_PLAN = 'no combination of peers can be derived which satisfy the endorsement policy: ';

describeOnEachEngine('errors', ({ contract, client, failed, network }) => {
    it('name the arguments that are missing', async () => {
        expect(await failed(contract().evaluateTransaction('echo'))).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message:
                'evaluate call to endorser returned error: chaincode response 500, ' +
                'Expected 1 parameters, but 0 have been supplied',
            details: ['org1/0: chaincode response 500, Expected 1 parameters, but 0 have been supplied'],
        });
    });

    it('name the chaincode that nobody has defined', async () => {
        const { contract: absent } = client('org1', { chaincode: 'absent' });
        expect(await failed(absent.submitTransaction('echo', 'x'))).to.deep.equal({
            step: 'endorse',
            code: 'FAILED_PRECONDITION',
            message: `${NO_PLAN}No metadata was found for chaincode absent in channel conformance`,
            details: [],
        });
        expect(await failed(absent.evaluateTransaction('echo', 'x'))).to.deep.equal({
            step: 'call',
            code: 'FAILED_PRECONDITION',
            message: 'no peers available to evaluate chaincode absent in channel conformance',
            details: [],
        });
    });

    it('name the channel that the peer has not joined', async () => {
        const { contract: elsewhere } = client('org1', { channel: 'elsewhere' });
        expect(await failed(elsewhere.submitTransaction('echo', 'x'))).to.deep.equal({
            step: 'endorse',
            code: 'FAILED_PRECONDITION',
            message: `${NO_PLAN}No metadata was found for chaincode pair in channel elsewhere`,
            details: [],
        });
        expect(await failed(elsewhere.evaluateTransaction('echo', 'x'))).to.deep.equal({
            step: 'call',
            code: 'UNAVAILABLE',
            message: 'failed to get config for channel [elsewhere]: could not get last config for channel elsewhere',
            details: [],
        });
    });

    it('name the function that does not exist', async () => {
        const message = "You've asked to invoke a function that does not exist: absent";
        expect(await failed(contract().submitTransaction('absent'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org1/0: chaincode response 500, ${message}`, `org1/1: chaincode response 500, ${message}`],
        });
    });

    it('name every peer of a required organisation that fails', async () => {
        expect(await failed(contract('all').submitTransaction('failAt', 'Org3MSP', 'no'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: ['org3/0: chaincode response 500, no at Org3MSP'],
        });
        expect(await failed(contract('all').submitTransaction('failAt', 'Org2MSP,Org3MSP', 'no'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: ['org2/0: chaincode response 500, no at Org2MSP', 'org3/0: chaincode response 500, no at Org3MSP'],
        });
    });

    it('end with the gateway’s organisation when its peers fail', async () => {
        expect(await failed(contract('all').submitTransaction('failAt', 'Org1MSP', 'no'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: ['org1/0: chaincode response 500, no at Org1MSP', 'org1/1: chaincode response 500, no at Org1MSP'],
        });
    });

    it('tell when organisations do not come to the same result', async () => {
        expect(await failed(contract('all').submitTransaction('disagreeAt', 'Org3MSP', 'k'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: ['org3/0: ProposalResponsePayloads do not match'],
        });
    });

    it('tell when every organisation comes to another result', async () => {
        expect(await failed(contract('all').submitTransaction('random', 'k'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: ['org2/0: ProposalResponsePayloads do not match', 'org3/0: ProposalResponsePayloads do not match'],
        });
    });

    it('go round an organisation that fails where the policy allows it', async () => {
        await contract('most').submitTransaction('failAt', 'Org2MSP', 'no');
        await contract('most').submitTransaction('failAt', 'Org3MSP', 'no');
        expect(await failed(contract('most').submitTransaction('failAt', 'Org2MSP,Org3MSP', 'no'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: ['org2/0: chaincode response 500, no at Org2MSP', 'org3/0: chaincode response 500, no at Org3MSP'],
        });
    });

    it('refuse a certificate of another organisation than the one claimed', async () => {
        const { contract: forged } = client('org1', { as: 'org2', mspId: 'Org1MSP' });
        const denied =
            'error validating proposal: access denied: channel [conformance] creator org unknown, ' +
            'creator is malformed';
        expect(await failed(forged.evaluateTransaction('echo', 'x'))).to.deep.equal({
            step: 'call',
            code: 'FAILED_PRECONDITION',
            message: `evaluate call to endorser returned error: ${denied}`,
            details: [`org1/0: ${denied}`],
        });
        expect(await failed(forged.submitTransaction('echo', 'x'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org1/0: ${denied}`, `org1/1: rpc error: code = Unknown desc = ${denied}`],
        });
    });

    it('refuse an organisation that is no member', async () => {
        const { contract: stranger } = client('org1', { mspId: 'Org9MSP' });
        const denied =
            'error validating proposal: access denied: channel [conformance] creator org unknown, ' +
            'creator is malformed';
        expect(await failed(stranger.evaluateTransaction('echo', 'x'))).to.deep.equal({
            step: 'call',
            code: 'FAILED_PRECONDITION',
            message: `evaluate call to endorser returned error: ${denied}`,
            details: [`org1/0: ${denied}`],
        });
    });

    it('take an organisation’s administrator, and its client through another’s peer', async () => {
        await client('org1', { user: 'Admin' }).contract.submitTransaction('echo', 'x');
        await client('org3', { as: 'org2' }).contract.submitTransaction('echo', 'x');
    });

    it('name each peer whose chaincode ended, and go on with the next call', async () => {
        const terminated =
            'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated';
        expect(await failed(contract('all').submitTransaction('exit'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org1/0: ${terminated}`, `org1/1: ${terminated}`],
        });
        await network().chaincodeBack();
        await contract('all').submitTransaction('echo', 'x');
        expect(await failed(contract('all').submitTransaction('exitAt', 'Org3MSP'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: [`org3/0: ${terminated}`],
        });
        await network().chaincodeBack();
        await contract('all').submitTransaction('echo', 'x');
    });

    it('name each peer whose chaincode ended in an evaluation', async () => {
        const terminated =
            'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated';
        expect(await failed(contract('any').evaluateTransaction('exit'))).to.deep.equal({
            step: 'call',
            code: 'ABORTED',
            message: 'failed to evaluate transaction, see attached details for more info',
            details: ['org1/0', 'org1/1', 'org2/0', 'org3/0'].map((peer) => `${peer}: ${terminated}`),
        });
        await network().chaincodeBack();
        await contract('all').submitTransaction('echo', 'x');
    });
});
