import { paymentOf, statementOf, type StatementDay, type StatementDayMeter } from '@quartier/rules/energy';
import { expect } from 'chai';

const consumer = (meter: string, meteredWh: number, localWh: number, amountMicroEur: bigint): StatementDayMeter => ({
    meter,
    member: `owner of ${meter}`,
    role: 'consumer',
    meteredWh,
    localWh,
    amountMicroEur,
    filledSteps: 0,
});
const producer = (meter: string, meteredWh: number, localWh: number, amountMicroEur: bigint): StatementDayMeter => ({
    ...consumer(meter, meteredWh, localWh, amountMicroEur),
    role: 'producer',
});
const first: StatementDay = {
    day: '2016-06-01',
    gaps: 'refuse',
    meters: [consumer('shop', 300, 200, 24_000n), producer('roof', 500, 200, -24_000n)],
};
const second: StatementDay = {
    day: '2016-06-02',
    gaps: 'zero',
    meters: [{ ...consumer('shop', 100, 90, 11_000n), filledSteps: 4 }, producer('roof', 90, 90, -11_000n)],
};
const statement = (days: readonly StatementDay[]): ReturnType<typeof statementOf> =>
    statementOf({ community: 'confluence', month: '2016-06', days });

describe('payment', () => {
    it('is rounded once to whole cents, halves away from zero, and the rest is kept', () => {
        expect(paymentOf(35_000n)).to.deep.equal({ cents: 4n, roundingMicroEur: -5_000n });
        expect(paymentOf(34_999n)).to.deep.equal({ cents: 3n, roundingMicroEur: 4_999n });
        expect(paymentOf(-35_000n)).to.deep.equal({ cents: -4n, roundingMicroEur: 5_000n });
        expect(paymentOf(0n)).to.deep.equal({ cents: 0n, roundingMicroEur: 0n });
    });
});

describe('statement', () => {
    it('adds up the settled days by meter, in the order of the meters', () => {
        const { members } = statement([second, first]);
        expect(members.map(({ meter }) => meter)).to.deep.equal(['roof', 'shop']);
        expect(members[1]).to.deep.equal({
            meter: 'shop',
            member: 'owner of shop',
            role: 'consumer',
            from: '2016-06-01',
            to: '2016-06-02',
            consumptionWh: '400',
            productionWh: '0',
            selfConsumedWh: '290',
            complementWh: '110',
            sharedWh: '0',
            surplusWh: '0',
            amountMicroEur: '35000',
            paymentCents: '4',
            roundingMicroEur: '-5000',
            filledSteps: 4,
        });
    });

    it('charges in all what it pays out', () => {
        const { totals, members } = statement([first, second]);
        expect(members[0]?.amountMicroEur).to.equal('-35000');
        expect(totals).to.deep.equal({
            consumptionWh: '400',
            productionWh: '590',
            selfConsumedWh: '290',
            complementWh: '110',
            sharedWh: '290',
            surplusWh: '300',
            amountMicroEur: '35000',
            roundingMicroEur: '0',
        });
    });

    it('names the days that are not settled and marks those that were filled in', () => {
        const { settledDays, unsettledDays, filledDays } = statement([first, second]);
        expect(settledDays).to.equal(2);
        expect(unsettledDays).to.have.length(28);
        expect(unsettledDays[0]).to.equal('2016-06-03');
        expect(filledDays).to.deep.equal([{ day: '2016-06-02', gaps: 'zero', filledSteps: 4 }]);
    });

    it('has a line for each member of a meter that changes hands', () => {
        const moved = second.meters.map((meter) => ({ ...meter, member: `new owner of ${meter.meter}` }));
        const { members } = statement([first, { ...second, meters: moved }]);
        expect(members.map(({ meter, member, from, to }) => [meter, member, from, to])).to.deep.equal([
            ['roof', 'owner of roof', '2016-06-01', '2016-06-01'],
            ['roof', 'new owner of roof', '2016-06-02', '2016-06-02'],
            ['shop', 'owner of shop', '2016-06-01', '2016-06-01'],
            ['shop', 'new owner of shop', '2016-06-02', '2016-06-02'],
        ]);
    });

    it('is empty before anything is settled', () => {
        expect(statement([])).to.deep.include({ settledDays: 0, members: [] });
    });

    it('does not charge what it does not pay out', () => {
        const [shop] = first.meters;
        expect(() => statement([{ ...first, meters: shop ? [shop] : [] }])).to.throw('Broken invariant');
    });
});
