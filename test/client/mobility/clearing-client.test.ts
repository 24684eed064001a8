import type { MobilityClient } from '@quartier/client';
import type {
    LegRecord,
    ListedLeg,
    PublishedTariff,
    SettlementRecord,
    StatedLeg,
    WindowRecord,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    bikeTariff,
    Clearing,
    codeOf,
    mspIds,
    operators,
    rideOf,
    subscriptionOf,
    terms,
    type Operator,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';
import { refusalOfCall } from '../../support/refusal.js';
import { euro } from '../../support/tariffs.js';

/** Who rides with whom, two euro a ride: debts that run in a circle, one of them twice as large. */
const RIDES: readonly { readonly operator: Operator; readonly seller: Operator }[] = [
    { operator: 'wheels', seller: 'metro' },
    { operator: 'cars', seller: 'wheels' },
    { operator: 'metro', seller: 'cars' },
    { operator: 'metro', seller: 'cars' },
];

describe('The client of the clearing, on a window settled by set-off', function () {
    this.timeout(120_000);
    let network: AreaNetwork;
    let clearing: Clearing;
    let window: WindowRecord;
    let settlement: SettlementRecord;
    const tariffs = new Map<Operator, PublishedTariff>();

    before(async () => {
        network = await startMobilityNetwork();
        clearing = new Clearing(network);
        await clearing.decideTerms({ ...terms, paymentSeconds: 1, settlement: { method: 'setOff' } });
        for (const operator of operators) {
            await clearing.declare(operator);
            tariffs.set(operator, await clearing.publish(operator, bikeTariff(mspIds[operator])));
        }
        for (const { operator, seller } of RIDES.slice(0, 3)) {
            const { mobility } = await network.client(operator);
            await mobility.grantCredit({ with: mspIds[seller], limitMicroEur: euro('100') });
            const sold = await network.client(seller);
            await sold.mobility.shareSubscriptions([mspIds[operator]], [subscriptionOf(`of-${seller}`)]);
        }
        window = await clearing.openWindow(12);
    });
    after(() => network.stop());

    const as = async (member: Operator | 'council'): Promise<MobilityClient> => (await network.client(member)).mobility;
    const ride = ({ operator, seller }: (typeof RIDES)[number]): LegRecord => {
        const published = tariffs.get(operator);
        if (published === undefined) throw new Error('published before');
        return rideOf(published.tariff, { seller: mspIds[seller], subscription: `of-${seller}` });
    };
    const stated = ({ record, digest, disputed }: ListedLeg): StatedLeg => ({
        leg: record.leg,
        digest,
        debtor: record.seller,
        creditor: record.operator,
        amountMicroEur: BigInt(record.totalMicroEur),
        disputed,
    });
    async function listed(member: Operator, other: Operator): Promise<StatedLeg[]> {
        const legs: StatedLeg[] = [];
        for await (const leg of (await as(member)).listLegs({ with: mspIds[other], window: window.window }))
            legs.push(stated(leg));
        return legs;
    }

    it('streams records to several sellers, and finds those that are there already', async () => {
        const records = RIDES.map(ride);
        for (const operator of operators) {
            const own = records.filter((record) => record.operator === mspIds[operator]);
            const client = await as(operator);
            expect((await client.recordLegs(own)).map(({ outcome }) => outcome)).to.deep.equal(
                own.map(() => 'recorded'),
            );
            expect((await client.recordLegs(own)).map(({ outcome }) => outcome)).to.deep.equal(
                own.map(() => 'unchanged'),
            );
        }
    });

    it('tells of each record to a seller without books that it is refused', async () => {
        const record = { ...ride({ operator: 'wheels', seller: 'metro' }), seller: mspIds.cars };
        const [result] = await (await as('wheels')).recordLegs([record]);
        expect(result).to.deep.equal({ outcome: 'refused', code: 'MOBILITY_SUBSCRIPTION_UNKNOWN', details: {} });
    });

    it('names with whom a pair exists where the other is no such one', async () => {
        for (const other of ['NobodyMSP', mspIds.metro]) {
            const refused = await refusalOfCall(
                (await as('metro')).grantCredit({ with: other, limitMicroEur: euro('1') }),
            );
            expect(refused).to.deep.equal({
                code: 'MOBILITY_PAIR_NONE',
                details: { mspId: mspIds.metro, with: other, partners: [mspIds.cars, 'CouncilMSP', mspIds.wheels] },
            });
        }
    });

    it('knows the partners that it has books with', async () => {
        expect(await (await as('metro')).partners()).to.have.members([mspIds.wheels, mspIds.cars]);
    });

    it('does not agree on a statement by other books, and shows by which leg', async () => {
        await clearing.close(window);
        const legs = await listed('cars', 'metro');
        const own = (other: string): Promise<readonly StatedLeg[] | undefined> =>
            Promise.resolve(other === mspIds.metro ? legs.slice(1) : undefined);
        await (await as('cars')).submitStatements(window.window, own);
        const [outcome] = (await (await as('metro')).submitStatements(window.window)).filter(
            (pair) => pair.with === mspIds.cars,
        );
        expect(outcome?.agreed).to.equal(false);
        const of = { window: window.window, with: mspIds.metro };
        const { totals, legs: found } = await (await as('cars')).comparePair(of, legs.slice(1));
        expect(totals.map(({ amountMicroEur }) => amountMicroEur)).to.include(euro('2'));
        expect(found?.missingHere.map(({ leg }) => leg)).to.deep.equal([legs[0]?.leg]);
        expect(await codeOf((await as('metro')).declareNet(window.window))).to.equal('MOBILITY_PAIRS_NOT_AGREED');
    });

    it('agrees, declares, nets by the largest set-off, and signs', async () => {
        for (const operator of operators) await (await as(operator)).submitStatements(window.window);
        for (const operator of operators) await (await as(operator)).declareNet(window.window);
        settlement = await (await as('council')).netWindow(window.window);
        expect(settlement.transfers).to.deep.equal([{ from: mspIds.cars, to: mspIds.metro, amount: euro('2') }]);
        for (const operator of operators) {
            const { signatures } = await (await as(operator)).signWindow(window.window);
            expect(signatures.at(-1)?.hash).to.equal(settlement.hash);
        }
    });

    it('nets again without a member that has not paid in time', async () => {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        const council = await as('council');
        const { defaulters } = await council.declareDefault(window.window, mspIds.cars);
        expect(defaulters).to.deep.equal([mspIds.cars]);
        for (const operator of ['metro', 'wheels'] as const) await (await as(operator)).declareNet(window.window);
        const again = await council.netWindow(window.window);
        expect([again.revision, again.transfers]).to.deep.equal([
            2,
            [{ from: mspIds.metro, to: mspIds.wheels, amount: euro('2') }],
        ]);
        const [order] = again.orders;
        const booking = {
            reference: 'B-1',
            endToEndId: order?.endToEndId ?? '',
            amountCents: '200',
            currency: 'EUR',
            direction: 'CRDT',
            isReversal: false,
            bookedOn: '2026-06-01',
            debtor: mspIds.metro,
        } as const;
        await council.recordPayments({ window: window.window, bookings: [booking] });
        expect((await council.getWindow(window.window)).window.state).to.equal('SETTLED');
    });
});
