import { readFileSync } from 'node:fs';

import { importPricingPlans, versionOfPlan, type PlanOutcome, type PricingPlanOptions } from '@quartier/client';
import { priceLeg, type PublishedTariff, type TariffVersion } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { sharedData } from '../../support/shared-data.js';
import { euro } from '../../support/tariffs.js';

const options: PricingPlanOptions = { operator: 'CarsMSP', mode: 'car', from: 0, intervals: 'reached' };

const plan = {
    plan_id: 'p1',
    name: 'By the minute',
    currency: 'EUR',
    price: 1,
    is_taxable: false,
    description: 'A euro, then 19 cents a minute',
    per_min_pricing: [{ start: 0, rate: 0.19, interval: 1 }],
};

function outcomesOf(plans: readonly object[], other: Partial<PricingPlanOptions> = {}): readonly PlanOutcome[] {
    const text = JSON.stringify({ last_updated: 0, ttl: 0, version: '2.3', data: { plans } });
    return importPricingPlans(text, { ...options, ...other }).plans;
}

function outcomeOf(member: object, other: Partial<PricingPlanOptions> = {}): PlanOutcome | undefined {
    return outcomesOf([{ ...plan, ...member }], other)[0];
}

function refusalOfPlan(member: object): unknown {
    const outcome = outcomeOf(member);
    return outcome?.outcome === 'refused' ? [outcome.code, outcome.details] : outcome;
}

