import { decodeFounding } from '@quartier/rules/consortium';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const founding = {
    area: 'energy',
    organisations: { UtilityMSP: ['metering'], HousingMSP: ['organiser'] },
    collections: { meteredData: ['UtilityMSP', 'HousingMSP'] },
    clockToleranceSeconds: 300,
};
const codeOf = (changed: object): string =>
    refusalOf(() => decodeFounding(JSON.stringify({ ...founding, ...changed }))).code;

describe('founding', () => {
    it('is taken as documented', () => {
        expect(decodeFounding(JSON.stringify(founding))).to.deep.equal(founding);
    });

    it('has two organisations, and two in every collection', () => {
        expect(codeOf({ organisations: { UtilityMSP: [] } })).to.equal('CONSORTIUM_FOUNDING_INVALID');
        expect(codeOf({ collections: { meteredData: ['UtilityMSP'] } })).to.equal('CONSORTIUM_FOUNDING_INVALID');
        expect(codeOf({ collections: { meteredData: ['UtilityMSP', 'UtilityMSP'] } })).to.equal(
            'CONSORTIUM_FOUNDING_INVALID',
        );
        expect(codeOf({ collections: { meteredData: ['UtilityMSP', 'MetroMSP'] } })).to.equal(
            'CONSORTIUM_FOUNDING_INVALID',
        );
    });

    it('is refused where it is of another shape', () => {
        expect(codeOf({ clockToleranceSeconds: 0 })).to.equal('REQUEST_MALFORMED');
        expect(codeOf({ organisations: [] })).to.equal('REQUEST_MALFORMED');
    });
});
