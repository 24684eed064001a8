import { setTimeout as pause } from 'node:timers/promises';

import { mapConcurrently } from '@quartier/client';
import { expect } from 'chai';

describe('concurrent map', () => {
    it('runs as many as allowed and keeps the order', async () => {
        let running = 0;
        let most = 0;
        const results = await mapConcurrently([5, 1, 4, 2, 3], 2, async (item) => {
            running += 1;
            most = Math.max(most, running);
            await pause(item);
            running -= 1;
            return item * 10;
        });
        expect(results).to.deep.equal([50, 10, 40, 20, 30]);
        expect(most).to.equal(2);
    });

    it('takes no further item after a failure, and waits for those that run', async () => {
        const taken: number[] = [];
        const ended: number[] = [];
        async function* items(): AsyncGenerator<number> {
            for (let item = 0; item < 100; item += 1) yield await Promise.resolve(item);
        }
        const failure: unknown = await mapConcurrently(items(), 2, async (item) => {
            taken.push(item);
            await pause(item === 1 ? 1 : 20);
            if (item === 1) throw new Error('one');
            ended.push(item);
        }).catch((error: unknown) => error);
        expect((failure as Error).message).to.equal('one');
        expect(taken).to.deep.equal([0, 1]);
        expect(ended).to.deep.equal([0]);
    });

    it('does nothing for nothing', async () => {
        expect(await mapConcurrently([], 4, () => Promise.resolve(1))).to.deep.equal([]);
    });
});
