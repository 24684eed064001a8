import { expect } from 'chai';

import { consortiumKind, decisionKinds } from '@quartier/contracts/consortium/keys';
import { privateKinds, publicKinds } from '@quartier/contracts/energy/keys';
import { METERED_DATA } from '@quartier/rules/energy';

import { layoutOf, typesTwice } from '../layout.js';

/** What peers have stored stays where it is: a change here is a change of the ledger, and needs a migration. */
describe('the layout of the energy area', () => {
    it('has these records in the public state', () => {
        expect(layoutOf(publicKinds)).to.deep.equal([
            'energy.community / community',
            'energy.day / community / day',
            'energy.issued / community / month',
            'energy.prices / community',
            'energy.settled / community',
        ]);
    });

    it(`has these records in the collection ${METERED_DATA}, each under a hash of its type and parts`, () => {
        expect(layoutOf(privateKinds)).to.deep.equal([
            'curve / community / point / month / version',
            'delivered-months / community / page',
            'deliveries / community / page / month',
            'meter / point',
            'roster / community / page',
            'roster-head / community',
            'settlement / community / day',
            'static-keys / community / from',
        ]);
    });

    it('has the founding of the consortium and its decisions', () => {
        expect(layoutOf({ consortiumKind, ...decisionKinds })).to.deep.equal([
            'consortium / record',
            'consortium.adopted / subject',
            'consortium.decision / decision',
            'consortium.decision-value / decision',
        ]);
    });

    it('uses no type twice in a place', () => {
        expect(typesTwice(publicKinds, { consortiumKind }, decisionKinds)).to.deep.equal([]);
        expect(typesTwice(privateKinds)).to.deep.equal([]);
    });
});
