import { counterGroupOf, counterKey, counterKeysOf, type CapOf, type CapPer } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { journeyOf, judged, policyOf } from '../../../support/incentives.js';

describe('packs of counters', () => {
    const groupOf = (of: CapOf, per: CapPer, whom: readonly string[], period: string): unknown =>
        counterGroupOf(counterKey({ count: 'amount', of, per }, whom, period));

    it('are of one person and month, whatever the person’s role and the shorter period', () => {
        const dora = { whom: 'dora', period: '2024-04' };
        expect(groupOf('driver', 'month', ['dora'], '2024-04')).to.deep.equal(dora);
        expect(groupOf('passenger', 'day', ['dora'], '2024-04-15')).to.deep.equal(dora);
        expect(groupOf('person', 'week', ['dora'], '2024-04-15')).to.deep.equal(dora);
    });

    it('are apart for years, for the campaign and for everyone', () => {
        expect(groupOf('driver', 'year', ['dora'], '2024')).to.deep.equal({ whom: 'dora', period: '2024' });
        expect(groupOf('pair', 'campaign', ['dora', 'paul'], '')).to.deep.equal({ whom: 'dora/paul', period: 'all' });
        expect(groupOf('everyone', 'campaign', [], '')).to.deep.equal({ whom: '*', period: 'all' });
    });

    it('hold the journeys of a trip beside the limit that counts trips', () => {
        const policy = { caps: [{ count: 'trips', of: 'person', per: 'day', most: 2 }] };
        const keys = counterKeysOf(policyOf(policy), judged(policy, journeyOf({ tripId: 'a/b' })));
        expect(keys).to.have.length(4);
        const groups = new Set(keys.map((key) => JSON.stringify(counterGroupOf(key))));
        expect(groups.size).to.equal(2);
    });

    it('are not mixed up by what names contain', () => {
        const whom = groupOf('trip', 'day', ['ONE', 'a/2024/b'], '2024-04-15') as { readonly whom: string };
        expect(whom.whom).to.equal('ONE/a%2f2024%2fb');
    });
});
