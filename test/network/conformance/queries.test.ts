import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import { CALLEE, CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

interface Page {
    readonly keys: readonly string[];
    readonly bookmark: string;
    readonly count: number;
}

describeOnEachEngine('queries', ({ contract, failed }) => {
    const ask = async <T>(name: string, ...args: string[]): Promise<T> =>
        JSON.parse(textOf(await contract('any').evaluateTransaction(name, ...args))) as T;
    const put = (key: string, value = 'x'): Promise<Uint8Array> => contract('any').submitTransaction('put', key, value);

    it('give keys in the order of their bytes, the end left out', async () => {
        for (const key of ['order-é', 'order-z', 'order-a', 'order-😀', 'order-\uff01']) {
            await put(key);
        }
        expect(await ask('range', 'order-', 'order-\u{10ffff}')).to.deep.equal([
            'order-a',
            'order-z',
            'order-é',
            'order-\uff01',
            'order-😀',
        ]);
        expect(await ask('range', 'order-a', 'order-é')).to.deep.equal(['order-a', 'order-z']);
    });

    it('give more keys than a peer sends at once', async () => {
        await contract('any').submitTransaction('putMany', 'long-', '250');
        const keys = await ask<string[]>('range', 'long-', 'long-z');
        expect(keys).to.have.length(250);
        expect(keys.at(-1)).to.equal('long-0249');
    });

    it('give pages, each with the bookmark of the next', async () => {
        await contract('any').submitTransaction('putMany', 'page-', '5');
        const first = await ask<Page>('page', 'page-', 'page-z', '2', '');
        expect(first).to.deep.equal({ keys: ['page-0000', 'page-0001'], bookmark: 'page-0002', count: 2 });
        const second = await ask<Page>('page', 'page-', 'page-z', '2', first.bookmark);
        expect(second).to.deep.equal({ keys: ['page-0002', 'page-0003'], bookmark: 'page-0004', count: 2 });
        const third = await ask<Page>('page', 'page-', 'page-z', '2', second.bookmark);
        expect(third).to.deep.equal({ keys: ['page-0004'], bookmark: '', count: 1 });
        const exact = await ask<Page>('page', 'page-', 'page-z', '5', '');
        expect(exact).to.include({ bookmark: '', count: 5 });
    });

    it('by page cannot be followed by a write', async () => {
        const problem =
            'chaincode response 500, PUT_STATE failed: transaction ID: TX: txid [TX]: unsuppored transaction. ' +
            'Transaction has already performed a paginated query. Writes are not allowed';
        expect(await failed(contract('any').submitTransaction('pageThenPut', 'page-', 'page-z', 'k'))).to.deep.equal({
            step: 'endorse',
            code: 'ABORTED',
            message: 'failed to endorse transaction, see attached details for more info',
            details: [`org1/0: ${problem}`, `org1/1: ${problem}`],
        });
    });

    it('by part of a composite key give the keys that begin with it', async () => {
        for (const attributes of ['red,1', 'red,2', 'redder,1', 'blue,1']) {
            await contract('any').submitTransaction('composite', 'colour', attributes);
        }
        expect(await ask('byPartialKey', 'colour', 'red')).to.deep.equal([
            ['red', '1'],
            ['red', '2'],
        ]);
    });

    it('of plain keys leave composite keys out', async () => {
        await contract('any').submitTransaction('composite', 'apart', 'x');
        const keys = await ask<string[]>('range', '', '');
        expect(keys.some((key) => key.includes('apart'))).to.equal(false);
        expect(keys).to.include('order-a');
    });

    it('of a key’s history give every version, the newest first', async () => {
        await put('history', '1');
        await put('history', '2');
        await contract('any').submitTransaction('remove', 'history');
        await put('history', '3');
        const versions = await ask<{ value: string | null }[]>('history', 'history');
        expect(versions.map(({ value }) => value)).to.deep.equal(['3', null, '2', '1']);
    });

    it('reach another chaincode’s state through it alone', async () => {
        await contract('any').submitTransaction('call', CALLEE, '', 'put,called,by another');
        expect(textOf(await contract(CALLEE).evaluateTransaction('get', 'called'))).to.equal('by another');
        expect(textOf(await contract('any').evaluateTransaction('get', 'called'))).to.equal('');
        const through = await contract('any').evaluateTransaction('call', CALLEE, CHANNEL, 'get,called');
        expect(textOf(through)).to.equal('by another');
    });

    it('through a chaincode that is not there fail, as on a channel that the peer has not joined', async () => {
        const prefix = 'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: TX: ';
        const absent =
            `${prefix}execute failed: invalid invocation: [channel conformance] failed to get chaincode container ` +
            'info for absent: chaincode absent not found';
        expect(await failed(contract('any').evaluateTransaction('call', 'absent', '', 'get,x'))).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: `evaluate call to endorser returned error: ${absent}`,
            details: [`org1/0: ${absent}`],
        });
        const elsewhere = `${prefix}Failed to get policy manager for channel [elsewhere]`;
        const call = contract('any').evaluateTransaction('call', CALLEE, 'elsewhere', 'get,x');
        expect(await failed(call)).to.deep.equal({
            step: 'call',
            code: 'UNKNOWN',
            message: `evaluate call to endorser returned error: ${elsewhere}`,
            details: [`org1/0: ${elsewhere}`],
        });
    });

    it('leave it to the calling chaincode what it makes of the other’s refusal', async () => {
        expect(await ask('callOutcome', CALLEE, 'fail,no')).to.deep.equal({ status: 500, message: 'no' });
        expect(await ask('callOutcome', CALLEE, 'echo,yes')).to.deep.equal({ status: 200, message: '' });
    });
});
