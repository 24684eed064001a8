import { expect } from 'chai';

import { pairKinds, publicKinds } from '@quartier/contracts/mobility/keys';

import { layoutOf, typesTwice } from '../layout.js';

/** What peers have stored stays where it is: a change here is a change of the ledger, and needs a migration. */
describe('the layout of the clearing', () => {
    it('has these records in the public state', () => {
        expect(layoutOf(publicKinds)).to.deep.equal([
            'mobility.bookings / window',
            'mobility.calendar / calendar',
            'mobility.last-plan / seller / plan',
            'mobility.last-tariff / operator / tariff',
            'mobility.mediation / mediation',
            'mobility.member-window / window / member',
            'mobility.operator / operator',
            'mobility.pair-window / window / first / second',
            'mobility.plan / seller / plan / version',
            'mobility.settlement / window / revision',
            'mobility.share / share',
            'mobility.tariff / operator / tariff / version',
            'mobility.window / window',
        ]);
    });

    it('has these records in the collection of a pair, each under a hash of its type and parts', () => {
        expect(layoutOf(pairKinds)).to.deep.equal([
            'agreed / window',
            'agreement',
            'authorisation / operator / authorisation',
            'batch / creditor / lane / batch',
            'charged / creditor / tariff / bucket',
            'corrections / creditor / leg',
            'dispute / creditor / dispute',
            'disputes / creditor / lane',
            'headrooms / seller / bucket',
            'lane / creditor / lane',
            'lane-window / creditor / lane / window',
            'posted / share / operator',
            'posted-rows / window / operator / kind',
            'repeated / by',
            'roster / seller / bucket',
            'seen / creditor / lane / day',
            'share-parts / share',
            'submitted / window / by',
        ]);
    });

    it('uses no type twice in a place', () => {
        expect(typesTwice(publicKinds)).to.deep.equal([]);
        expect(typesTwice(pairKinds)).to.deep.equal([]);
    });
});
