import {
    divideHalfAwayFromZero,
    divideHalfUp,
    formatDecimal,
    idFault,
    idLengths,
    parseMicroEur,
} from '@quartier/rules/units';
import { expect } from 'chai';

describe('quantities', () => {
    it('reads and writes whole numbers of any size', () => {
        expect(parseMicroEur('34550496')).to.equal(34_550_496n);
        expect(formatDecimal(parseMicroEur('-90071992547409930'))).to.equal('-90071992547409930');
    });

    for (const text of ['', '1.5', '1e3', '01', '+1', '-0', ' 1', '0x1', '１', '9'.repeat(41)]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            expect(() => parseMicroEur(text)).to.throw(RangeError, 'micro-euro');
        });
    }

    it('rounds halves up, or away from zero where there is a sign', () => {
        expect([divideHalfUp(1_499n, 1_000n), divideHalfUp(1_500n, 1_000n)]).to.deep.equal([1n, 2n]);
        expect([divideHalfAwayFromZero(-15n, 10n), divideHalfAwayFromZero(-14n, 10n)]).to.deep.equal([-2n, -1n]);
        expect(divideHalfAwayFromZero(15n, 10n)).to.equal(2n);
    });
});

describe('ids', () => {
    it('are text that reads the same everywhere', () => {
        expect(idFault('Îlot Confluence / 2', idLengths.community)).to.equal(undefined);
        expect(idFault('S006_load1_Wh', idLengths.meter)).to.equal(undefined);
    });

    it('are not empty, unbounded, invisible, padded or of two spellings', () => {
        expect(idFault('', 64)).to.match(/empty/u);
        expect(idFault('x'.repeat(65), 64)).to.match(/longer than 64/u);
        expect(idFault('a\u0000b', 64)).to.match(/control/u);
        expect(idFault('a\u200bb', 64)).to.match(/control/u);
        expect(idFault('a\ud800', 64)).to.match(/broken/u);
        expect(idFault(' a', 64)).to.match(/space/u);
        expect(idFault('I\u0302lot', 64)).to.match(/normal form C/u);
    });
});
