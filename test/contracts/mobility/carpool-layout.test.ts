import { expect } from 'chai';

import { carpoolKinds, publicCarpoolKinds, riderKinds } from '@quartier/contracts/mobility/carpool-keys';
import { pairKinds, publicKinds } from '@quartier/contracts/mobility/keys';

import { layoutOf, typesTwice } from '../layout.js';

/** What peers have stored stays where it is: a change here is a change of the ledger, and needs a migration. */
describe('the layout of carpooling', () => {
    it('has these records in the public state', () => {
        expect(layoutOf(publicCarpoolKinds)).to.deep.equal([
            'carpool.campaign / campaign',
            'carpool.ride / campaign / day / ride',
        ]);
    });

    it('has these records in the collection of an operator and the registry', () => {
        expect(layoutOf(riderKinds)).to.deep.equal([
            'carpool-asked / campaign / batch',
            'carpool-identity / campaign / identity',
            'carpool-riders / campaign / bucket',
        ]);
    });

    it('has these records in the collection of all members', () => {
        expect(layoutOf(carpoolKinds)).to.deep.equal([
            'account / campaign / rider',
            'acts / campaign / ride / booking',
            'batch / campaign / sequence',
            'batch-id / campaign / operator / batch',
            'journey-ids / campaign / operator / day',
            'movement / campaign / operator / movement',
            'person / campaign / whom / period',
            'ride / campaign / ride',
        ]);
    });

    it('uses no type of the clearing', () => {
        expect(typesTwice(publicKinds, pairKinds, publicCarpoolKinds, riderKinds)).to.deep.equal([]);
    });
});
