import { connect, type Quartier } from '@quartier/client';
import type { Membership } from '@quartier/rules/energy';
import { expect } from 'chai';

import { startFakeConsortium, type FakeConsortium } from '../../support/fake-consortium.js';
import type { ProposedCall } from '../../support/fake-gateway.js';

describe('lists of the energy area', () => {
    let consortium: FakeConsortium;
    let quartier: Quartier;
    let calls: ProposedCall[];

    async function start(answer: (call: ProposedCall) => unknown): Promise<void> {
        calls = [];
        const keep = (call: ProposedCall): unknown => {
            calls.push(call);
            return answer(call);
        };
        consortium = await startFakeConsortium({ evaluate: keep, endorse: keep });
        quartier = await connect(consortium.profile);
    }
    afterEach(async () => {
        quartier.close();
        await consortium.stop();
    });

    async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
        const read: Row[] = [];
        for await (const row of rows) read.push(row);
        return read;
    }

    it('follow the pages of communities to the last', async () => {
        await start(({ request }) =>
            (request as { after?: string }).after === undefined
                ? { communities: [{ community: 'a' }, { community: 'b' }], next: 'b' }
                : { communities: [{ community: 'c' }] },
        );
        expect((await all(quartier.energy.listCommunities())).map(({ community }) => community)).to.deep.equal([
            'a',
            'b',
            'c',
        ]);
        expect(calls.map(({ request }) => request)).to.deep.equal([{ limit: 200 }, { after: 'b', limit: 200 }]);
    });

    it('read every roster page', async () => {
        await start(({ request }) => {
            const { page } = request as { page: number };
            return { members: [{ meter: `M${String(page)}` }], pages: 3 };
        });
        expect((await all(quartier.energy.listMembers('x'))).map(({ meter }) => meter)).to.deep.equal([
            'M0',
            'M1',
            'M2',
        ]);
    });

    it('ask for supplies a month at a time, the meter in the private part', async () => {
        await start(() => ({ supplies: [{ producer: 'P' }] }));
        const range = { community: 'x', meter: 'M1', from: '2016-05-31', to: '2016-07-31' };
        expect(await all(quartier.energy.supplies(range))).to.have.length(2);
        expect(calls.map(({ request }) => request)).to.deep.equal([
            { community: 'x', from: '2016-05-31', to: '2016-06-30' },
            { community: 'x', from: '2016-07-01', to: '2016-07-31' },
        ]);
        expect(calls.map(({ privatePart }) => privatePart)).to.deep.equal([{ meter: 'M1' }, { meter: 'M1' }]);
    });

    it('send members by pages of 250 and keep their places', async () => {
        await start(({ privatePart }) => {
            const { members } = privatePart as { members: Membership[] };
            return { outcomes: members.map((_, index) => ({ index, outcome: 'done' })) };
        });
        const members = Array.from({ length: 501 }, (_, at): Membership => {
            return { meter: `M${String(at)}`, member: 'Home', role: 'consumer', from: '2016-06-01', to: null };
        });
        const outcomes = await quartier.energy.addMembers('x', members);
        expect(outcomes.map(({ index }) => index)).to.deep.equal(members.map((_, at) => at));
        expect(calls.map(({ privatePart }) => (privatePart as { members: unknown[] }).members.length)).to.deep.equal([
            250, 250, 1,
        ]);
    });

    it('keep everything private out of the argument', async () => {
        await start(() => ({ purgedValues: 3, more: false }));
        await quartier.energy.setPrice({ community: 'x', producer: 'M9', from: '2016-06-01', microEurPerKwh: '95000' });
        await quartier.energy.endMembership({ community: 'x', meter: 'M9', to: '2016-06-01' });
        await quartier.energy.eraseMember({ community: 'x', meter: 'M9' });
        for (const { args, privatePart } of calls) {
            expect(args.join()).not.to.contain('M9');
            expect(JSON.stringify(privatePart)).to.contain('M9');
        }
    });
});
