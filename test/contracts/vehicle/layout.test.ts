import { expect } from 'chai';

import { privateKinds, publicKinds } from '@quartier/contracts/vehicle/keys';
import { VEHICLE_REGISTRY } from '@quartier/rules/vehicle';

import { layoutOf, typesTwice } from '../layout.js';

/** What peers have stored stays where it is: a change here is a change of the ledger, and needs a migration. */
describe('the layout of the vehicle area', () => {
    it('has these records in the public state', () => {
        expect(layoutOf(publicKinds)).to.deep.equal([
            'vehicle.history / passport / page',
            'vehicle.passport / passport',
            'vehicle.quality / mspId / month / transaction',
            'vehicle.registrations / block',
        ]);
    });

    it(`has these records in the collection ${VEHICLE_REGISTRY}, each under a hash of its type and parts`, () => {
        expect(layoutOf(privateKinds)).to.deep.equal([
            'identities / block / generation',
            'note / passport / event',
            'noted-events / passport',
        ]);
    });

    it('uses no type twice in a place', () => {
        expect(typesTwice(publicKinds)).to.deep.equal([]);
        expect(typesTwice(privateKinds)).to.deep.equal([]);
    });
});
