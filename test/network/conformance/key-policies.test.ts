import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import { validationCode } from '../../support/conformance/failed.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { inOneBlock } from '../../support/conformance/one-block.js';

/** AND(Org1, OR(Org2, Org3)), serialised: more than the chaincode library's own helper can say. */
function oneAndEitherOther(): string {
    const principals = ['Org1MSP', 'Org2MSP', 'Org3MSP'].map((mspId) => {
        const role = new msp.MSPRole();
        role.setMspIdentifier(mspId);
        role.setRole(msp.MSPRole.MSPRoleType.PEER);
        const principal = new msp.MSPPrincipal();
        principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
        principal.setPrincipal(role.serializeBinary());
        return principal;
    });
    const envelope = new common.SignaturePolicyEnvelope();
    envelope.setIdentitiesList(principals);
    envelope.setRule(outOf(2, [signedBy(0), outOf(1, [signedBy(1), signedBy(2)])]));
    return Buffer.from(envelope.serializeBinary()).toString('base64');
}

function signedBy(principal: number): common.SignaturePolicy {
    const rule = new common.SignaturePolicy();
    rule.setSignedBy(principal);
    return rule;
}

function outOf(n: number, rules: common.SignaturePolicy[]): common.SignaturePolicy {
    const inner = new common.SignaturePolicy.NOutOf();
    inner.setN(n);
    inner.setRulesList(rules);
    const rule = new common.SignaturePolicy();
    rule.setNOutOf(inner);
    return rule;
}

const FAILED_POLICY = { step: 'commit', code: 'ENDORSEMENT_POLICY_FAILURE' };

