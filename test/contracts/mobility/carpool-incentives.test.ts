import { expect } from 'chai';
import fc from 'fast-check';

import { replayCampaign, simulate, votedPolicies, type Replay } from '@quartier/client';
import {
    compilePolicy,
    incentivePolicy,
    type BroughtJourney,
    type IncentivePolicy,
    type JudgedJourneyRecord,
} from '@quartier/rules/mobility';

import { valueInForce } from '@quartier/client';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    acceptedRide,
    newCampaign,
    nowSeconds,
    operators,
    type CarpoolOperator,
    type TestCampaign,
} from '../../support/carpool-campaign.js';
import { sharedMobilityNetwork } from '../../support/mobility-network.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';

const HOUR = 3_600;

describe('incentives on the ledger', () => {
    let network: AreaNetwork;
    before(async () => {
        network = await sharedMobilityNetwork();
    });

    const replayed = async ({ name, council }: TestCampaign): Promise<Replay> =>
        replayCampaign(council.batches(name), votedPolicies(await network.area('council'), name));
    const paidCents = (journeys: readonly JudgedJourneyRecord[]): readonly number[] =>
        journeys.map(({ paidMicroEur }) => Number(paidMicroEur) / 10_000);

    async function people(campaign: TestCampaign, operator: CarpoolOperator = 'metro'): Promise<Riders> {
        return { driver: await campaign.rider(operator, 'dora'), passenger: await campaign.rider(operator, 'paul') };
    }
    interface Riders {
        readonly driver: string;
        readonly passenger: string;
    }

    it('are paid for a ride that both telephones prove, from the council’s budget into the driver’s account', async () => {
        const campaign = await newCampaign(network, { requires: [{ that: { classes: ['C'] } }] });
        const ride = await acceptedRide(campaign);
        await ride.takePlace();
        const metro = await campaign.of('metro');
        const settled = { ride: ride.ride, booking: 'b1' };
        const [judged] = await metro.judge(campaign.name, 'today', { rides: [settled] });
        expect(judged?.outcome).to.equal('paid');
        expect(await metro.balance(campaign.name, ride.driver)).to.equal(4_000_000n);
        expect((await campaign.council.getCampaign(campaign.name)).paidMicroEur).to.equal('2000000');
        await metro.judge(campaign.name, 'today', { rides: [settled] });
        const [again] = await metro.judge(campaign.name, 'once more', { rides: [settled] });
        expect(again?.outcome).to.equal('unchanged');
        expect((await campaign.council.getCampaign(campaign.name)).paidMicroEur).to.equal('2000000');
    });

    it('are judged in one transaction: what is refused or found says why, the others are paid', async () => {
        const campaign = await newCampaign(network);
        const metro = await campaign.of('metro');
        const { driver, passenger } = await people(campaign);
        const of = (members: Parameters<TestCampaign['journey']>[1]): BroughtJourney =>
            campaign.journey('metro', { driver, passenger, ...members });
        const start = nowSeconds() - 10 * HOUR;
        const journeys = [
            of({ id: 'a', startsAt: start }),
            of({ id: 'b', startsAt: start + 60 }),
            of({ id: 'c', startsAt: start + 2 * HOUR, passenger: 'a'.repeat(32) }),
            of({ id: 'd', startsAt: start + 4 * HOUR, metres: 1_500 }),
            of({ id: 'e', startsAt: start + 6 * HOUR, operator: operators.wheels }),
            of({ id: 'f', startsAt: nowSeconds() - 60 }),
        ];
        const judged = await metro.judge(campaign.name, 'mixed', { journeys });
        expect(judged.map(({ outcome, code, findings }) => code ?? findings[0]?.label ?? outcome)).to.deep.equal([
            'paid',
            'too_close_trips',
            'MOBILITY_RIDER_UNKNOWN',
            'distance_too_short',
            'MOBILITY_JOURNEY_NOT_YOURS',
            'MOBILITY_JOURNEY_FUTURE',
        ]);
        const [changed] = await metro.judge(campaign.name, 'changed', {
            journeys: [of({ id: 'a', startsAt: start, seats: 2 })],
        });
        expect(changed?.code).to.equal('MOBILITY_JOURNEY_CONFLICT');
        const other = metro.judge(campaign.name, 'mixed', { journeys: journeys.slice(1) });
        expect(await codeOf(other)).to.equal('MOBILITY_BATCH_CONFLICT');
    });

    it('see one person’s journeys with every operator: limits and overlaps hold across them', async () => {
        const campaign = await newCampaign(network, {
            caps: [{ count: 'journeys', of: 'driver', per: 'month', most: 2 }],
        });
        const start = nowSeconds() - 20 * HOUR;
        const judge = async (
            operator: CarpoolOperator,
            id: string,
            hours: number,
            passenger: string,
        ): Promise<JudgedJourneyRecord | undefined> => {
            const journey = campaign.journey(operator, {
                id,
                startsAt: start + hours * HOUR,
                driver: await campaign.rider(operator, 'dora'),
                passenger: await campaign.rider(operator, passenger),
            });
            return (await (await campaign.of(operator)).judge(campaign.name, id, { journeys: [journey] }))[0];
        };
        expect((await judge('metro', 'one', 0, 'p1'))?.outcome).to.equal('paid');
        expect((await judge('wheels', 'two', 0, 'p2'))?.findings.map(({ label }) => label)).to.include(
            'interoperator_overlap',
        );
        expect((await judge('wheels', 'three', 3, 'p2'))?.outcome).to.equal('paid');
        const third = await judge('metro', 'four', 6, 'p1');
        expect([third?.outcome, third?.cuts[0]?.headroom]).to.deep.equal(['unpaid', '0']);
    });

    it('give headroom and budget back when a journey is cancelled or a fraud; what the driver spent it owes', async () => {
        const campaign = await newCampaign(network, {
            caps: [{ count: 'amount', of: 'driver', per: 'month', mostEuro: '3.00' }],
        });
        const metro = await campaign.of('metro');
        const riders = await people(campaign);
        const start = nowSeconds() - 20 * HOUR;
        const journeys = [0, 3, 6].map((hours) =>
            campaign.journey('metro', { id: `j${String(hours)}`, startsAt: start + hours * HOUR, ...riders }),
        );
        expect(paidCents(await metro.judge(campaign.name, 'first', { journeys }))).to.deep.equal([200, 100, 0]);
        const rider = riders.driver;
        await metro.moveMoney({ campaign: campaign.name, batch: 'out', rider, amountMicroEur: '-3000000' });
        const day = new Date(start * 1_000).toISOString().slice(0, 10);
        const name = { operator: 'MetroMSP', journey: 'j0', day };
        const wheels = await campaign.of('wheels');
        const foreign = await wheels.returnJourneys(campaign.name, 'foreign', {
            journeys: [name],
            reason: 'cancelled',
        });
        expect(foreign.journeys[0]).to.have.property('code', 'MOBILITY_JOURNEY_NOT_YOURS');
        expect(await codeOf(wheels.returnJourneys(campaign.name, 'f', { journeys: [name], reason: 'fraud' }))).to.equal(
            'CONSORTIUM_ROLE_MISSING',
        );
        await campaign.council.returnJourneys(campaign.name, 'back', { journeys: [name], reason: 'fraud' });
        await campaign.council.returnJourneys(campaign.name, 'again', { journeys: [name], reason: 'fraud' });
        expect((await campaign.council.getCampaign(campaign.name)).paidMicroEur).to.equal('1000000');
        expect(await metro.balance(campaign.name, rider)).to.equal(-2_000_000n);
        const later = campaign.journey('metro', { id: 'later', startsAt: start + 9 * HOUR, ...riders });
        expect(paidCents(await metro.judge(campaign.name, 'later', { journeys: [later] }))).to.deep.equal([200]);
        expect(await replayed(campaign)).to.deep.include({ batches: 5, paidMicroEur: '3000000', differences: [] });
    });

    it('are never more than the council has put in', async () => {
        const campaign = await newCampaign(network, { fundedMicroEur: '1000000' });
        const metro = await campaign.of('metro');
        const journeys = [campaign.journey('metro', { id: 'dear', ...(await people(campaign)) })];
        const refused = await refusalOfCall(metro.judge(campaign.name, 'short', { journeys }));
        expect(refused).to.deep.equal({
            code: 'MOBILITY_BUDGET_SHORT',
            details: { campaign: campaign.name, leftMicroEur: '1000000' },
        });
        const funding = { campaign: campaign.name, funding: 'more', amountMicroEur: '1000000' };
        await campaign.council.fundCampaign(funding);
        await campaign.council.fundCampaign(funding);
        expect(paidCents(await metro.judge(campaign.name, 'short', { journeys }))).to.deep.equal([200]);
        const { fundedMicroEur, paidMicroEur } = await campaign.council.getCampaign(campaign.name);
        expect([fundedMicroEur, paidMicroEur]).to.deep.equal(['2000000', '2000000']);
    });

    it('stay within every limit in whatever order and batches journeys come, as simulated, and a replay comes to the same', async function () {
        this.timeout(180_000);
        const caps = [
            { count: 'journeys', of: 'driver', per: 'day', most: 2 },
            { count: 'amount', of: 'driver', per: 'month', mostEuro: '5.00' },
            { count: 'trips', of: 'person', per: 'campaign', most: 4 },
            { count: 'amount', of: 'everyone', per: 'campaign', mostEuro: '11.50' },
        ];
        const plan = fc.array(
            fc.record({
                driver: fc.constantFrom('dora', 'dan'),
                passenger: fc.constantFrom('paul', 'pia', 'pam'),
                hour: fc.integer({ min: 0, max: 20 }),
                seats: fc.integer({ min: 1, max: 2 }),
                batch: fc.integer({ min: 0, max: 2 }),
            }),
            { minLength: 4, maxLength: 14 },
        );
        await fc.assert(
            fc.asyncProperty(plan, async (rows) => {
                const campaign = await newCampaign(network, { caps });
                const metro = await campaign.of('metro');
                const start = nowSeconds() - 22 * HOUR;
                const judged: JudgedJourneyRecord[] = [];
                for (const batch of [0, 1, 2]) {
                    const journeys: BroughtJourney[] = [];
                    for (const [index, row] of rows.entries()) {
                        if (row.batch !== batch) continue;
                        const [driver, passenger] = [
                            await campaign.rider('metro', row.driver),
                            await campaign.rider('metro', row.passenger),
                        ];
                        const startsAt = start + row.hour * HOUR;
                        const id = `j${String(index)}`;
                        journeys.push(campaign.journey('metro', { id, startsAt, driver, passenger, seats: row.seats }));
                    }
                    if (journeys.length > 0)
                        judged.push(...(await metro.judge(campaign.name, `b${String(batch)}`, { journeys })));
                }
                const policy = await policyOf(campaign);
                const stands = judged.filter(({ outcome }) => outcome === 'paid' || outcome === 'unpaid');
                const total = stands.reduce((sum, { paidMicroEur }) => sum + Number(paidMicroEur), 0);
                expect(total).to.be.at.most(11_500_000);
                const counters = new Map<string, number>();
                for (const { journey, paidMicroEur } of stands)
                    counters.set(
                        journey.driver ?? '',
                        (counters.get(journey.driver ?? '') ?? 0) + Number(paidMicroEur),
                    );
                for (const sum of counters.values()) expect(sum).to.be.at.most(2 * 5_000_000);
                expect((await replayed(campaign)).differences).to.deep.equal([]);
                if (new Set(rows.map(({ batch }) => batch)).size > 1) return;
                const rowsOfFile = stands.map(({ journey }, index) => ({ line: index + 1, journey }));
                const simulation = simulate({ compiled: compilePolicy(policy), rows: rowsOfFile });
                expect(simulation.journeys.map(({ paidMicroEur }) => paidMicroEur)).to.deep.equal(
                    stands.map(({ paidMicroEur }) => paidMicroEur),
                );
            }),
            { numRuns: 8 },
        );
    });

    async function policyOf({ name }: TestCampaign): Promise<IncentivePolicy> {
        const today = new Date().toISOString().slice(0, 10);
        const found = await valueInForce(await network.area('cars'), `mobility.incentive/${name}`, today);
        return incentivePolicy(found?.value, 'policy');
    }

    it('of two operators at once are all paid, one batch after the other', async () => {
        const campaign = await newCampaign(network);
        const batches = await Promise.all(
            (['metro', 'wheels', 'cars'] as const).map(async (operator) => {
                const own = await campaign.of(operator);
                const riders = {
                    driver: await campaign.rider(operator, `${operator} driver`),
                    passenger: await campaign.rider(operator, `${operator} passenger`),
                };
                return { own, journey: campaign.journey(operator, { id: operator, ...riders }) };
            }),
        );
        const judged = await Promise.all(
            batches.map(({ own, journey }) => own.judge(campaign.name, 'mine', { journeys: [journey] })),
        );
        expect(judged.flatMap(paidCents)).to.deep.equal([200, 200, 200]);
        expect((await campaign.council.getCampaign(campaign.name)).batches).to.equal(3);
        const seen = await replayed(campaign);
        expect([seen.paidMicroEur, seen.differences]).to.deep.equal(['6000000', []]);
    });
});