describe('import of GBFS pricing plans', () => {
    it('takes money from the text of numbers, minutes as seconds and kilometres as metres', () => {
        const outcome = outcomeOf({
            price: 0.1,
            per_min_pricing: [{ start: 30, end: 60, rate: -1e-1, interval: 0 }],
            per_km_pricing: [{ start: 2, rate: 0.29, interval: 1 }],
        });
        expect(outcome?.outcome === 'imported' && outcome.tariff).to.deep.equal({
            operator: 'CarsMSP',
            tariff: 'p1',
            version: 1,
            from: 0,
            to: null,
            mode: 'car',
            name: 'By the minute',
            currency: 'EUR',
            intervals: 'reached',
            vatPpm: 0,
            taxIncluded: true,
            price: {
                baseMicroEur: '100000',
                time: [{ start: 1_800, end: 3_600, interval: 0, rateMicroEur: '-100000' }],
                distance: [{ start: 2_000, interval: 1_000, rateMicroEur: '290000' }],
            },
        });
    });

    it('reads names in languages, reservation, surge and fare capping of GBFS 3', () => {
        const outcome = outcomeOf(
            {
                name: [{ text: 'À la minute', language: 'fr' }],
                reservation_price_per_min: 0.15,
                surge_pricing: true,
                fare_capping: { duration: 720, price: 15.0 },
                is_taxable: true,
                loyalty: 'gold',
            },
            { surgeMaximumPpm: 500_000, vatPpm: 200_000 },
        );
        if (outcome?.outcome !== 'imported') return expect.fail('the plan was refused');
        const { name, price, vatPpm, taxIncluded } = outcome.tariff;
        expect([name, vatPpm, taxIncluded]).to.deep.equal(['À la minute', 200_000, false]);
        expect(price.reservation).to.deep.equal({ segments: [{ start: 0, interval: 60, rateMicroEur: '150000' }] });
        expect(price.surgeMaximumPpm).to.equal(500_000);
        expect(price.caps).to.deep.equal([{ period: 'rolling', seconds: 43_200, maximumMicroEur: euro('15') }]);
        expect(outcome.ignored).to.deep.equal(['loyalty']);
    });

    it('rounds an amount that is finer than a micro-euro, halves away from zero, and says so', () => {
        const text = JSON.stringify({
            data: { plans: [{ ...plan, price: 'P', per_min_pricing: [{ start: 0, rate: 'R', interval: 1 }] }] },
        });
        const written = text.replace('"P"', '0.30000000000000004').replace('"R"', '-0.3333335');
        const [outcome] = importPricingPlans(written, options).plans;
        if (outcome?.outcome !== 'imported') return expect.fail('the plan was refused');
        expect(outcome.tariff.price.baseMicroEur).to.equal('300000');
        expect(outcome.tariff.price.time?.[0]?.rateMicroEur).to.equal('-333334');
        expect(outcome.rounded).to.deep.equal([
            { member: 'per_min_pricing[0].rate', stated: '-0.3333335', amountMicroEur: '-333334' },
            { member: 'price', stated: '0.30000000000000004', amountMicroEur: '300000' },
        ]);
        const exact = outcomeOf({});
        expect(exact?.outcome === 'imported' && exact.rounded).to.deep.equal([]);
    });

    it('takes a fare cap of any whole minutes, from one on', () => {
        for (const duration of [1, 45, 720]) {
            const outcome = outcomeOf({ fare_capping: { duration, price: 3 } });
            expect(outcome?.outcome === 'imported' && outcome.tariff.price.caps).to.deep.equal([
                { period: 'rolling', seconds: duration * 60, maximumMicroEur: euro('3') },
            ]);
        }
    });

    it('refuses a plan for a stated reason, and imports the others', () => {
        const table: readonly (readonly [object, string, object])[] = [
            [{ currency: 'USD' }, 'MOBILITY_CURRENCY_REFUSED', { currency: 'USD' }],
            [
                { fare_capping: { duration: 0, price: 3 } },
                'MOBILITY_GBFS_PLAN_MALFORMED',
                { member: 'fare_capping.duration', reason: 'is less than a minute' },
            ],
            [
                { fare_capping: { duration: 527_041, price: 3 } },
                'MOBILITY_GBFS_PLAN_MALFORMED',
                { member: 'fare_capping.duration', reason: 'is more than 366 days' },
            ],
            [{ price: 'free' }, 'MOBILITY_GBFS_PLAN_MALFORMED', { member: 'price', reason: 'is no number' }],
            [{ price: undefined }, 'MOBILITY_GBFS_PLAN_MALFORMED', { member: 'price', reason: 'is missing' }],
            [
                { per_min_pricing: [{ start: 0, rate: 1 }] },
                'MOBILITY_GBFS_PLAN_MALFORMED',
                { member: 'per_min_pricing[0].interval', reason: 'is missing' },
            ],
            [{ is_taxable: true }, 'MOBILITY_GBFS_TAX_RATE_MISSING', {}],
            [{ surge_pricing: true }, 'MOBILITY_GBFS_SURGE_UNBOUNDED', {}],
            [
                { reservation_price_per_min: 1, reservation_price_flat_rate: 1 },
                'MOBILITY_GBFS_TWO_RESERVATION_PRICES',
                {},
            ],
            [
                { per_km_pricing: [{ start: 5, end: 5, rate: 1, interval: 1 }] },
                'MOBILITY_TARIFF_INVALID',
                { reason: 'distance[0].end must be after its start' },
            ],
        ];
        for (const [member, code, details] of table) expect(refusalOfPlan(member)).to.deep.equal([code, details]);
        const outcomes = outcomesOf([plan, plan, { ...plan, plan_id: 'p2' }]);
        expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(['imported', 'refused', 'imported']);
    });

    it('refuses what is no feed of plans', () => {
        const codeOf = (text: string): unknown => {
            try {
                importPricingPlans(text, options);
            } catch (error) {
                return (error as { code?: string }).code;
            }
            return undefined;
        };
        expect(codeOf('{')).to.equal('MOBILITY_GBFS_UNREADABLE');
        expect(codeOf('{"version":"3.1","data":{}}')).to.equal('MOBILITY_GBFS_NO_PLANS');
        expect(codeOf('{"version":"4.0","data":{"plans":[]}}')).to.equal('MOBILITY_GBFS_VERSION');
    });
});

const collected = sharedData('mobility/tariffs/carsharing_de_pricing_plans.json');
const feed = sharedData('mobility/feeds/gbfs/v3.1-RC3/system_pricing_plans.json');

interface RawSegment {
    readonly start: number;
    readonly end?: number;
    readonly interval: number;
    readonly rate: number;
}

interface RawPlan {
    readonly price: number | string;
    readonly per_min_pricing?: readonly RawSegment[];
    readonly per_km_pricing?: readonly RawSegment[];
}

