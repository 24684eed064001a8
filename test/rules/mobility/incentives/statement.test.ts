import { incentiveStatementCsv } from '@quartier/client';
import { incentiveStatement, payAll } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { instant, journeyOf, policyOf } from '../../../support/incentives.js';

const compiled = policyOf({
    amounts: [
        {
            label: 'usual',
            sum: [
                { label: 'base', euro: '1.50' },
                { label: 'far', euroPerKm: '0.10', metres: { from: 15_000 } },
            ],
        },
    ],
    budgetEuro: '4.00',
});
const paid = payAll(compiled, [
    journeyOf({ id: 'a', tripId: 't1' }),
    journeyOf({ id: 'b', tripId: 't1', passenger: 'other', metres: 20_000 }),
    journeyOf({ id: 'c', tripId: '=2+3' }),
    journeyOf({ id: 'd', startsAt: instant('2024-04-30T22:00:00Z') }),
]);
const statement = incentiveStatement(compiled, '2024-04', paid);

describe('the monthly statement of a campaign', () => {
    it('has the journeys of the local month that were paid, and no riders', () => {
        expect(statement.trips.map(({ journey, paidMicroEur, cutBy }) => [journey, paidMicroEur, cutBy])).to.deep.equal(
            [
                ['a', '1500000', ''],
                ['b', '2500000', 'budget'],
            ],
        );
        expect(JSON.stringify(statement)).to.not.match(/"driver"|"passenger"|"other"/u);
        expect(statement).to.deep.include({ drivers: 1, passengers: 2, journeys: 2, paidMicroEur: '4000000' });
    });

    it('sums slices, whose sums add up to the whole', () => {
        expect(statement.slices).to.deep.equal([
            { operator: 'ONE', slice: 'usual: base', journeys: 1, seats: 1, metres: 5_000, paidMicroEur: '1500000' },
            {
                operator: 'ONE',
                slice: 'usual: base + far',
                journeys: 1,
                seats: 1,
                metres: 20_000,
                paidMicroEur: '2500000',
            },
        ]);
    });

    it('is two tables of CSV, in which no id is a formula', () => {
        const free = payAll(policyOf(), [journeyOf({ tripId: '=2+3' })]);
        const { trips } = incentiveStatementCsv(incentiveStatement(policyOf(), '2024-04', free));
        const [header, row] = trips.split('\r\n');
        expect(header).to.equal(
            'policy,month,operator,tripId,journey,day,proofClass,metres,seats,slice,entitledMicroEur,paidMicroEur,cutBy',
        );
        expect(row).to.equal("test,2024-04,ONE,'=2+3,j1,2024-04-15,C,5000,1,amount 1: 1.00 euro,1000000,1000000,");
    });
});
