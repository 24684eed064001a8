import { shareCapLoss, sharePassRevenue, shareWithin, type OperatorUse } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { refusalOf } from '../../../support/refused.js';

function use(operator: string, amount: number, other: Partial<OperatorUse> = {}): OperatorUse {
    return {
        operator,
        amountMicroEur: String(amount),
        durationSeconds: 0,
        distanceMetres: 0,
        rides: 1,
        ...other,
    };
}

const amounts = (shares: readonly { readonly operator: string; readonly amountMicroEur: string }[]): unknown =>
    Object.fromEntries(shares.map(({ operator, amountMicroEur }) => [operator, amountMicroEur]));

const three = [use('CarsMSP', 1), use('MetroMSP', 1), use('WheelsMSP', 1)];

describe('the revenue of a pass', () => {
    it('of 1000 by equal use is 334, 333 and 333: the tie goes to the first id', () => {
        const shares = sharePassRevenue(1_000n, [...three].reverse(), { weight: 'amount' });
        expect(shares.map(({ operator, amountMicroEur }) => [operator, amountMicroEur])).to.deep.equal([
            ['CarsMSP', '334'],
            ['MetroMSP', '333'],
            ['WheelsMSP', '333'],
        ]);
    });

    it('goes by amount, minutes, kilometres or rides', () => {
        const uses = [
            use('CarsMSP', 900, { durationSeconds: 600, distanceMetres: 9_000, rides: 1 }),
            use('WheelsMSP', 100, { durationSeconds: 1_800, distanceMetres: 3_000, rides: 4 }),
        ];
        const byWeight = (weight: 'amount' | 'minutes' | 'km' | 'rides'): unknown =>
            amounts(sharePassRevenue(1_000n, uses, { weight }));
        expect(byWeight('amount')).to.deep.equal({ CarsMSP: '900', WheelsMSP: '100' });
        expect(byWeight('minutes')).to.deep.equal({ CarsMSP: '250', WheelsMSP: '750' });
        expect(byWeight('km')).to.deep.equal({ CarsMSP: '750', WheelsMSP: '250' });
        expect(byWeight('rides')).to.deep.equal({ CarsMSP: '200', WheelsMSP: '800' });
    });

    it('goes by the declared default where nobody rode, and is refused without one', () => {
        const defaults = [
            { operator: 'MetroMSP', weight: 2 },
            { operator: 'CarsMSP', weight: 1 },
        ];
        expect(amounts(sharePassRevenue(1_000n, [], { weight: 'rides', defaults }))).to.deep.equal({
            CarsMSP: '333',
            MetroMSP: '667',
        });
        expect(refusalOf(() => sharePassRevenue(1_000n, [], { weight: 'rides' })).code).to.equal(
            'MOBILITY_SPLIT_WITHOUT_USE',
        );
        expect(sharePassRevenue(0n, [], { weight: 'rides' })).to.deep.equal([]);
    });

    it('keeps floors and ceilings, also of an operator that nobody rode with', () => {
        const uses = [use('CarsMSP', 900), use('WheelsMSP', 100)];
        const guarantees = [
            { operator: 'MetroMSP', floorMicroEur: '200' },
            { operator: 'CarsMSP', ceilingMicroEur: '500' },
        ];
        expect(amounts(sharePassRevenue(1_000n, uses, { weight: 'amount', guarantees }))).to.deep.equal({
            CarsMSP: '500',
            MetroMSP: '200',
            WheelsMSP: '300',
        });
    });

    it('is refused where floors pass it or ceilings leave some of it to nobody', () => {
        const reason = (guarantee: object): unknown =>
            refusalOf(() =>
                sharePassRevenue(1_000n, [use('CarsMSP', 1)], {
                    weight: 'amount',
                    guarantees: [{ operator: 'CarsMSP', ...guarantee }],
                }),
            ).details;
        expect(reason({ floorMicroEur: '1001' })).to.deep.equal({ reason: 'the floors are more than there is' });
        expect(reason({ ceilingMicroEur: '999' })).to.deep.equal({
            reason: 'weights and ceilings leave some of it to nobody',
        });
    });
});

describe('the loss of a cap', () => {
    it('is borne in proportion to what was due', () => {
        const due = [use('CarsMSP', 9_000_000), use('WheelsMSP', 4_000_000)];
        expect(amounts(shareCapLoss(3_000_000n, due, 'amount'))).to.deep.equal({
            CarsMSP: '2076923',
            WheelsMSP: '923077',
        });
    });

    it('takes from nobody more than was due to it', () => {
        const due = [use('CarsMSP', 900, { rides: 1 }), use('WheelsMSP', 100, { rides: 9 })];
        expect(amounts(shareCapLoss(500n, due, 'rides'))).to.deep.equal({ CarsMSP: '400', WheelsMSP: '100' });
    });

    it('falls back on what was due where those with a weight cannot bear it', () => {
        const due = [use('CarsMSP', 900), use('WheelsMSP', 100, { distanceMetres: 5_000 })];
        expect(amounts(shareCapLoss(500n, due, 'km'))).to.deep.equal({ CarsMSP: '450', WheelsMSP: '50' });
    });
});

describe('a share between limits', () => {
    it('pins a floor before a ceiling where the floors lack more', () => {
        expect(
            shareWithin(100n, [
                { id: 'a', weight: 8n, ceiling: 70n },
                { id: 'b', weight: 1n, floor: 40n },
                { id: 'c', weight: 1n },
            ]),
        ).to.deep.equal([
            { id: 'a', amount: 53n },
            { id: 'b', amount: 40n },
            { id: 'c', amount: 7n },
        ]);
    });

    it('is refused where a share is claimed twice', () => {
        const twice = [
            { id: 'a', weight: 1n },
            { id: 'a', weight: 1n },
        ];
        expect(refusalOf(() => shareWithin(1n, twice)).code).to.equal('MOBILITY_SPLIT_IMPOSSIBLE');
    });
});
