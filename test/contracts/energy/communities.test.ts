import { expect } from 'chai';

import type { CommunityParameters, Day } from '@quartier/rules/energy';

import { keysOf, newCommunity, utcZone } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { paris } from '../../support/paris.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

describe('communities', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    const prorata = (from: Day): CommunityParameters => ({ from, stepMinutes: 60, rule: 'prorata' });
    const created = (community: string): { community: string; metering: string; zone: typeof utcZone } => {
        return { community, metering: 'UtilityMSP', zone: utcZone };
    };

    it('are created by an organiser, who is named in their public record', async () => {
        const { id, utility } = await newCommunity(network, { organiser: 'housing', zone: paris, stepMinutes: 15 });
        expect(await utility.getCommunity(id)).to.deep.equal({
            community: id,
            organiser: 'HousingMSP',
            metering: 'UtilityMSP',
            zone: paris,
            parameters: [{ from: '2016-06-01', stepMinutes: 15, rule: 'prorata' }],
        });
    });

    it('are listed page by page', async () => {
        const { id, utility } = await newCommunity(network, { rule: 'static', keysPpm: { a: 1 } });
        const listed = [];
        for await (const community of utility.listCommunities()) listed.push(community);
        expect(listed).to.deep.include({ community: id, rule: 'static', zone: 'UTC' });

        const area = await network.area('council');
        const ids: string[] = [];
        for (let after: string | undefined, page = 0; page === 0 || after !== undefined; page += 1) {
            const request = { limit: 1, ...(after === undefined ? {} : { after }) };
            const reply = await area.evaluate({ transaction: 'energy:ListCommunities', request });
            const { communities, next } = reply as { communities: { community: string }[]; next?: string };
            expect(communities.length).to.be.at.most(1);
            ids.push(...communities.map(({ community }) => community));
            after = next;
        }
        expect(ids).to.deep.equal(listed.map(({ community }) => community));
    });

    it('that are created again with the same content stay as they are, with the parameters set since', async () => {
        const { id, utility } = await newCommunity(network);
        await utility.setParameters({ community: id, parameters: prorata('2016-07-01') });
        await utility.setParameters({ community: id, parameters: prorata('2016-05-01') });
        const before = await utility.getCommunity(id);
        await utility.createCommunity({ ...created(id), parameters: prorata('2016-06-01') });
        expect(await utility.getCommunity(id)).to.deep.equal(before);
    });

    it('that are created again with other content are refused', async () => {
        const { id, utility } = await newCommunity(network);
        const housing = (await network.client('housing')).energy;
        const same = { ...created(id), parameters: prorata('2016-06-01') };
        const others = [
            utility.createCommunity({ ...same, zone: paris }),
            utility.createCommunity({ ...same, parameters: prorata('2016-06-02') }),
            utility.createCommunity({
                ...same,
                parameters: { ...same.parameters, rule: 'static' },
                keys: [{ meter: 'a', keyPpm: 1 }],
            }),
            housing.createCommunity(same),
        ];
        for (const other of others) {
            expect(await refusalOfCall(other)).to.deep.equal({
                code: 'ENERGY_COMMUNITY_EXISTS',
                details: { community: id },
            });
        }
    });

    it('that are created again with other static keys are refused', async () => {
        const { id, utility, meter } = await newCommunity(network, { rule: 'static', keysPpm: { a: 500_000, b: 1 } });
        const parameters = { ...prorata('2016-06-01'), rule: 'static' as const };
        const create = (keysPpm: Record<string, number>): Promise<void> =>
            utility.createCommunity({ ...created(id), parameters, keys: keysOf(keysPpm, meter) });
        await create({ b: 1, a: 500_000 });
        expect(await codeOf(create({ a: 500_001, b: 1 }))).to.equal('ENERGY_COMMUNITY_EXISTS');
        expect(await codeOf(create({ a: 500_000 }))).to.equal('ENERGY_COMMUNITY_EXISTS');
    });

    it('have a grid operator that holds the role and shares the collection', async () => {
        const utility = (await network.client('utility')).energy;
        const create = (metering: string): Promise<void> =>
            utility.createCommunity({ ...created('no-grid'), metering, parameters: prorata('2016-06-01') });
        for (const metering of ['HousingMSP', 'CouncilMSP', 'RivalMSP', 'NobodyMSP']) {
            expect(await refusalOfCall(create(metering))).to.deep.equal({
                code: 'CONSORTIUM_ROLE_MISSING',
                details: { mspId: metering, role: 'metering', holders: ['UtilityMSP'] },
            });
        }
        expect(await refusalOfCall(utility.getCommunity('no-grid'))).to.deep.equal({
            code: 'ENERGY_COMMUNITY_UNKNOWN',
            details: { community: 'no-grid' },
        });
    });

    it('have static keys with the rule static and with no other', async () => {
        const utility = (await network.client('utility')).energy;
        const create = (rule: 'static' | 'prorata', keys?: { meter: string; keyPpm: number }[]): Promise<void> =>
            utility.createCommunity({
                ...created('no-keys'),
                parameters: { ...prorata('2016-06-01'), rule },
                ...(keys === undefined ? {} : { keys }),
            });
        const key = (meter: string, keyPpm: number): { meter: string; keyPpm: number } => ({ meter, keyPpm });
        expect(await codeOf(create('static'))).to.equal('ENERGY_KEYS_MISSING');
        expect(await codeOf(create('static', []))).to.equal('ENERGY_KEYS_MISSING');
        expect(await codeOf(create('prorata', [key('a', 1)]))).to.equal('ENERGY_KEYS_MISSING');
        expect(await codeOf(create('static', [key('a', 500_000), key('b', 500_001)]))).to.equal('ENERGY_KEYS_INVALID');
        expect(await codeOf(create('static', [key('a', 1), key('a', 2)]))).to.equal('ENERGY_KEYS_INVALID');
        expect(await codeOf(create('static', [key('a', 1_000_001)]))).to.equal('REQUEST_MALFORMED');
    });

    describe('parameters', () => {
        it('stand in order of their first day, and again change nothing', async () => {
            const { id, utility } = await newCommunity(network);
            for (const from of ['2016-08-01', '2016-07-01', '2016-05-01', '2016-07-01']) {
                await utility.setParameters({ community: id, parameters: prorata(from) });
            }
            const { parameters } = await utility.getCommunity(id);
            expect(parameters.map(({ from }) => from)).to.deep.equal([
                '2016-05-01',
                '2016-06-01',
                '2016-07-01',
                '2016-08-01',
            ]);
        });

        it('that differ from those of the same day are refused, other static keys too', async () => {
            const { id, utility, meter } = await newCommunity(network);
            const set = (change: Partial<CommunityParameters>, keysPpm?: Record<string, number>): Promise<void> =>
                utility.setParameters({
                    community: id,
                    parameters: { ...prorata('2016-07-01'), ...change },
                    ...(keysPpm === undefined ? {} : { keys: keysOf(keysPpm, meter) }),
                });
            await set({ rule: 'static' }, { a: 10, b: 20 });
            await set({ rule: 'static' }, { b: 20, a: 10 });
            expect(await refusalOfCall(set({ rule: 'static', stepMinutes: 30 }, { a: 10, b: 20 }))).to.deep.equal({
                code: 'ENERGY_PARAMETERS_EXIST',
                details: { community: id, from: '2016-07-01' },
            });
            expect(await codeOf(set({}))).to.equal('ENERGY_PARAMETERS_EXIST');
            expect(await codeOf(set({ rule: 'static' }, { a: 10, b: 21 }))).to.equal('ENERGY_PARAMETERS_EXIST');
        });

        it('never change a settled day', async () => {
            const { id, utility, settle } = await newCommunity(network, { members: { a: 'consumer' } });
            await settle('2016-06-15', { gaps: 'zero' });
            expect(
                await refusalOfCall(utility.setParameters({ community: id, parameters: prorata('2016-06-15') })),
            ).to.deep.equal({ code: 'ENERGY_CHANGE_AFTER_CLOSE', details: { day: '2016-06-15' } });
            expect(await codeOf(utility.setParameters({ community: id, parameters: prorata('2016-06-02') }))).to.equal(
                'ENERGY_CHANGE_AFTER_CLOSE',
            );
            await utility.setParameters({ community: id, parameters: prorata('2016-06-16') });
            await utility.setParameters({ community: id, parameters: prorata('2016-05-01') });
            expect((await utility.getCommunity(id)).parameters).to.have.length(3);
        });

        it('fit the zone: their day is of its table and their step divides its days', async () => {
            const { id, utility } = await newCommunity(network);
            expect(await codeOf(utility.setParameters({ community: id, parameters: prorata('2030-06-01') }))).to.equal(
                'REQUEST_MALFORMED',
            );
            const transitions = [{ at: utcZone.from, offsetSeconds: 20_700 }];
            const nepal = { ...created('nepal'), zone: { ...utcZone, zone: 'Asia/Kathmandu', transitions } };
            expect(await codeOf(utility.createCommunity({ ...nepal, parameters: prorata('2016-06-01') }))).to.equal(
                'REQUEST_MALFORMED',
            );
        });

        it('are of a community that exists', async () => {
            const utility = (await network.client('utility')).energy;
            expect(
                await codeOf(utility.setParameters({ community: 'nowhere', parameters: prorata('2016-06-01') })),
            ).to.equal('ENERGY_COMMUNITY_UNKNOWN');
        });
    });
});
