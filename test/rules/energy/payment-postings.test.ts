import { paymentPostings, PAYMENTS_ACCOUNT, ROUNDING_ACCOUNT } from '@quartier/rules/energy';
import { balanceOf, balances } from '@quartier/rules/accounts';
import { expect } from 'chai';

describe('payments of a month', () => {
    it('clear every account in whole cents and keep what rounding left', () => {
        const energy = [{ debit: 'shop', credit: 'roof', asset: 'microEur', amount: 34_999n }];
        const payments = paymentPostings([
            { account: 'shop', amountMicroEur: 34_999n },
            { account: 'roof', amountMicroEur: -34_999n },
        ]);
        const after = balances([...energy, ...payments]);
        expect(balanceOf(after, 'microEur', 'shop')).to.equal(0n);
        expect(balanceOf(after, 'microEur', 'roof')).to.equal(0n);
        expect(payments.map(({ amount }) => amount)).to.deep.equal([30_000n, 4_999n, 30_000n, 4_999n]);
    });

    it('post the rounding of a line that is rounded up the other way', () => {
        const after = balances(paymentPostings([{ account: 'shop', amountMicroEur: 35_000n }]));
        expect(balanceOf(after, 'microEur', 'shop')).to.equal(-35_000n);
        expect(balanceOf(after, 'microEur', PAYMENTS_ACCOUNT)).to.equal(40_000n);
        expect(balanceOf(after, 'microEur', ROUNDING_ACCOUNT)).to.equal(-5_000n);
    });

    it('post nothing for an account at nothing', () => {
        expect(paymentPostings([{ account: 'shop', amountMicroEur: 0n }])).to.deep.equal([]);
    });
});
