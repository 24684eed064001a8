import { expect } from 'chai';

import { energyLimits, type DayOutcome, type SettledDay } from '@quartier/rules/energy';

import { dayOf, keysOf, newCommunity, utcZone, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { utc } from '../../support/paris.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const DAY = '2016-06-01';
const MONTH = '2016-06';
type Figures = Readonly<Record<string, number>>;

/** One step of energy. The same as of the rules alone; here they go through the ledger. */
interface Vector {
    readonly name: string;
    readonly keysPpm?: Figures;
    readonly consumptionWh: Figures;
    readonly productionWh: Figures;
    /** Self-consumed of a consumer, shared of a producer. */
    readonly localWh: Figures;
}
const vectors: readonly Vector[] = [
    {
        name: 'shares pro rata of consumption',
        consumptionWh: { a: 700, b: 200, c: 100 },
        productionWh: { p: 600 },
        localWh: { a: 420, b: 120, c: 60, p: 600 },
    },
    {
        name: 'gives the residue to the largest remainder, ties to the first id',
        consumptionWh: { a: 1, b: 1, c: 1 },
        productionWh: { p: 2 },
        localWh: { a: 1, b: 1, c: 0, p: 2 },
    },
    {
        name: 'takes of each producer pro rata of its production',
        consumptionWh: { a: 300, b: 100 },
        productionWh: { p: 500, q: 300 },
        localWh: { a: 300, b: 100, p: 250, q: 150 },
    },
    {
        name: 'leaves as surplus what a static key leaves unused',
        keysPpm: { a: 500_000, b: 500_000 },
        consumptionWh: { a: 300, b: 900 },
        productionWh: { p: 1_000 },
        localWh: { a: 300, b: 500, p: 800 },
    },
    {
        name: 'shares what static keys would leave when the rule is prorata',
        consumptionWh: { a: 300, b: 900 },
        productionWh: { p: 1_000 },
        localWh: { a: 250, b: 750, p: 1_000 },
    },
    {
        name: 'leaves as surplus the watt-hour that static keys do not cover',
        keysPpm: { a: 333_333, b: 333_333, c: 333_333 },
        consumptionWh: { a: 500, b: 500, c: 500 },
        productionWh: { p: 1_000 },
        localWh: { a: 333, b: 333, c: 333, p: 999 },
    },
    {
        name: 'gives nothing to a consumer without a static key, nor to keys of nobody',
        keysPpm: { a: 400_000, nobody: 600_000 },
        consumptionWh: { a: 500, b: 500 },
        productionWh: { p: 1_000 },
        localWh: { a: 400, b: 0, p: 400 },
    },
    {
        // Grid Singularity gsy-e, pull request 1846: there the order of the producers decides.
        name: 'takes of two producers alike for one consumer, in any order',
        consumptionWh: { a: 500 },
        productionWh: { p: 400, q: 400 },
        localWh: { a: 500, p: 250, q: 250 },
    },
];

describe('settlement of days', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    const refusal = (code: string, details: DayOutcome['details'] & object, day = DAY): DayOutcome => ({
        day,
        outcome: 'refused',
        code,
        details: { day, ...details },
    });
    const settled = (day = DAY): DayOutcome => ({ day, outcome: 'settled' });
    async function settledDay({ id, utility }: Community, day = DAY): Promise<SettledDay | undefined> {
        return (await utility.listDays(id, day.slice(0, 7))).find((its) => its.day === day);
    }

    describe('allocates a step', () => {
        for (const { name, keysPpm, consumptionWh, productionWh, localWh } of vectors) {
            it(name, async () => {
                const community = await newCommunity(network, keysPpm === undefined ? {} : { rule: 'static', keysPpm });
                await community.admit({
                    ...Object.fromEntries(Object.keys(consumptionWh).map((meter) => [meter, {}])),
                    ...Object.fromEntries(Object.keys(productionWh).map((meter) => [meter, { role: 'producer' }])),
                });
                const readings = Object.entries({ ...productionWh, ...consumptionWh });
                await community.deliver(DAY, Object.fromEntries(readings.map(([meter, wh]) => [meter, dayOf([wh])])));
                expect(await community.settle(DAY)).to.deep.equal([settled()]);

                const { members, totals } = await community.statement(MONTH);
                const local = members.map(({ meter, role, selfConsumedWh, sharedWh }) => {
                    return [meter, Number(role === 'consumer' ? selfConsumedWh : sharedWh)];
                });
                expect(Object.fromEntries(local)).to.deep.equal(localWh);
                const shared = Object.keys(productionWh).reduce((sum, meter) => sum + (localWh[meter] ?? 0), 0);
                const produced = Object.values(productionWh).reduce((sum, wh) => sum + wh, 0);
                const consumed = Object.values(consumptionWh).reduce((sum, wh) => sum + wh, 0);
                const { amountMicroEur: _amount, roundingMicroEur: _rounding, ...energies } = totals;
                expect(energies).to.deep.equal({
                    consumptionWh: String(consumed),
                    productionWh: String(produced),
                    selfConsumedWh: String(shared),
                    complementWh: String(consumed - shared),
                    sharedWh: String(shared),
                    surplusWh: String(produced - shared),
                });
            });
        }
    });

    it('charges each consumer the cost price of each producer that supplied it', async () => {
        const community = await newCommunity(network, {
            members: { a: 'consumer', b: 'consumer', p: 'producer', q: 'producer' },
        });
        const price = { community: community.id, from: DAY, microEurPerKwh: '80000', producer: community.meter('q') };
        await community.utility.setPrice(price);
        await community.deliver(DAY, { a: dayOf([300]), b: dayOf([100]), p: dayOf([500]), q: dayOf([300]) });
        await community.settle(DAY);

        // 300 Wh of a: 187 of p and 112 of q rounded down, the residue to p; 100 of b: 62 and 37, the residue to q.
        const supplied = { 'a<p': [188, 18_800], 'a<q': [112, 8_960], 'b<p': [62, 6_200], 'b<q': [38, 3_040] };
        const { 'a<p': ap, 'a<q': aq, 'b<p': bp, 'b<q': bq } = supplied;
        expect(await community.supplies('a', DAY)).to.deep.equal({ 'a<p': ap, 'a<q': aq });
        expect(await community.supplies('b', DAY)).to.deep.equal({ 'b<p': bp, 'b<q': bq });
        expect(await community.supplies('p', DAY)).to.deep.equal({ 'a<p': ap, 'b<p': bp });
        expect(await community.supplies('q', DAY)).to.deep.equal({ 'a<q': aq, 'b<q': bq });
        const { members, totals } = await community.statement(MONTH);
        expect(members.map(({ meter, amountMicroEur }) => [meter, amountMicroEur])).to.deep.equal([
            ['a', '27760'],
            ['b', '9240'],
            ['p', '-25000'],
            ['q', '-12000'],
        ]);
        expect(totals.amountMicroEur).to.equal('37000');
    });

    it('follows prices and parameters by their dates', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer', b: 'consumer', p: 'producer' } });
        const { id, utility, meter } = community;
        await utility.setPrice({ community: id, from: '2016-06-02', microEurPerKwh: '200000' });
        const correction = { community: id, from: '2016-06-02', microEurPerKwh: '300000', correction: 'typing error' };
        await utility.setPrice(correction);
        await utility.setParameters({
            community: id,
            parameters: { from: '2016-06-02', stepMinutes: 60, rule: 'static' },
            keys: keysOf({ a: 100_000, b: 200_000 }, meter),
        });
        await utility.setParameters({
            community: id,
            parameters: { from: '2016-06-03', stepMinutes: 30, rule: 'static' },
            keys: keysOf({ b: 1_000_000 }, meter),
        });
        const twoDays = (wh: number): readonly (number | null)[] => [...dayOf([wh]), ...dayOf([wh])];
        await community.deliver(DAY, { a: twoDays(1_000), b: twoDays(1_000), p: twoDays(1_000) });
        const halfHours = { a: dayOf([500], 48), b: dayOf([500], 48), p: dayOf([1_000], 48) };
        await community.deliver('2016-06-03', halfHours, { stepMinutes: 30 });
        expect(await community.settle(DAY, { to: '2016-06-03' })).to.deep.equal([
            settled(),
            settled('2016-06-02'),
            settled('2016-06-03'),
        ]);
        expect(await community.supplies('p', DAY)).to.deep.equal({ 'a<p': [500, 50_000], 'b<p': [500, 50_000] });
        expect(await community.supplies('p', '2016-06-02')).to.deep.equal({
            'a<p': [100, 30_000],
            'b<p': [200, 60_000],
        });
        expect(await community.supplies('p', '2016-06-03')).to.deep.equal({ 'b<p': [500, 150_000] });
        expect((await settledDay(community, '2016-06-03'))?.steps).to.equal(48);
    });

    describe('of a day with gaps', () => {
        async function withGaps(): Promise<Community> {
            const community = await newCommunity(network, { members: { a: 'consumer', b: 'consumer', p: 'producer' } });
            await community.deliver(DAY, {
                a: dayOf([10, null, null, 40, null, 60]),
                b: dayOf([5]),
                p: dayOf([], 23),
            });
            return community;
        }

        it('is refused by name', async () => {
            const community = await withGaps();
            const gaps = refusal('ENERGY_DAY_HAS_GAPS', { meters: 2, missingSteps: 4 });
            expect(await community.settle(DAY)).to.deep.equal([gaps]);
            const start = utc(`${DAY}T00:00:00`);
            const missing = [
                {
                    meter: community.meter('a'),
                    member: 'member a',
                    missing: [
                        [start + 3_600, 2],
                        [start + 14_400, 1],
                    ],
                },
                { meter: community.meter('p'), member: 'member p', missing: [[start + 82_800, 1]] },
            ];
            const found = await community.utility.dayGaps(community.id, DAY);
            expect(found.toSorted((left, right) => (left.meter < right.meter ? -1 : 1))).to.deep.equal(missing);

            const report = await community.utility.settle({ community: community.id, from: DAY, to: DAY });
            expect(report.days[0]?.missing).to.have.length(2);
            expect((await community.statement(MONTH)).settledDays).to.equal(0);
        });

        it('counts what is missing as nothing when told so, and says it', async () => {
            const community = await withGaps();
            expect(await community.settle(DAY, { gaps: 'zero' })).to.deep.equal([settled()]);
            const { members, filledDays } = await community.statement(MONTH);
            expect(members[0]).to.deep.include({ meter: 'a', consumptionWh: '110', filledSteps: 3 });
            expect(filledDays).to.deep.equal([{ day: DAY, gaps: 'zero', filledSteps: 4 }]);
            expect(await settledDay(community)).to.deep.include({ gaps: 'zero', filledSteps: 4 });
        });

        it('estimates a short gap by the line between its neighbours and a longer one by the days around it', async () => {
            const community = await withGaps();
            const nextDay = Array.from({ length: 24 }, (_, hour) => hour);
            await community.deliver('2016-06-02', { p: nextDay, a: dayOf([]), b: dayOf([]) });
            expect(await community.settle(DAY, { gaps: 'estimate' })).to.deep.equal([settled()]);
            const { members, filledDays } = await community.statement(MONTH);
            // 10, 20, 30, 40, 50, 60; the producer's last hour stands between 0 and 0.
            expect(
                members.map(({ meter, consumptionWh, productionWh }) => [meter, consumptionWh, productionWh]),
            ).to.deep.equal([
                ['a', '210', '0'],
                ['b', '5', '0'],
                ['p', '0', '0'],
            ]);
            expect(filledDays).to.deep.equal([{ day: DAY, gaps: 'estimate', filledSteps: 4 }]);
        });

        it('estimates a day that is missing whole from those around it', async () => {
            const community = await newCommunity(network, { members: { a: 'consumer' } });
            const missing = dayOf(new Array<null>(24).fill(null));
            await community.deliver('2016-06-01', { a: [...dayOf([10, 3]), ...missing, ...dayOf([21, 4])] });
            expect(await community.settle('2016-06-02', { gaps: 'estimate' })).to.deep.equal([settled('2016-06-02')]);
            // Means of 10 and 21, of 3 and 4, halves up.
            expect((await community.statement(MONTH)).members[0]).to.deep.include({
                consumptionWh: '20',
                filledSteps: 24,
            });
        });

        it('is refused when nothing was delivered to estimate it by', async () => {
            const community = await newCommunity(network, { members: { a: 'consumer', b: 'consumer' } });
            await community.deliver(DAY, { a: dayOf([1]) });
            expect(await community.settle(DAY, { gaps: 'estimate' })).to.deep.equal([
                refusal('ENERGY_GAP_NOT_ESTIMABLE', { meters: 1, missingSteps: 24 }),
            ]);
        });

        it("estimates also next to the ends of the zone's table", async () => {
            // The table starts in the middle of an hour of the day before.
            const from = utc('2015-01-31T00:20:34');
            const zone = { ...utcZone, from, transitions: [{ at: from, offsetSeconds: 0 }] };
            const first = '2015-02-01';
            const community = await newCommunity(network, { zone, from: first, members: { a: 'consumer' } });
            await community.deliver(first, { a: dayOf([1, null, 3]) });
            expect(await community.settle(first, { gaps: 'estimate' })).to.deep.equal([settled(first)]);
        });
    });

    it('settles a day once: again by the same run it is reported as settled, by another it is refused', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer' } });
        await community.settle(DAY, { gaps: 'zero', runId: 'first' });
        const before = await settledDay(community);
        expect(await community.settle(DAY, { gaps: 'zero', runId: 'first' })).to.deep.equal([settled()]);
        expect(await community.settle(DAY, { gaps: 'zero', runId: 'second' })).to.deep.equal([
            refusal('ENERGY_DAY_ALREADY_SETTLED', { runId: 'first' }),
        ]);
        expect(await settledDay(community)).to.deep.equal(before);
    });

    it('refuses some days and settles the others of one transaction', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer' } });
        await community.settle('2016-06-02', { gaps: 'zero' });
        await community.deliver('2016-06-03', { a: dayOf([]) });
        const days = await community.settle('2016-05-31', { to: '2016-06-04', runId: 'another' });
        expect(days.map(({ day, code }) => [day, code])).to.deep.equal([
            ['2016-05-31', 'ENERGY_DAY_OUTSIDE_PARAMETERS'],
            ['2016-06-01', 'ENERGY_DAY_HAS_GAPS'],
            ['2016-06-02', 'ENERGY_DAY_ALREADY_SETTLED'],
            ['2016-06-03', undefined],
            ['2016-06-04', 'ENERGY_DAY_HAS_GAPS'],
        ]);
    });

    it('refuses a day that is not over, or that no parameters or zone table cover', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer' } });
        const today = new Date().toISOString().slice(0, 10);
        for (const day of [today, '2029-12-31']) {
            expect(await community.settle(day, { gaps: 'zero' })).to.deep.equal([
                refusal('ENERGY_DAY_NOT_OVER', {}, day),
            ]);
        }
        for (const day of ['2016-05-31', '2014-12-31', '2030-01-01']) {
            expect(await community.settle(day, { gaps: 'zero' })).to.deep.equal([
                refusal('ENERGY_DAY_OUTSIDE_PARAMETERS', {}, day),
            ]);
        }
        expect(await codeOf(community.utility.dayGaps(community.id, '2016-05-31'))).to.equal(
            'ENERGY_DAY_OUTSIDE_PARAMETERS',
        );
    });

    it('refuses a day without members', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { to: '2016-06-02' }, b: { from: '2016-06-03' } });
        expect(await community.settle('2016-06-02', { gaps: 'zero' })).to.deep.equal([
            refusal('ENERGY_DAY_WITHOUT_MEMBERS', {}, '2016-06-02'),
        ]);
    });

    it('refuses a day on which a producer supplied without a price, and only then', async () => {
        const community = await newCommunity(network, {
            microEurPerKwh: null,
            members: { a: 'consumer', p: 'producer', q: 'producer' },
        });
        await community.deliver(DAY, { a: dayOf([10]), p: dayOf([5]), q: dayOf([0, 5]) });
        expect(await community.settle(DAY)).to.deep.equal([refusal('ENERGY_PRICE_MISSING', { producers: 1 })]);
        const price = { community: community.id, from: DAY, microEurPerKwh: '1', producer: community.meter('p') };
        await community.utility.setPrice(price);
        expect(await community.settle(DAY)).to.deep.equal([settled()]);
    });

    it('takes at most 31 days in order, of a community that exists', async () => {
        const { id, utility } = await newCommunity(network);
        const settle = (change: object): Promise<unknown> =>
            utility.settleDays({ community: id, runId: 'run', from: DAY, to: DAY, gaps: 'refuse', ...change });
        expect(await refusalOfCall(settle({ to: '2016-07-02' }))).to.deep.equal({
            code: 'ENERGY_SETTLEMENT_TOO_LARGE',
            details: { days: 32, size: 32, unit: 'days', limit: energyLimits.daysPerSettlement },
        });
        expect(await codeOf(settle({ to: '2016-05-31' }))).to.equal('REQUEST_MALFORMED');
        expect(await codeOf(settle({ gaps: 'guess' }))).to.equal('REQUEST_MALFORMED');
        expect(await codeOf(settle({ community: 'nowhere' }))).to.equal('ENERGY_COMMUNITY_UNKNOWN');
    });

    it('publishes the totals of a day only where three consumers and three producers stand behind them', async () => {
        const community = await newCommunity(network, {
            members: { a: 'consumer', b: 'consumer', c: 'consumer', p: 'producer', q: 'producer' },
        });
        await community.admit({ r: { role: 'producer', from: '2016-06-02' } });
        const twoDays = (wh: number): readonly (number | null)[] => [...dayOf([wh]), ...dayOf([wh])];
        await community.deliver(DAY, {
            a: twoDays(10),
            b: twoDays(10),
            c: twoDays(10),
            p: twoDays(5),
            q: twoDays(5),
            r: twoDays(30),
        });
        await community.settle(DAY, { to: '2016-06-02' });
        const council = (await network.client('council')).energy;
        const [first, second] = await council.listDays(community.id, MONTH);
        expect(first).to.deep.include({ consumers: 3, producers: 2, steps: 24, filledSteps: 0, totals: null });
        expect(second).to.deep.include({ consumers: 3, producers: 3 });
        expect(second?.totals).to.deep.equal({
            consumptionWh: '30',
            productionWh: '40',
            selfConsumedWh: '30',
            complementWh: '0',
            sharedWh: '30',
            surplusWh: '10',
        });
    });
});
