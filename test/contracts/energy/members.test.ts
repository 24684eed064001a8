import { expect } from 'chai';

import type { EnergyClient, Refusal } from '@quartier/client';
import { energyLimits, type ListedMembership, type Membership, type RowOutcome } from '@quartier/rules/energy';

import { newCommunity } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

async function listed(client: EnergyClient, community: string): Promise<ListedMembership[]> {
    const members: ListedMembership[] = [];
    for await (const member of client.listMembers(community)) members.push(member);
    return members;
}

const only = (outcomes: readonly RowOutcome[]): RowOutcome | undefined =>
    outcomes.length === 1 ? outcomes[0] : undefined;
const overlaps = (from: string, to: string): RowOutcome => ({
    index: 0,
    outcome: 'refused',
    code: 'ENERGY_MEMBERSHIP_OVERLAPS',
    details: { from, to },
});

describe('members of a community', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    it('are listed to the organisations of the collection, with pseudonym and page', async () => {
        const { id, meter } = await newCommunity(network, { members: { a: 'consumer', p: 'producer' } });
        const housing = (await network.client('housing')).energy;
        const members = (await listed(housing, id)).sort((left, right) => (left.meter < right.meter ? -1 : 1));
        expect(members.map(({ point: _point, ...member }) => member)).to.deep.equal([
            { meter: meter('a'), member: 'member a', role: 'consumer', from: '2016-06-01', to: null, page: 0 },
            { meter: meter('p'), member: 'member p', role: 'producer', from: '2016-06-01', to: null, page: 0 },
        ]);
        expect(new Set(members.map(({ point }) => point)).size).to.equal(2);
    });

    it('that are admitted again are unchanged, also beside new ones and within one list', async () => {
        const { id, utility, admit, meter } = await newCommunity(network);
        await admit({ a: {} });
        expect((await admit({ a: {}, b: {} })).map(({ outcome }) => outcome)).to.deep.equal(['unchanged', 'done']);
        const row: Membership = { meter: meter('c'), member: 'C', role: 'consumer', from: '2016-06-01', to: null };
        expect((await utility.addMembers(id, [row, row])).map(({ outcome }) => outcome)).to.deep.equal([
            'done',
            'unchanged',
        ]);
        expect(await listed(utility, id)).to.have.length(3);
    });

    it('that are refused leave the others of the list admitted', async () => {
        const { admit } = await newCommunity(network, { members: { a: 'consumer' } });
        const outcomes = await admit({ a: { member: 'another' }, b: {} });
        expect(outcomes).to.deep.equal([overlaps('2016-06-01', ''), { index: 1, outcome: 'done' }]);
    });

    it('have half-open memberships: one may start on the day that another ends, none a day earlier', async () => {
        const { admit } = await newCommunity(network);
        await admit({ a: { to: '2016-06-16' } });
        const next = { from: '2016-06-15', to: '2016-07-01', member: 'next' };
        expect(only(await admit({ a: next }))).to.deep.equal(overlaps('2016-06-01', '2016-06-16'));
        expect(only(await admit({ a: { ...next, from: '2016-06-16' } }))?.outcome).to.equal('done');
        expect(only(await admit({ a: { from: '2016-05-01', to: '2016-06-02' } }))?.code).to.equal(
            'ENERGY_MEMBERSHIP_OVERLAPS',
        );
        expect(only(await admit({ a: { from: '2016-05-01', to: '2016-06-01' } }))?.outcome).to.equal('done');
        expect(only(await admit({ a: { from: '2016-05-01' } }))?.code).to.equal('ENERGY_MEMBERSHIP_OVERLAPS');
    });

    it('share in one community at a time', async () => {
        const first = await newCommunity(network, { members: { a: 'consumer' } });
        const second = await newCommunity(network, { organiser: 'housing' });
        const row = { meter: first.meter('a'), member: 'A', role: 'consumer', from: '2016-07-01', to: null } as const;
        expect(await second.organiser.addMembers(second.id, [row])).to.deep.equal([overlaps('2016-06-01', '')]);

        await first.organiser.endMembership({ community: first.id, meter: row.meter, to: '2016-07-01' });
        expect(only(await second.organiser.addMembers(second.id, [row]))?.outcome).to.equal('done');
        expect((await listed(first.utility, first.id)).map(({ to }) => to)).to.deep.equal(['2016-07-01']);
        expect((await listed(first.utility, second.id)).map(({ from }) => from)).to.deep.equal(['2016-07-01']);
    });

    it('have one role at a time', async () => {
        const { admit } = await newCommunity(network, { members: { a: 'consumer' } });
        expect(only(await admit({ a: { role: 'producer' } }))?.code).to.equal('ENERGY_MEMBERSHIP_OVERLAPS');
    });

    it('end once; the same end again changes nothing, another earlier one shortens it', async () => {
        const { id, utility, meter } = await newCommunity(network, { members: { a: 'consumer' } });
        const end = (to: string): Promise<void> => utility.endMembership({ community: id, meter: meter('a'), to });
        await end('2016-07-01');
        await end('2016-07-01');
        expect(await refusalOfCall(end('2016-07-02'))).to.deep.equal({
            code: 'ENERGY_MEMBERSHIP_UNKNOWN',
            details: { to: '2016-07-02' },
        });
        await end('2016-06-20');
        expect((await listed(utility, id)).map(({ from, to }) => [from, to])).to.deep.equal([
            ['2016-06-01', '2016-06-20'],
        ]);
        expect(await codeOf(end('2016-06-01'))).to.equal('ENERGY_MEMBERSHIP_UNKNOWN');
        expect(
            await codeOf(utility.endMembership({ community: id, meter: meter('nobody'), to: '2016-06-10' })),
        ).to.equal('ENERGY_MEMBERSHIP_UNKNOWN');
    });

    it('that come back keep their roster page and their pseudonym', async () => {
        const { id, utility, admit } = await newCommunity(network);
        await admit({ a: { to: '2016-06-10' } });
        await admit({ a: { from: '2016-06-20', member: 'again' } });
        const members = await listed(utility, id);
        expect(members.map(({ member, from, to, page }) => [member, from, to, page])).to.deep.equal([
            ['member a', '2016-06-01', '2016-06-10', 0],
            ['again', '2016-06-20', null, 0],
        ]);
        expect(members[0]?.point).to.equal(members[1]?.point);
    });

    it('neither come nor go on a settled day', async () => {
        const { id, utility, meter, admit, settle } = await newCommunity(network, { members: { a: 'consumer' } });
        await settle('2016-06-15', { gaps: 'zero' });
        const closed = { outcome: 'refused', code: 'ENERGY_CHANGE_AFTER_CLOSE', details: { day: '2016-06-15' } };
        expect(await admit({ b: {}, c: { to: '2016-06-15' }, d: { from: '2016-06-16' } })).to.deep.equal([
            { index: 0, ...closed },
            { index: 1, outcome: 'done' },
            { index: 2, outcome: 'done' },
        ]);
        const end = (to: string): Promise<void> => utility.endMembership({ community: id, meter: meter('a'), to });
        for (const to of ['2016-06-10', '2016-06-15']) {
            expect(await refusalOfCall(end(to))).to.deep.equal({ code: closed.code, details: closed.details });
        }
        await end('2016-06-16');
    });

    it('are admitted 250 at a time', async () => {
        const { id, utility, admit } = await newCommunity(network);
        const rows = (count: number): Membership[] =>
            Array.from({ length: count }, (_, index) => ({
                meter: `${id}/${String(index)}`,
                member: 'M',
                role: 'consumer',
                from: '2016-06-01',
                to: null,
            }));
        const area = await network.area('utility');
        const add = (members: readonly Membership[]): Promise<unknown> =>
            area.submit({
                transaction: 'energy:AddMembers',
                request: { community: id },
                privatePart: { members },
                collection: 'meteredData',
            });
        expect(await refusalOfCall(add(rows(energyLimits.metersPerPage + 1)))).to.deep.equal({
            code: 'ENERGY_BATCH_TOO_LARGE',
            details: { size: 251, limit: 250 },
        });
        // The typed client cuts the list.
        expect(await utility.addMembers(id, rows(251))).to.have.length(251);
        await admit({ last: {} });
        const pages = (await listed(utility, id)).map(({ page }) => page);
        expect(pages.filter((page) => page === 0)).to.have.length(250);
        expect(pages.filter((page) => page === 1)).to.have.length(2);
    });

    it('are refused as a list where a row is malformed, and the reason shows no value of it', async () => {
        const { id, utility, meter } = await newCommunity(network);
        const row: Membership = { meter: meter('a'), member: 'A', role: 'consumer', from: '2016-06-01', to: null };
        for (const change of [{ to: '2016-06-01' }, { from: '2016-02-30' }, { meter: '' }, { member: ' secret' }]) {
            const refusal = await refusalOfCall(utility.addMembers(id, [{ ...row, ...change }]));
            expect(refusal.code).to.equal('REQUEST_MALFORMED');
            expect(JSON.stringify(refusal.details)).not.to.match(/secret|2016-02-30/u);
        }
    });

    it('say in their refusals nothing of who they are', async () => {
        const { id, utility } = await newCommunity(network);
        const call = utility.endMembership({ community: id, meter: 'meter-of-somebody', to: '2016-06-10' });
        const refusal = await call.then(
            () => undefined,
            (error: unknown) => error as Refusal,
        );
        expect(refusal?.message).not.to.contain('meter-of-somebody');
    });
});