describeOnEachEngine('key-level endorsement', ({ contract, failed }) => {
    const put = (
        chaincode: string,
        key: string,
        value: string,
        endorsingOrganizations: string[],
    ): Promise<Uint8Array> => contract(chaincode).submit('put', { arguments: [key, value], endorsingOrganizations });
    const require = (chaincode: string, key: string, mspIds: string): Promise<Uint8Array> =>
        contract(chaincode).submitTransaction('putWithEndorsers', key, 'first', mspIds);

    it('is asked of the organisation that the key names', async () => {
        await require('any', 'sbe-one', 'Org1MSP');
        const listed = await contract('any').evaluateTransaction('endorsersOf', 'sbe-one');
        expect(JSON.parse(textOf(listed))).to.deep.equal(['Org1MSP']);
        expect(await failed(put('any', 'sbe-one', 'x', ['Org2MSP']))).to.include(FAILED_POLICY);
        await put('any', 'sbe-one', 'second', ['Org1MSP']);
        expect(textOf(await contract('any').evaluateTransaction('get', 'sbe-one'))).to.equal('second');
    });

    it('is planned for the organisations that the key names, the gateway’s among them or not', async () => {
        await require('any', 'sbe-planned', 'Org1MSP,Org3MSP');
        await contract('any').submitTransaction('put', 'sbe-planned', 'second');
        await require('any', 'sbe-elsewhere', 'Org2MSP,Org3MSP');
        await contract('any').submitTransaction('put', 'sbe-elsewhere', 'second');
        expect(await failed(put('any', 'sbe-elsewhere', 'x', ['Org1MSP', 'Org2MSP']))).to.include(FAILED_POLICY);
    });

    it('replaces the chaincode’s policy, in both directions', async () => {
        await require('all', 'sbe-replaces', 'Org1MSP');
        await put('all', 'sbe-replaces', 'second', ['Org1MSP']);
        await require('any', 'sbe-replaces', 'Org1MSP,Org2MSP,Org3MSP');
        expect(await failed(put('any', 'sbe-replaces', 'x', ['Org1MSP', 'Org2MSP']))).to.include(FAILED_POLICY);
    });

    it('is first set under the chaincode’s policy', async () => {
        const call = { arguments: ['sbe-first', 'Org1MSP'], endorsingOrganizations: ['Org1MSP'] };
        await contract('all').submitTransaction('put', 'sbe-first', 'x');
        expect(await failed(contract('all').submit('requireEndorsers', call))).to.include(FAILED_POLICY);
    });

    it('is changed under the key’s own policy', async () => {
        await require('any', 'sbe-changed', 'Org1MSP,Org2MSP');
        const call = { arguments: ['sbe-changed', 'Org3MSP'] };
        const byOne = contract('any').submit('requireEndorsers', { ...call, endorsingOrganizations: ['Org1MSP'] });
        expect(await failed(byOne)).to.include(FAILED_POLICY);
        await contract('any').submit('requireEndorsers', call);
        await put('any', 'sbe-changed', 'second', ['Org3MSP']);
    });

    it('asks nothing of a transaction that only reads the key', async () => {
        await require('any', 'sbe-read', 'Org1MSP,Org2MSP,Org3MSP');
        await contract('any').submit('get', { arguments: ['sbe-read'], endorsingOrganizations: ['Org2MSP'] });
    });

    it('needs the chaincode’s policy as well where another key is written', async () => {
        await require('all', 'sbe-mixed', 'Org1MSP');
        const call = { arguments: ['sbe-mixed', 'x', 'unguarded'], endorsingOrganizations: ['Org1MSP'] };
        expect(await failed(contract('all').submit('putBoth', call))).to.include(FAILED_POLICY);
    });

    it('is lost when the key is deleted', async () => {
        await require('any', 'sbe-lost', 'Org1MSP,Org2MSP');
        await contract('any').submitTransaction('remove', 'sbe-lost');
        await put('any', 'sbe-lost', 'again', ['Org3MSP']);
        const listed = await contract('any').evaluateTransaction('endorsersOf', 'sbe-lost');
        expect(JSON.parse(textOf(listed))).to.deep.equal([]);
    });

    it('set on a key that does not exist is of no effect', async () => {
        await contract('any').submitTransaction('requireEndorsers', 'sbe-nothing', 'Org1MSP,Org2MSP');
        await put('any', 'sbe-nothing', 'x', ['Org3MSP']);
    });

    it('changed in a block makes later writes of that block invalid', async () => {
        await require('any', 'sbe-block', 'Org1MSP');
        const change = contract('any').newProposal('requireEndorsers', { arguments: ['sbe-block', 'Org1MSP,Org2MSP'] });
        const write = contract('any').newProposal('put', {
            arguments: ['sbe-block', 'x'],
            endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
        });
        const outcomes = await inOneBlock([await change.endorse(), await write.endorse()]);
        expect(outcomes.map(({ code }) => validationCode(code))).to.deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE']);
    });

    it('changed by an invalid transaction does not make later writes of that block invalid', async () => {
        await require('any', 'sbe-invalid', 'Org1MSP,Org2MSP');
        const change = contract('any').newProposal('requireEndorsers', {
            arguments: ['sbe-invalid', 'Org3MSP'],
            endorsingOrganizations: ['Org3MSP'],
        });
        const write = contract('any').newProposal('put', { arguments: ['sbe-invalid', 'x'] });
        const transactions: Transaction[] = [await change.endorse(), await write.endorse()];
        const outcomes = await inOneBlock(transactions);
        expect(outcomes.map(({ code }) => validationCode(code))).to.deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'VALID']);
    });

    it('may be any signature policy', async () => {
        await contract('any').submitTransaction('put', 'sbe-raw', 'first');
        await contract('any').submitTransaction('setPolicy', 'sbe-raw', oneAndEitherOther());
        expect(await failed(put('any', 'sbe-raw', 'x', ['Org2MSP', 'Org3MSP']))).to.include(FAILED_POLICY);
        await put('any', 'sbe-raw', 'x', ['Org1MSP', 'Org3MSP']);
        await contract('any').submitTransaction('put', 'sbe-raw', 'planned');
    });

    describe('of two organisations, beside private data of theirs', () => {
        const PAIR = ['Org1MSP', 'Org3MSP'];
        const putBoth = (key: string, endorsingOrganizations?: string[]): Promise<Uint8Array> =>
            contract('all').submit('putPrivateAndPut', {
                arguments: ['shared', key, key, 'together'],
                transientData: { value: 'x' },
                ...(endorsingOrganizations === undefined ? {} : { endorsingOrganizations }),
            });

        it('lets both write a key that was created under the chaincode’s policy, named or planned', async () => {
            await require('all', 'sbe-pair', PAIR.join());
            await putBoth('sbe-pair', PAIR);
            await putBoth('sbe-pair');
            await contract('all').submitTransaction('getPrivateThenPut', 'shared', 'sbe-pair', 'sbe-pair');
            expect(textOf(await contract('all').evaluateTransaction('get', 'sbe-pair'))).to.equal('1');
        });

        it('does not let one of them', async () => {
            await require('all', 'sbe-alone', PAIR.join());
            expect(await failed(putBoth('sbe-alone', ['Org1MSP']))).to.include(FAILED_POLICY);
        });

        it('does not let both create a key', async () => {
            expect(await failed(putBoth('sbe-new', PAIR))).to.include(FAILED_POLICY);
        });
    });

    it('guards a private key in place of the collection’s policy', async () => {
        const arguments_ = ['plain', 'sbe-private'];
        const transientData = { value: 'x' };
        const endorsingOrganizations = ['Org1MSP', 'Org3MSP'];
        await contract('any').submit('putPrivate', { arguments: arguments_, transientData, endorsingOrganizations });
        await contract('any').submit('requirePrivateEndorsers', {
            arguments: [...arguments_, 'Org1MSP,Org3MSP'],
            endorsingOrganizations,
        });
        const byOne = contract('any').submit('putPrivate', {
            arguments: arguments_,
            transientData,
            endorsingOrganizations: ['Org1MSP'],
        });
        expect(await failed(byOne)).to.include(FAILED_POLICY);
        await contract('any').submit('putPrivate', { arguments: arguments_, transientData, endorsingOrganizations });
    });
});
