import { expect } from 'chai';

import {
    creditOf,
    mobilityTransactions as t,
    pricedLeg,
    replacementOf,
    supplementOf,
    tariffContent,
    type LegOutcome,
    type LegRecord,
    type ListedLeg,
} from '@quartier/rules/mobility';

import {
    bikeTariff,
    codeOf,
    newId,
    now,
    rideOf,
    subscriptionOf,
    terms,
    utcDayOf,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { sha256 } from '../../support/sha256.js';
import { sharedClearing } from '../../support/shared-clearing.js';

const kinds = (outcomes: readonly LegOutcome[]): string[] => outcomes.map(({ outcome, code }) => code ?? outcome);

describe('legs between an operator and the seller of the subscription', function () {
    this.timeout(120_000);
    let its: PreparedClearing;
    const pair = ['wheels', 'metro'] as const;
    let subscription: string;

    before(async () => {
        its = await sharedClearing();
        subscription = await its.subscriber(['metro', 'wheels']);
    });

    const ride = (other: Parameters<PreparedClearing['ride']>[2] = {}): LegRecord =>
        its.ride(pair, subscription, other);
    const record = (legs: readonly LegRecord[], batch?: string): Promise<readonly LegOutcome[]> =>
        its.clearing.record(pair, legs, batch);
    const stored = ({ leg, end }: LegRecord, by: 'wheels' | 'metro' = 'metro'): Promise<ListedLeg> =>
        its.clearing.evaluate(by, t.getLeg, {
            with: by === 'metro' ? 'WheelsMSP' : 'MetroMSP',
            operator: 'WheelsMSP',
            leg,
            day: utcDayOf(end),
        });
    async function owed(): Promise<bigint> {
        const { positions } = await its.clearing.position('metro', 'wheels');
        return BigInt(positions.find(({ creditor }) => creditor === 'WheelsMSP')?.owedMicroEur ?? '');
    }

    it('are recorded over many lanes in one batch, read by both, and owed by the seller at once', async () => {
        const before = await owed();
        const legs = Array.from({ length: 30 }, () => ride());
        expect(new Set(legs.map(({ leg }) => its.clearing.lane(leg))).size).to.equal(terms.lanes);
        expect(new Set(kinds(await record(legs)))).to.deep.equal(new Set(['recorded']));
        expect((await owed()) - before).to.equal(60_000_000n);
        for (const by of ['wheels', 'metro'] as const) {
            const [first] = legs;
            if (first === undefined) throw new Error('no leg');
            expect((await stored(first, by)).record).to.deep.equal(first);
        }
    });

    it('are known by id however many a lane has of a day, and of however many days', async () => {
        const lane = its.clearing.lane(newId('leg'));
        const ids = (count: number): string[] => {
            const found: string[] = [];
            while (found.length < count) {
                const id = newId('leg');
                if (its.clearing.lane(id) === lane) found.push(id);
            }
            return found;
        };
        const granted = its.clearing.grant(pair, '10000000000');
        const batches = Array.from({ length: 6 }, () => ids(200).map((leg) => ride({ leg })));
        const daysBefore = [1, 2, 3, 4].map((days) => {
            const start = now() - days * 86_400;
            return ids(2).map((leg) => ride({ leg, start, end: start + 1_200 }));
        });
        await granted;
        for (const legs of [...batches, ...daysBefore])
            expect(['recorded', 'late']).to.include.members(kinds(await record(legs)));
        for (const legs of [...batches, ...daysBefore]) {
            const [first, ...others] = legs;
            if (first === undefined) throw new Error('no leg');
            expect(new Set(kinds(await record(others)))).to.deep.equal(new Set(['unchanged']));
            expect((await stored(first)).record).to.deep.equal(first);
            const other = { ...first, distanceMetres: first.distanceMetres + 1 };
            expect(kinds(await record([other]))).to.deep.equal(['MOBILITY_LEG_CONFLICT']);
        }
    });

    it('change nothing when they come again, in the same batch or in another', async () => {
        const legs = [ride(), ride()];
        const batch = newId('batch');
        await record(legs, batch);
        const before = await owed();
        expect(kinds(await record(legs, batch))).to.deep.equal(['recorded', 'recorded']);
        expect(kinds(await record([...legs].reverse()))).to.deep.equal(['unchanged', 'unchanged']);
        expect(await owed()).to.equal(before);
    });

    it('are refused with another content under the same id, as is a batch', async () => {
        const leg = ride();
        const batch = newId('batch');
        await record([leg], batch);
        expect(kinds(await record([ride({ leg: leg.leg, distanceMetres: 4_000 })]))).to.deep.equal([
            'MOBILITY_LEG_CONFLICT',
        ]);
        expect(await codeOf(record([ride({ leg: leg.leg, distanceMetres: 3_000 })], batch))).to.equal(
            'MOBILITY_BATCH_CONFLICT',
        );
    });

    it('stand twice in a batch only once', async () => {
        const leg = ride();
        expect(kinds(await record([leg, leg]))).to.deep.equal(['recorded', 'unchanged']);
    });

    it('are each judged by themselves: what is wrong with one stops no other', async () => {
        const good = ride();
        const tariff = its.tariffs.wheels;
        const later = bikeTariff('WheelsMSP', { tariff: newId('later'), from: now() + 3_600 });
        await its.clearing.publish('wheels', later);
        const ended = newId('subscription');
        const [draft] = subscriptionOf(ended).history;
        if (draft === undefined) throw new Error('no span');
        await its.clearing.subscribe(
            ['metro', 'wheels'],
            subscriptionOf(ended, {
                history: [draft, { ...draft, from: 1, state: 'ACTIVE' }, { ...draft, from: 2, state: 'CANCELLED' }],
            }),
        );
        const outcomes = await record([
            good,
            ride({ operator: 'CarsMSP' }),
            ride({ seller: 'CarsMSP' }),
            rideOf(later, { seller: 'MetroMSP', subscription }),
            rideOf(tariff, { seller: 'MetroMSP', subscription: ended }),
            rideOf(tariff, { seller: 'MetroMSP', subscription: 'never shared' }),
            ride({ rider: 'somebody else' }),
            { ...ride(), tariffHash: 'ab'.repeat(32) },
            { ...ride(), tariffVersion: 7 },
            ride({ start: now() + 86_400, end: now() + 87_600 }),
            ride({ leg: 'ledger:mine' }),
            { ...ride(), totalMicroEur: '1990000' },
            ride({ operator: 'MetroMSP' }),
        ]);
        expect(kinds(outcomes)).to.deep.equal([
            'recorded',
            'MOBILITY_LEG_OF_ANOTHER',
            'MOBILITY_LEG_OF_ANOTHER',
            'MOBILITY_TARIFF_NOT_IN_FORCE',
            'MOBILITY_SUBSCRIPTION_NOT_ACTIVE',
            'MOBILITY_SUBSCRIPTION_UNKNOWN',
            'MOBILITY_LEG_INVALID',
            'MOBILITY_LEG_INVALID',
            'MOBILITY_TARIFF_UNKNOWN',
            'MOBILITY_LEG_INVALID',
            'MOBILITY_LEG_INVALID',
            'MOBILITY_LEG_INVALID',
            'MOBILITY_LEG_OF_ANOTHER',
        ]);
        expect((await stored(good)).late).to.equal(false);
    });

    it('are late where their own window was never open for them', async () => {
        const end = now() - 30 * 86_400;
        expect(kinds(await record([ride({ start: end - 1_200, end })]))).to.deep.equal(['late']);
    });

    it('are priced by the version in force at their start, and no version begins in the past of another', async () => {
        const name = newId('tariff');
        const first = bikeTariff('WheelsMSP', { tariff: name });
        await its.clearing.publish('wheels', first);
        const next = { ...first, version: 2, from: now() - 600 };
        expect(await codeOf(its.clearing.publish('wheels', next))).to.equal('MOBILITY_VERSION_BACKDATED');
        await its.clearing.publish('wheels', { ...next, from: now() + 600 });
        const old = rideOf(first, { seller: 'MetroMSP', subscription });
        expect(kinds(await record([old]))).to.deep.equal(['recorded']);
    });

    it('go no further than the line of credit, whichever lanes they are in', async () => {
        const { clearing } = its;
        const own = await its.subscriber(['metro', 'cars']);
        const limit = async (micro: string): Promise<void> => clearing.grant(['cars', 'metro'], micro);
        await limit('20000000');
        const legs = Array.from({ length: 12 }, () => its.ride(['cars', 'metro'], own));
        const outcomes = kinds(await clearing.record(['cars', 'metro'], legs));
        expect(outcomes.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 'recorded'));
        expect(outcomes.slice(10)).to.deep.equal(['MOBILITY_CREDIT_LINE_EXCEEDED', 'MOBILITY_CREDIT_LINE_EXCEEDED']);
        const [left] = (await clearing.position('cars', 'metro')).positions;
        expect(left?.leftMicroEur).to.equal('0');
        await limit('1000000000');
        expect(kinds(await clearing.record(['cars', 'metro'], legs.slice(10)))).to.deep.equal(['recorded', 'recorded']);
    });

    describe('and their corrections', () => {
        const hash = (): string => sha256(tariffContent(its.tariffs.wheels));

        it('are credited exactly and written anew', async () => {
            const before = await owed();
            const leg = ride();
            const credit = creditOf(leg, { leg: newId('credit'), reason: 'too long' });
            const facts = { ...leg, leg: newId('new'), durationSeconds: 600, end: leg.start + 600, reason: 'too long' };
            const {
                lines: _l,
                totalMicroEur: _t,
                taxMicroEur: _x,
                charged: _c,
                kind: _k,
                currency: _e,
                ...plain
            } = facts;
            const { tariff: _n, tariffVersion: _v, tariffHash: _h, ...known } = plain;
            const anew = replacementOf(leg, known, { tariff: its.tariffs.wheels, hash: hash() });
            expect(kinds(await record([leg]))).to.deep.equal(['recorded']);
            expect(kinds(await record([anew]))).to.deep.equal(['MOBILITY_CREDIT_INVALID']);
            expect(kinds(await record([{ ...credit, totalMicroEur: '-1000000' }]))).to.deep.equal([
                'MOBILITY_LEG_INVALID',
            ]);
            expect(kinds(await record([credit, anew]))).to.deep.equal(['recorded', 'recorded']);
            expect((await owed()) - before).to.equal(1_500_000n);
            const again = creditOf(leg, { leg: newId('credit'), reason: 'once more' });
            expect(kinds(await record([again, { ...anew, leg: newId('new') }]))).to.deep.equal([
                'MOBILITY_CREDIT_INVALID',
                'MOBILITY_CREDIT_INVALID',
            ]);
        });

        it('give back no more than was charged', async () => {
            const leg = ride();
            const back = (euro: bigint): LegRecord =>
                supplementOf(leg, {
                    leg: newId('refund'),
                    kind: 'refund',
                    category: 'REFUND',
                    reason: 'the bike was broken',
                    amountMicroEur: euro * 10_000n,
                    vatPpm: 0,
                });
            expect(kinds(await record([leg, back(150n), back(60n), back(50n)]))).to.deep.equal([
                'recorded',
                'recorded',
                'MOBILITY_REFUND_ABOVE_PAID',
                'recorded',
            ]);
        });

        it('are of a record that stands', async () => {
            const credit = creditOf(ride(), { leg: newId('credit'), reason: 'unknown' });
            expect(kinds(await record([credit]))).to.deep.equal(['MOBILITY_LEG_UNKNOWN']);
        });

        it('charge fines and extras beside a leg', async () => {
            const leg = ride();
            const fine = supplementOf(leg, {
                leg: newId('fine'),
                kind: 'fine',
                category: 'FINE',
                reason: 'left on the pavement',
                amountMicroEur: 25_000_000n,
                vatPpm: 0,
            });
            expect(kinds(await record([leg, fine]))).to.deep.equal(['recorded', 'recorded']);
        });
    });

    it('are counted for the caps of their tariff over all of a rider, and beyond them in dispute', async () => {
        const usual = bikeTariff('WheelsMSP', { tariff: newId('capped') });
        const caps = [{ period: 'day', maximumMicroEur: '5000000' }] as const;
        const capped = { ...usual, price: { ...usual.price, caps } };
        await its.clearing.publish('wheels', capped);
        const noon = Math.floor(now() / 86_400) * 86_400 - 43_200;
        const rides: LegRecord[] = [];
        const charged = [];
        for (let index = 0; index < 4; index += 1) {
            const facts = { ...rideOf(capped, { seller: 'MetroMSP', subscription }) };
            const start = noon + index * 3_600;
            const {
                lines: _l,
                totalMicroEur: _t,
                taxMicroEur: _x,
                charged: _c,
                kind: _k,
                currency: _e,
                ...plain
            } = facts;
            const { tariff: _n, tariffVersion: _v, tariffHash: _h, ...known } = plain;
            const priced = pricedLeg(
                { ...known, start, end: start + 1_200 },
                { tariff: capped, hash: sha256(tariffContent(capped)) },
                { zone: terms.zone, charged },
            );
            rides.push(priced);
            charged.push(...priced.charged);
        }
        expect(rides.map(({ totalMicroEur }) => totalMicroEur)).to.deep.equal(['2000000', '2000000', '1000000', '0']);
        const outcomes = kinds(await record(rides));
        expect(outcomes).to.deep.equal(['late', 'late', 'late', 'late']);
        const uncapped = rideOf(
            capped,
            { seller: 'MetroMSP', subscription },
            { start: noon + 20_000, end: noon + 21_200 },
        );
        expect(kinds(await record([uncapped]))).to.deep.equal(['disputed']);
    });
});
