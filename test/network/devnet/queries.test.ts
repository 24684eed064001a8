import type { Contract } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, textOf, type ProbeNetwork } from '../../support/probe-network.js';

interface Page {
    readonly keys: readonly string[];
    readonly bookmark: string;
    readonly count: number;
}

describe('queries of the state', () => {
    let network: ProbeNetwork;
    let contract: Contract;

    before(async () => {
        network = await startProbeNetwork();
        contract = network.client('alpha').contract;
        await contract.submitTransaction('putMany', 'k', '250');
    });
    after(() => network.close());

    const evaluate = async <T>(name: string, ...args: string[]): Promise<T> =>
        JSON.parse(textOf(await contract.evaluateTransaction(name, ...args))) as T;

    it('reads a range of more than one batch, end excluded', async () => {
        const keys = await evaluate<string[]>('range', 'k0010', 'k0240');
        expect(keys).to.have.length(230);
        expect([keys[0], keys.at(-1)]).to.deep.equal(['k0010', 'k0239']);
    });

    it('reads page after page by bookmark', async () => {
        const first = await evaluate<Page>('page', 'k', 'l', '120', '');
        expect([first.count, first.bookmark]).to.deep.equal([120, 'k0120']);
        const second = await evaluate<Page>('page', 'k', 'l', '120', first.bookmark);
        const third = await evaluate<Page>('page', 'k', 'l', '120', second.bookmark);
        expect([third.keys.length, third.keys.at(-1), third.bookmark]).to.deep.equal([10, 'k0249', '']);
    });

    it('refuses a write after a page', async () => {
        const failure = await failureOf(contract.submitTransaction('pageThenPut', 'k', 'l', 'x'));
        expect(failure.details.join()).to.contain('has already performed a paginated query. Writes are not allowed');
    });

    it('orders keys by their UTF-8 bytes', async () => {
        for (const key of ['z\u{1F600}', 'z\uFFFD', 'z\u00E9', 'zz']) {
            await contract.submitTransaction('put', key, 'x');
        }
        expect(await evaluate('range', 'z', '{')).to.deep.equal(['zz', 'z\u00E9', 'z\uFFFD', 'z\u{1F600}']);
    });

    it('finds composite keys by their first attributes, apart from simple keys', async () => {
        await contract.submitTransaction('composite', 'leg', 'metro,1');
        await contract.submitTransaction('composite', 'leg', 'metro,2');
        await contract.submitTransaction('composite', 'leg', 'wheels,1');
        expect(await evaluate('byPartialKey', 'leg', 'metro')).to.deep.equal([
            ['metro', '1'],
            ['metro', '2'],
        ]);
        expect(await evaluate<string[]>('range', '', '')).to.not.include('leg');
    });

    it('tells the versions of a key, the newest first, deletions included', async () => {
        await contract.submitTransaction('put', 'h', '1');
        await contract.submitTransaction('put', 'h', '2');
        await contract.submitTransaction('remove', 'h');
        await contract.submitTransaction('put', 'h\0longer', 'another key');
        const versions = await evaluate<{ value: string | null; txId: string }[]>('history', 'h');
        expect(versions.map(({ value }) => value)).to.deep.equal([null, '2', '1']);
        expect(new Set(versions.map(({ txId }) => txId)).size).to.equal(3);
    });
});
