import { setTimeout as pause } from 'node:timers/promises';

import { newBatcher, type BatcherOptions } from '@quartier/client';
import { expect } from 'chai';

interface Item {
    readonly group: string;
    readonly lane: number;
    readonly number: number;
}

/** Sends that end when they are told to. */
function heldSends(): {
    readonly batches: (readonly Item[])[];
    readonly send: (items: readonly Item[]) => Promise<readonly number[]>;
    release(index: number): void;
    fail(index: number, error: Error): void;
} {
    const batches: (readonly Item[])[] = [];
    const ends: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
    return {
        batches,
        send: async (items) => {
            batches.push(items);
            await new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
            return items.map(({ number }) => number * 10);
        },
        release: (index) => ends[index]?.resolve(),
        fail: (index, error) => ends[index]?.reject(error),
    };
}

const options: Omit<BatcherOptions<Item, number>, 'send'> = {
    groupOf: ({ group }) => group,
    laneOf: ({ lane }) => lane,
    most: 3,
    delayMs: 20,
    inFlight: 4,
    waiting: 6,
};
const item = (number: number, lane = 0, group = 'a'): Item => ({ group, lane, number });

describe('A batcher', () => {
    it('gives every item its own outcome', async () => {
        const batcher = newBatcher({
            ...options,
            send: (items) => Promise.resolve(items.map((each: Item) => each.number * 10)),
        });
        const outcomes = Promise.all([item(1), item(2), item(3), item(4)].map((each) => batcher.add(each)));
        await batcher.drained();
        expect(await outcomes).to.deep.equal([10, 20, 30, 40]);
    });

    it('sends a full lane at once, and what is left after its delay', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, send: sends.send });
        for (const number of [1, 2, 3]) void batcher.add(item(number));
        expect(sends.batches.map(({ length }) => length)).to.deep.equal([3]);
        void batcher.add(item(4, 1));
        expect(sends.batches).to.have.length(1);
        await pause(40);
        expect(sends.batches.map(({ length }) => length)).to.deep.equal([3, 1]);
    });

    it('never has two batches with items of one lane on their way', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, send: sends.send });
        for (const number of [1, 2, 3, 4]) void batcher.add(item(number));
        await pause(40);
        expect(sends.batches).to.have.length(1);
        sends.release(0);
        await pause(40);
        expect(sends.batches.map((batch) => batch.map(({ number }) => number))).to.deep.equal([[1, 2, 3], [4]]);
    });

    it('puts items of several free lanes of one group into a batch, and never those of two groups', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, send: sends.send });
        for (const each of [item(1, 0), item(2, 1), item(3, 0, 'b')]) void batcher.add(each);
        await pause(40);
        expect(sends.batches.map((batch) => batch.map(({ number }) => number))).to.deep.equal([[1, 2], [3]]);
    });

    it('keeps to the number of batches in flight', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, inFlight: 2, most: 1, send: sends.send });
        for (const lane of [0, 1, 2]) void batcher.add(item(lane, lane));
        expect(sends.batches).to.have.length(2);
        sends.release(0);
        await pause(5);
        expect(sends.batches).to.have.length(3);
    });

    it('makes the caller wait while too much waits', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, inFlight: 1, send: sends.send });
        for (let number = 0; number < 9; number += 1) void batcher.add(item(number));
        let roomy = false;
        void batcher.room().then(() => (roomy = true));
        await pause(5);
        expect(roomy).to.equal(false);
        sends.release(0);
        await pause(5);
        expect(roomy).to.equal(true);
    });

    it('rejects the items of a batch that failed, and goes on with the others', async () => {
        const sends = heldSends();
        const batcher = newBatcher({ ...options, send: sends.send });
        const results = Promise.allSettled([1, 2, 3, 4].map((number) => batcher.add(item(number))));
        sends.fail(0, new Error('lost'));
        await pause(40);
        sends.release(1);
        expect((await results).map(({ status }) => status)).to.deep.equal([
            'rejected',
            'rejected',
            'rejected',
            'fulfilled',
        ]);
    });
});
