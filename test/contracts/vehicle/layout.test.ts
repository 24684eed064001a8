import { expect } from 'chai';

import { privateKinds, publicKinds } from '@quartier/contracts/vehicle/keys';
import { VEHICLE_REGISTRY } from '@quartier/rules/vehicle';

type Kinds = Readonly<Record<string, { readonly type: string; readonly parts: readonly string[] }>>;

const layoutOf = (kinds: Kinds): string[] =>
    Object.values(kinds)
        .map(({ type, parts }) => [type, ...parts].join(' / '))
        .sort();

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
        for (const kinds of [publicKinds, privateKinds] as readonly Kinds[]) {
            const types = Object.values(kinds).map(({ type }) => type);
            expect(new Set(types).size).to.equal(types.length);
        }
    });
});
