import { setTimeout as pause } from 'node:timers/promises';

import { expect } from 'chai';

import { bestRate } from './best-rate.js';

describe('the best rate', () => {
    it('is found where more calls in flight bring no more', async () => {
        let running = 0;
        const call = async (): Promise<void> => {
            running += 1;
            // Two at a time take no longer than one; more wait for each other.
            await pause(10 * Math.max(1, running / 2) ** 2);
            running -= 1;
        };
        const { atOnce, perSecond } = await bestRate({ levels: [1, 2, 8, 16, 32], secondsEach: 0.1, call });
        expect(atOnce).to.equal(2);
        expect(perSecond).to.be.greaterThan(0);
    });

    it('counts what a call does', async () => {
        const call = (): Promise<void> => pause(10);
        const one = await bestRate({ levels: [1], secondsEach: 0.1, call });
        const many = await bestRate({ levels: [1], secondsEach: 0.1, call, perCall: 1_000_000 });
        expect(many.perSecond).to.be.greaterThan(one.perSecond * 1_000);
    });
});
