import { connect, type EventCheckpoint, type Quartier } from '@quartier/client';
import { expect } from 'chai';

import { startFakeConsortium, type FakeConsortium } from '../../support/fake-consortium.js';
import type { FakeEvent } from '../../support/fake-gateway.js';

const EVENTS: readonly FakeEvent[] = [3, 4, 6, 7].map((block) => ({
    name: 'EnergyPriceSet',
    transactionId: `tx${String(block)}`,
    block,
    payload: { community: 'confluence', from: `2016-06-0${String(block)}` },
}));

describe('events of an area', () => {
    let consortium: FakeConsortium;
    let quartier: Quartier;

    beforeEach(async () => {
        consortium = await startFakeConsortium();
        quartier = await connect(consortium.profile, { retry: { firstPauseMs: 1, longestPauseMs: 2 } });
    });
    afterEach(async () => {
        quartier.close();
        await consortium.stop();
    });

    it('go on after the last one that was dealt with when the stream ends', async () => {
        consortium.gateway.behaviour.events = ({ block, after }) => {
            const rest = EVENTS.filter((event) => event.block >= block && event.transactionId !== after);
            return { events: rest.slice(0, 2), end: true };
        };
        const seen: string[] = [];
        let checkpoint: EventCheckpoint | undefined;
        for await (const event of quartier.energy.events()) {
            seen.push(`${event.name} ${event.transactionId}`);
            checkpoint = event.checkpoint;
            if (seen.length === EVENTS.length) break;
        }
        expect(seen).to.deep.equal(EVENTS.map(({ transactionId }) => `EnergyPriceSet ${transactionId}`));
        expect(checkpoint).to.deep.equal({ blockNumber: '7', transactionId: 'tx7' });
        expect(consortium.gateway.seen).to.deep.equal(['events 0', 'events 4 tx4']);
    });

    it('start after a checkpoint and end with the signal', async () => {
        consortium.gateway.behaviour.events = ({ block }) => ({
            events: EVENTS.filter((event) => event.block > block),
        });
        const ending = new AbortController();
        const seen: string[] = [];
        const from = { blockNumber: '4', transactionId: 'tx4' };
        for await (const { name, payload } of quartier.energy.events({ from, signal: ending.signal })) {
            if (name === 'EnergyPriceSet') seen.push(payload.from);
            if (seen.length === 2) ending.abort();
        }
        expect(seen).to.deep.equal(['2016-06-06', '2016-06-07']);
        expect(consortium.gateway.seen).to.deep.equal(['events 4 tx4']);
    });

    it('end with the last failure when the gateway is gone', async () => {
        await consortium.gateway.stop();
        const failure: unknown = await quartier.energy
            .events({ from: 'now' })
            .next()
            .catch((error: unknown) => error);
        expect((failure as Error).name).to.equal('GatewayError');
    });
});