/** The pricing model of GBFS 3.1 read once more, in floating point and to the letter: a start that is reached counts. */
function floatingPrice(raw: RawPlan, minutes: number, km: number): number {
    const cost = ({ start, end, interval, rate }: RawSegment, used: number): number => {
        let times = 0;
        for (let at = start; at <= used && at < (end ?? Infinity) && times < 100_000; at += interval) {
            times += 1;
            if (interval === 0) break;
        }
        return times * rate;
    };
    const time = (raw.per_min_pricing ?? []).map((segment) => cost(segment, minutes));
    const distance = (raw.per_km_pricing ?? []).map((segment) => cost(segment, km));
    return [...time, ...distance].reduce((sum, part) => sum + part, Number(raw.price));
}

describe('260 real price plans of 26 operators', () => {
    before(function () {
        if (collected === undefined || feed === undefined) this.skip();
    });

    it('all import and price legs as GBFS says', () => {
        const text = readFileSync(collected ?? '', 'utf8');
        const { systems } = JSON.parse(text) as { systems: readonly { readonly plans: readonly RawPlan[] }[] };
        const raw = systems.flatMap(({ plans }) => plans);
        const report = importPricingPlans(text, options);
        expect([report.imported, report.refused]).to.deep.equal([260, 0]);
        report.plans.forEach((outcome, index) => {
            if (outcome.outcome !== 'imported') return expect.fail(outcome.code);
            expect([outcome.ignored, outcome.rounded]).to.deep.equal([[], []]);
            for (const [minutes, km] of [
                [1, 0],
                [59, 12],
                [60, 100],
                [600, 101],
                [1_440, 350],
                [4_321, 1_200],
            ] as const) {
                const usage = { start: 0, durationSeconds: minutes * 60, distanceMetres: km * 1_000 };
                const expected = floatingPrice(raw[index] ?? { price: 0 }, minutes, km);
                expect(Number(priceLeg(outcome.tariff, usage).priceMicroEur)).to.be.closeTo(expected * 1e6, 0.5);
            }
        });
    });

    it('do not include the example of GBFS 3.1, which is in dollars', () => {
        const report = importPricingPlans(readFileSync(feed ?? '', 'utf8'), options);
        expect(report.plans).to.deep.equal([
            { plan: 'plan2', outcome: 'refused', code: 'MOBILITY_CURRENCY_REFUSED', details: { currency: 'USD' } },
        ]);
    });
});

describe('a plan that is imported again', () => {
    const imported = (member: object, from = 0): TariffVersion => {
        const outcome = outcomeOf(member, { from });
        if (outcome?.outcome !== 'imported') throw new Error('the plan is refused');
        return outcome.tariff;
    };
    const published = (tariff: TariffVersion, version: number): PublishedTariff => ({
        tariff: { ...tariff, version },
        hash: '0'.repeat(64),
        until: null,
        publishedAt: 0,
    });
    const first = published(imported({}), 1);
    const second = published(imported({ price: 2 }, 1_000), 2);

    it('is the first version where there is none, whatever other tariffs have', () => {
        const other = published({ ...first.tariff, tariff: 'p2' }, 7);
        const found = versionOfPlan(imported({}), [other]);
        expect(found).to.deep.equal({ outcome: 'new', tariff: imported({}) });
    });

    it('is unchanged while its prices are, from whatever later instant it is given', () => {
        for (const from of [0, 5_000])
            expect(versionOfPlan(imported({}, from), [first])).to.deep.equal({
                outcome: 'unchanged',
                published: first,
            });
        expect(versionOfPlan(imported({}), [second, first])).to.have.property('published', first);
    });

    it('is the next version once its prices differ, also where they were so before', () => {
        const versions = [first, second];
        const dearer = imported({ price: 3 }, 2_000);
        expect(versionOfPlan(dearer, versions)).to.deep.equal({ outcome: 'new', tariff: { ...dearer, version: 3 } });
        const again = imported({}, 2_000);
        expect(versionOfPlan(again, versions)).to.deep.equal({ outcome: 'new', tariff: { ...again, version: 3 } });
        expect(versionOfPlan(imported({ price: 2 }, 500), versions)).to.have.property('outcome', 'new');
    });
});
