import { mock } from 'node:test';

import { expect } from 'chai';

import { bestRate } from './best-rate.js';

/** A clock that goes on to the next that waits, once all others do, so that no machine is too slow. */
function virtualTime(): (milliseconds: number) => Promise<void> {
    let now = 0;
    const waiting: { readonly at: number; readonly wake: () => void }[] = [];
    mock.method(performance, 'now', () => now);
    return (milliseconds) =>
        new Promise((wake) => {
            waiting.push({ at: now + milliseconds, wake });
            setImmediate(() => {
                const next = waiting.sort((a, b) => a.at - b.at).shift();
                now = next?.at ?? now;
                next?.wake();
            });
        });
}

describe('the best rate', () => {
    afterEach(() => {
        mock.restoreAll();
    });

    it('is found where more calls in flight bring no more', async () => {
        const pause = virtualTime();
        let running = 0;
        const call = async (): Promise<void> => {
            running += 1;
            // Two at a time take no longer than one; more wait for each other.
            await pause(10 * Math.max(1, running / 2) ** 2);
            running -= 1;
        };
        const { atOnce, perSecond } = await bestRate({ levels: [1, 2, 8, 16, 32], secondsEach: 0.1, call });
        expect(atOnce).to.equal(2);
        expect(perSecond).to.equal(200);
    });

    it('counts what a call does', async () => {
        const pause = virtualTime();
        const call = (): Promise<void> => pause(10);
        expect((await bestRate({ levels: [1], secondsEach: 0.1, call })).perSecond).to.equal(100);
        expect((await bestRate({ levels: [1], secondsEach: 0.1, call, perCall: 50 })).perSecond).to.equal(5_000);
    });
});
