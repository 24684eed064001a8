import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import type { Member } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { sha256 } from '../../support/sha256.js';

const LATER = 'failed to collect enough transaction endorsements, see attached details for more info';
const FIRST = 'failed to endorse transaction, see attached details for more info';

const UNTRUSTED = 'retry specifying trusted endorsing organizations to protect transient data';

/** Fabric names the collections in any order. */
const notHeld = (message: string): readonly string[] => {
    const [, collections = '', advice = ''] =
        /^requires endorsement from organisation\(s\) that are not in the distribution policy of the private data collection\(s\): \[(.*)\]; (.*)$/.exec(
            message,
        ) ?? [];
    return [...collections.split(' ').sort(), advice];
};

const denied = (access: 'read' | 'write', operation: string, collection: string): string =>
    `chaincode response 500, ${operation} failed: transaction ID: TX: tx creator does not have ${access} access ` +
    `permission on privatedata in chaincodeName:any collectionName: ${collection}`;

describeOnEachEngine('private data', ({ contract, client, failed }) => {
    const write = (
        member: Member,
        collection: string,
        key: string,
        endorsingOrganizations?: string[],
    ): Promise<Uint8Array> =>
        contract('any', member).submit('putPrivate', {
            arguments: [collection, key],
            transientData: { value: `${collection} ${key}` },
            ...(endorsingOrganizations === undefined ? {} : { endorsingOrganizations }),
        });
    const read = async (member: Member, collection: string, key: string): Promise<string> =>
        textOf(await contract('any', member).evaluateTransaction('getPrivate', collection, key));

    it('is written and read by its owner', async () => {
        await write('org1', 'one', 'own');
        expect(await read('org1', 'one', 'own')).to.equal('one own');
    });

    it('leaves its hash to everybody', async () => {
        await write('org1', 'one', 'hashed');
        const hash = sha256('one hashed');
        for (const member of ['org1', 'org2', 'org3'] as const) {
            const found = await contract('any', member).evaluateTransaction('privateHash', 'one', 'hashed');
            expect(textOf(found)).to.equal(hash);
        }
    });

    it('is refused to a client of another organisation, at its own peer and at the owner’s', async () => {
        await write('org1', 'shared', 'refused');
        const message = denied('read', 'GET_STATE', 'shared');
        expect(await failed(read('org2', 'shared', 'refused'))).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: `evaluate call to endorser returned error: ${message}`,
            details: [`org2/0: ${message}`],
        });
        const atOwner = contract('any', 'org2').evaluate('getPrivate', {
            arguments: ['shared', 'refused'],
            endorsingOrganizations: ['Org3MSP'],
        });
        expect(await failed(atOwner)).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: `evaluate call to endorser returned error: ${message}`,
            details: [`org3/0: ${message}`],
        });
    });

    it('is written by any client where the collection does not forbid it', async () => {
        await write('org2', 'one', 'by a stranger', ['Org1MSP']);
        expect(await read('org1', 'one', 'by a stranger')).to.equal('one by a stranger');
    });

    it('is not written by a client of another organisation where the collection forbids it', async () => {
        const message = denied('write', 'PUT_STATE', 'shared');
        expect(await failed(write('org2', 'shared', 'forbidden', ['Org1MSP', 'Org3MSP']))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: LATER,
            details: [`org1/0: ${message}`, `org1/1: ${message}`, `org3/0: ${message}`],
        });
        expect(await failed(write('org2', 'shared', 'forbidden'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org2/0: ${message}`],
        });
    });

    it('of two organisations is endorsed by both without their being named', async () => {
        await write('org1', 'shared', 'both');
        expect(await read('org1', 'shared', 'both')).to.equal('shared both');
        expect(await read('org3', 'shared', 'both')).to.equal('shared both');
        await write('org3', 'shared', 'both ways');
        expect(await read('org1', 'shared', 'both ways')).to.equal('shared both ways');
    });

    it('of two organisations cannot be endorsed by one', async () => {
        expect(await failed(write('org1', 'shared', 'one only', ['Org1MSP']))).to.include({
            step: 'commit',
            code: 'ENDORSEMENT_POLICY_FAILURE',
        });
    });

    it('of two organisations is endorsed by both alone, whoever else the chaincode’s policy asks for', async () => {
        const call = { arguments: ['shared', 'both alone'], transientData: { value: 'first' } };
        await contract('all').submit('putPrivate', call);
        const endorsingOrganizations = ['Org1MSP', 'Org3MSP'];
        await contract('all').submit('appendPrivate', { ...call, endorsingOrganizations });
        const found = await contract('all', 'org3').evaluateTransaction('getPrivate', 'shared', 'both alone');
        expect(textOf(found)).to.equal('firstfirst');
        expect(
            await failed(contract('all').submit('putPrivate', { ...call, endorsingOrganizations: ['Org1MSP'] })),
        ).to.include({ step: 'commit', code: 'ENDORSEMENT_POLICY_FAILURE' });
    });

    it('in a collection without a policy of its own is under the chaincode’s', async () => {
        const call = { arguments: ['plain', 'not alone'], transientData: { value: 'x' } };
        const endorsingOrganizations = ['Org1MSP', 'Org3MSP'];
        expect(await failed(contract('all').submit('putPrivate', { ...call, endorsingOrganizations }))).to.include({
            step: 'commit',
            code: 'ENDORSEMENT_POLICY_FAILURE',
        });
    });

    it('in collections of different organisations is endorsed only by organisations that are named', async () => {
        const call = { arguments: ['shared', 'three', 'in two'], transientData: { value: 'x' } };
        for (const member of ['org1', 'org3'] as const) {
            const failure = await failed(contract('any', member).submit('putPrivateInTwo', call));
            expect(failure).to.include({ step: 'endorse', code: 'FAILED_PRECONDITION' });
            expect(notHeld(failure.message)).to.deep.equal(['shared', 'three', UNTRUSTED]);
        }
        const endorsingOrganizations = ['Org1MSP', 'Org3MSP'];
        await contract('any', 'org1').submit('putPrivateInTwo', { ...call, endorsingOrganizations });
        expect(await read('org3', 'three', 'in two')).to.equal('x');
    });

    it('in the implicit collections of two organisations is never planned, but takes both when they are named', async () => {
        const collections = ['_implicit_org_Org1MSP', '_implicit_org_Org2MSP'];
        const call = { arguments: [...collections, 'implicit'], transientData: { value: 'x' } };
        const failure = await failed(contract('any').submit('putPrivateInTwo', call));
        expect(failure).to.include({ step: 'endorse', code: 'FAILED_PRECONDITION' });
        expect(notHeld(failure.message)).to.deep.equal([...collections, UNTRUSTED]);
        const endorsingOrganizations = ['Org1MSP', 'Org2MSP'];
        await contract('any').submit('putPrivateInTwo', { ...call, endorsingOrganizations });
        expect(await read('org1', '_implicit_org_Org1MSP', 'implicit')).to.equal('x');
        expect(await read('org2', '_implicit_org_Org2MSP', 'implicit')).to.equal('x');
    });

    it('of an implicit collection is read by any client at the owner’s peer, and is not at another’s', async () => {
        await write('org1', '_implicit_org_Org1MSP', 'open');
        const atOwner = await contract('any', 'org2').evaluate('getPrivate', {
            arguments: ['_implicit_org_Org1MSP', 'open'],
            endorsingOrganizations: ['Org1MSP'],
        });
        expect(textOf(atOwner)).to.equal('_implicit_org_Org1MSP open');
        const elsewhere = await failed(read('org2', '_implicit_org_Org1MSP', 'open'));
        expect({ ...elsewhere, message: elsewhere.message.replace(/\{.*\}/, 'VERSION') }).to.include({
            code: 'UNKNOWN',
            message:
                'evaluate call to endorser returned error: chaincode response 500, GET_STATE failed: transaction ID: ' +
                'TX: private data matching public hash version is not available. Public hash version = VERSION, ' +
                'Private data version = <nil>',
        });
    });

    it('read while another organisation endorses fails there', async () => {
        await write('org1', '_implicit_org_Org1MSP', 'endorsed');
        const call = contract('any', 'org1').submit('getPrivateThenPut', {
            arguments: ['_implicit_org_Org1MSP', 'endorsed', 'length'],
            endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
        });
        const { step, code, details } = await failed(call);
        expect({ step, code, nodes: details.map((detail) => detail.slice(0, 6)) }).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            nodes: ['org2/0'],
        });
    });

    it('decides with the chaincode’s policy together where public state is written too', async () => {
        await write('org1', 'plain', 'public too');
        await contract('any', 'org1').submitTransaction('getPrivateThenPut', 'plain', 'public too', 'length of plain');
        const read = await contract('any', 'org2').evaluateTransaction('get', 'length of plain');
        expect(textOf(read)).to.equal('16');
        expect(
            await failed(contract('pair').submitTransaction('getPrivateThenPut', 'plain', 'public too', 'l')),
        ).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: ['org1/0', 'org1/1'].map(
                (peer) =>
                    `${peer}: chaincode response 500, GET_STATE failed: transaction ID: TX: ` +
                    'collection conformance/pair/plain could not be found',
            ),
        });
    });

    it('of a collection that is not defined cannot be read', async () => {
        const message =
            'chaincode response 500, GET_STATE failed: transaction ID: TX: ' +
            'collection conformance/any/absent could not be found';
        expect(await failed(read('org1', 'absent', 'k'))).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: `evaluate call to endorser returned error: ${message}`,
            details: [`org1/0: ${message}`],
        });
    });

    it('scanned cannot be followed by a write, nor the other way round', async () => {
        const after =
            'chaincode response 500, PUT_STATE failed: transaction ID: TX: txid [TX]: unsuppored transaction. ' +
            'Transaction has already performed queries on pvt data. Writes are not allowed';
        const call = contract('any', 'org1').submitTransaction('privateRangeThenPut', 'plain', 'a', 'z', 'k');
        expect(await failed(call)).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org1/0: ${after}`, `org1/1: ${after}`],
        });
        const before =
            'chaincode response 500, GET_STATE_BY_RANGE failed: transaction ID: TX: txid [TX]: unsuppored ' +
            'transaction. Queries on pvt data is supported only in a read-only transaction';
        const reversed = contract('any', 'org1').submitTransaction('putThenPrivateRange', 'plain', 'a', 'z', 'k');
        expect(await failed(reversed)).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: FIRST,
            details: [`org1/0: ${before}`, `org1/1: ${before}`],
        });
    });

    it('got by keys that a public scan found can be followed by a write', async () => {
        await write('org1', 'plain', 'scan-a');
        await contract('any').submitTransaction('put', 'scan-a', 'x');
        await contract('any').submitTransaction('rangeThenGetPrivate', 'scan-', 'scan-b', 'plain');
        expect(textOf(await contract('any').evaluateTransaction('get', 'scan-a-seen'))).to.equal('plain scan-a');
    });

    it('is gone after its time, counted in blocks', async () => {
        await write('org1', 'brief', 'short', ['Org1MSP', 'Org3MSP']);
        expect(await read('org1', 'brief', 'short')).to.equal('brief short');
        await contract().submitTransaction('put', 'next block', '1');
        expect(await read('org1', 'brief', 'short')).to.equal('brief short');
        await contract().submitTransaction('put', 'next block', '2');
        expect(await read('org1', 'brief', 'short')).to.equal('');
    });

    it('is deleted, and purged', async () => {
        await write('org1', 'shared', 'deleted');
        await contract('any').submitTransaction('removePrivate', 'shared', 'deleted');
        expect(await read('org3', 'shared', 'deleted')).to.equal('');
        await write('org1', 'shared', 'purged');
        await contract('any').submitTransaction('purgePrivate', 'shared', 'purged');
        expect(await read('org3', 'shared', 'purged')).to.equal('');
        expect(textOf(await contract('any').evaluateTransaction('privateHash', 'shared', 'purged'))).to.equal('');
    });

    describe('given as transient data', () => {
        /** Which organisations with one peer were given it. */
        const saw = async (chaincode: string, txId: string): Promise<readonly Member[]> => {
            const seen: Member[] = [];
            for (const member of ['org2', 'org3'] as const) {
                const answer = await contract(chaincode, member).evaluateTransaction('sawTransient', txId);
                if (textOf(answer) === 'true') {
                    seen.push(member);
                }
            }
            return seen;
        };

        it('goes to the organisations of the collection alone', async () => {
            const proposal = contract('any', 'org1').newProposal('noteTransient', {
                arguments: ['shared', 'routed'],
                transientData: { value: 'x' },
            });
            await (await (await proposal.endorse()).submit()).getStatus();
            expect(await saw('any', proposal.getTransactionId())).to.deep.equal(['org3']);
        });

        it('goes to whoever satisfies the policy when only its hash is compared', async () => {
            await write('org3', 'three', 'compared', ['Org3MSP']);
            const proposal = contract('most', 'org1').newProposal('matches', {
                arguments: ['shared', 'nothing', 'matches'],
                transientData: { value: 'x' },
            });
            await (await (await proposal.endorse()).submit()).getStatus();
            expect(await saw('most', proposal.getTransactionId())).to.have.length(1);
        });

        it('goes to another organisation’s gateway when the client is connected there', async () => {
            const proposal = client('org2', { as: 'org1', chaincode: 'any' }).contract.newProposal('noteTransient', {
                arguments: ['one', 'elsewhere'],
                transientData: { value: 'x' },
            });
            await (await (await proposal.endorse()).submit()).getStatus();
            expect(await read('org1', 'one', 'elsewhere')).to.equal('x');
            expect(await saw('any', proposal.getTransactionId())).to.deep.equal(['org2']);
        });
    });
});
