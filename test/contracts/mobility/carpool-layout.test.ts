import { expect } from 'chai';

import { carpoolKinds, publicCarpoolKinds, riderKinds } from '@quartier/contracts/mobility/carpool-keys';
import { pairKinds, publicKinds } from '@quartier/contracts/mobility/keys';

type Kinds = Readonly<Record<string, { readonly type: string; readonly parts: readonly string[] }>>;

const layoutOf = (kinds: Kinds): string[] =>
    Object.values(kinds)
        .map(({ type, parts }) => [type, ...parts].join(' / '))
        .sort();

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
        const types = [publicKinds, pairKinds, publicCarpoolKinds, riderKinds].flatMap((kinds) =>
            Object.values(kinds as Kinds).map(({ type }) => type),
        );
        expect(new Set(types).size).to.equal(types.length);
    });
});
