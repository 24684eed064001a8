import type { Transaction } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';

import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { validationCode } from '../../support/conformance/failed.js';
import { inOneBlock } from '../../support/conformance/one-block.js';

describeOnEachEngine('validation', ({ contract, client }) => {
    const endorse = (name: string, ...args: string[]): Promise<Transaction> =>
        contract('any').newProposal(name, { arguments: args }).endorse();
    const put = (key: string, value = 'x'): Promise<Uint8Array> => contract('any').submitTransaction('put', key, value);
    const codesInOneBlock = async (transactions: readonly Transaction[]): Promise<readonly string[]> =>
        (await inOneBlock(transactions)).map(({ code }) => validationCode(code));
    const laterCode = async (transaction: Transaction): Promise<string> =>
        validationCode((await (await transaction.submit()).getStatus()).code);

    it('refuses what read a key that has changed since, in an earlier block or in the same', async () => {
        await put('mvcc');
        const stale = await endorse('append', 'mvcc', 'a');
        await put('mvcc', 'changed');
        expect(await laterCode(stale)).to.equal('MVCC_READ_CONFLICT');
        const both = [await endorse('append', 'mvcc', 'b'), await endorse('append', 'mvcc', 'c')];
        expect(await codesInOneBlock(both)).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT']);
    });

    it('lets one of several creators of a key through', async () => {
        const transactions = [await endorse('append', 'mvcc-new', 'a'), await endorse('append', 'mvcc-new', 'b')];
        expect(await codesInOneBlock(transactions)).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT']);
    });

    it('takes writes that read nothing, the last one counting', async () => {
        const transactions = [await endorse('put', 'blind', 'a'), await endorse('put', 'blind', 'b')];
        expect(await codesInOneBlock(transactions)).to.deep.equal(['VALID', 'VALID']);
        expect(Buffer.from(await contract('any').evaluateTransaction('get', 'blind')).toString()).to.equal('b');
    });

    it('does not count what an invalid transaction wrote', async () => {
        await put('mvcc-invalid');
        const invalid = contract('all').newProposal('put', {
            arguments: ['mvcc-invalid', 'x'],
            endorsingOrganizations: ['Org1MSP'],
        });
        const reader = contract('all').newProposal('append', { arguments: ['mvcc-invalid', 'y'] });
        const outcomes = await codesInOneBlock([await invalid.endorse(), await reader.endorse()]);
        expect(outcomes).to.deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'VALID']);
    });

    it('refuses what read a key that the same block deletes, even one that was not there', async () => {
        const transactions = [await endorse('remove', 'never there'), await endorse('append', 'never there', 'a')];
        expect(await codesInOneBlock(transactions)).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT']);
        expect(await laterCode(await endorse('append', 'never there', 'a'))).to.equal('VALID');
    });

    it('refuses what read a key that has been deleted, and made again', async () => {
        await put('mvcc-again');
        const stale = await endorse('append', 'mvcc-again', 'a');
        await contract('any').submitTransaction('remove', 'mvcc-again');
        await put('mvcc-again');
        expect(await laterCode(stale)).to.equal('MVCC_READ_CONFLICT');
    });

    it('refuses what read a key whose policy has changed since', async () => {
        await put('mvcc-policy');
        const stale = await endorse('append', 'mvcc-policy', 'a');
        await contract('any').submitTransaction('requireEndorsers', 'mvcc-policy', 'Org1MSP');
        expect(await laterCode(stale)).to.equal('MVCC_READ_CONFLICT');
    });

    it('refuses what scanned a range in which a key has been added, removed or changed', async () => {
        await put('range-b');
        await put('range-c');
        const count = (): Promise<Transaction> => endorse('countInto', 'range-a', 'range-z', 'counted');
        const added = await count();
        await put('range-d');
        expect(await laterCode(added)).to.equal('PHANTOM_READ_CONFLICT');
        const removed = await count();
        await contract('any').submitTransaction('remove', 'range-b');
        expect(await laterCode(removed)).to.equal('PHANTOM_READ_CONFLICT');
        const changed = await count();
        await put('range-c', 'changed');
        expect(await laterCode(changed)).to.equal('PHANTOM_READ_CONFLICT');
        expect(await laterCode(await count())).to.equal('VALID');
    });

    it('refuses what scanned a range into which the same block writes', async () => {
        const scan = await endorse('countInto', 'phantom-a', 'phantom-z', 'counted');
        const write = await endorse('put', 'phantom-b', 'x');
        expect(await codesInOneBlock([write, scan])).to.deep.equal(['VALID', 'PHANTOM_READ_CONFLICT']);
    });

    it('takes what scanned a range outside which something has changed', async () => {
        const scan = await endorse('countInto', 'outside-b', 'outside-d', 'counted');
        await put('outside-a');
        await put('outside-d');
        expect(await laterCode(scan)).to.equal('VALID');
    });

    it('protects a scan of many keys', async () => {
        await contract('any').submitTransaction('putMany', 'many-', '130');
        const stale = await endorse('countInto', 'many-', 'many-z', 'counted');
        await put('many-0099', 'changed');
        expect(await laterCode(stale)).to.equal('PHANTOM_READ_CONFLICT');
        expect(await laterCode(await endorse('countInto', 'many-', 'many-z', 'counted'))).to.equal('VALID');
    });

    it('refuses what read a private key that has changed since', async () => {
        const write = (value: string): Promise<Uint8Array> =>
            contract('any').submit('putPrivate', { arguments: ['one', 'mvcc'], transientData: { value } });
        await write('a');
        const stale = await contract('any')
            .newProposal('appendPrivate', { arguments: ['one', 'mvcc'], transientData: { value: 'b' } })
            .endorse();
        await write('c');
        expect(await laterCode(stale)).to.equal('MVCC_READ_CONFLICT');
        const hash = await contract('any')
            .newProposal('hashInto', { arguments: ['one', 'mvcc', 'hash'] })
            .endorse();
        await write('d');
        expect(await laterCode(hash)).to.equal('MVCC_READ_CONFLICT');
    });

    it('refuses a transaction that comes twice in one block the second time', async () => {
        const { gateway } = client('org1');
        const transaction = await endorse('put', 'twice', 'x');
        const [first] = await inOneBlock([transaction, gateway.newTransaction(transaction.getBytes())]);
        expect(first?.successful).to.equal(true);
    });
});
