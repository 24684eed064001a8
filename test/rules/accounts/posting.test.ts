import { assertBalanced, balanceOf, balances } from '@quartier/rules/accounts';
import { expect } from 'chai';

describe('posting', () => {
    it('makes one account owe what another is owed', () => {
        const after = balances([
            { debit: 'shop', credit: 'roof', asset: 'microEur', amount: 250n },
            { debit: 'home', credit: 'roof', asset: 'microEur', amount: 50n },
            { debit: 'shop', credit: 'home', asset: 'token', amount: 3n },
        ]);
        expect(balanceOf(after, 'microEur', 'shop')).to.equal(250n);
        expect(balanceOf(after, 'microEur', 'roof')).to.equal(-300n);
        expect(balanceOf(after, 'token', 'home')).to.equal(-3n);
        expect(balanceOf(after, 'token', 'roof')).to.equal(0n);
    });

    it('moves more than nothing, between two accounts', () => {
        expect(() => {
            assertBalanced([{ debit: 'a', credit: 'b', asset: 'microEur', amount: 0n }]);
        }).to.throw('Broken invariant');
        expect(() => {
            assertBalanced([{ debit: 'a', credit: 'a', asset: 'microEur', amount: 1n }]);
        }).to.throw('Broken invariant');
    });
});
