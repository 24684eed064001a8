import { incentivePolicy } from '@quartier/rules/mobility';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { type PolicyMembers, policyOf, refusedReason } from '../../../support/incentives.js';

describe('the form of an incentive', () => {
    const faults: readonly (readonly [what: string, members: PolicyMembers, fault: RegExp])[] = [
        ['an unknown version', { form: 2 }, /^REQUEST_MALFORMED: policy\.form must be one of: 1$/u],
        [
            'an amount that is a number',
            { amounts: [{ sum: [{ euro: 1.5 }] }] },
            /^REQUEST_MALFORMED: policy\.amounts\[0\]\.sum\[0\]\.euro must be a text/u,
        ],
        [
            'a summand without an amount',
            { amounts: [{ sum: [{ each: 'seat' }] }] },
            /^REQUEST_MALFORMED: policy\.amounts\[0\]\.sum\[0\] must have one of: euro, euroPerKm, of$/u,
        ],
        ['a summand with two', { amounts: [{ sum: [{ euro: '1', of: 'revenue' }] }] }, /must have one of/u],
        ['no amount at all', { amounts: [] }, /^REQUEST_MALFORMED: policy\.amounts must not be empty$/u],
        [
            'an unknown member',
            { requires: [{ that: { klass: ['C'] } }] },
            /^REQUEST_MALFORMED: policy\.requires\[0\]\.that has a member that is not one of: /u,
        ],
        [
            'an empty condition',
            { excludes: [{ that: {} }] },
            /^REQUEST_MALFORMED: policy\.excludes\[0\]\.that must say something$/u,
        ],
        ['a day that is none', { from: '2024-02-30' }, /^REQUEST_MALFORMED: policy\.from must be a day/u],
        [
            'a range backwards',
            { calendars: { c: ['2024-02-02/2024-02-01'] } },
            /^REQUEST_MALFORMED: policy\.calendars\.c\[0\] must be/u,
        ],
        [
            'a limit without its most',
            { caps: [{ count: 'amount', of: 'driver', per: 'day', most: 3 }] },
            /^REQUEST_MALFORMED: policy\.caps\[0\]\.mostEuro is missing$/u,
        ],
        [
            'a limit of parts of a cent',
            { caps: [{ count: 'amount', of: 'driver', per: 'day', mostEuro: '0.005' }] },
            /must be whole cents/u,
        ],
        [
            'a time of day that is none',
            { requires: [{ that: { times: [{ from: '25:00', to: '26:00' }] } }] },
            /times\[0\]\.from must be a time/u,
        ],
        [
            'a zone without rows',
            { zone: { zone: 'X', from: 0, until: 1, transitions: [] } },
            /^REQUEST_MALFORMED: policy\.zone cannot be used/u,
        ],
        [
            'a date outside the rows of the zone',
            { to: '9000-01-01' },
            /^REQUEST_MALFORMED: policy\.to is outside the rows of the time zone$/u,
        ],
    ];
    for (const [what, members, fault] of faults) {
        it(`refuses ${what} and says where`, () => {
            expect(refusedReason(() => policyOf(members))).to.match(fault);
        });
    }

    it('bounds how deep conditions nest', () => {
        let that: object = { classes: ['C'] };
        for (let depth = 0; depth < 12; depth += 1) that = { not: that };
        expect(refusedReason(() => policyOf({ requires: [{ that }] }))).to.match(/is nested deeper than 12$/u);
    });

    it('has one canonical spelling that decodes to itself', () => {
        const { policy } = policyOf({ places: { there: { wkt: ['POLYGON ((0 0, 1 0, 1 1, 0 0))'] } } });
        expect(incentivePolicy(JSON.parse(canonicalJson(policy)), 'policy')).to.deep.equal(policy);
    });
});
