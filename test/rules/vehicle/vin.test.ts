import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
    computedCheckDigit,
    identityText,
    manufacturerCovers,
    normaliseVin,
    parseVin,
    vinFault,
    type Manufacturers,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const FOLDER = path.resolve('..', 'shared', 'data', 'passport');

/** Worked example of 49 CFR 565 (sum 351, remainder 10). */
const GOOD = '1M8GDM9AXKP042788';

describe('A vehicle identification number', () => {
    it('has 17 characters, without I, O and Q (ISO 3779)', () => {
        expect(vinFault('')).to.equal('LENGTH');
        expect(vinFault(GOOD.slice(1))).to.equal('LENGTH');
        expect(vinFault(`${GOOD}1`)).to.equal('LENGTH');
        for (const letter of ['I', 'O', 'Q', 'É', '-', 'i']) {
            expect(vinFault(`VF1KG1PBE3448886${letter}`), letter).to.equal('CHARACTERS');
        }
    });

    it('is not helped by a line break in the middle or at its end', () => {
        expect(refusalOf(() => parseVin(`1\n${'1'.repeat(15)}`)).details).to.deep.equal({ rule: 'CHARACTERS' });
        expect(refusalOf(() => parseVin(`${GOOD}\n`)).details).to.deep.equal({ rule: 'LENGTH' });
        expect(refusalOf(() => parseVin(`${GOOD.slice(0, 16)}\n`)).details).to.deep.equal({ rule: 'CHARACTERS' });
    });

    it('is taken as people type it, in small letters and groups', () => {
        expect(parseVin('1m8 gdm9a xkp042788').vin).to.equal(GOOD);
        expect(normaliseVin('ﬁ ß ı vf1')).to.equal('ﬁßıVF1');
    });

    it('has a check digit in North America (49 CFR 565.15(c))', () => {
        expect(parseVin(GOOD).checkDigit).to.equal('valid');
        const { code, details } = refusalOf(() => parseVin('1M8GDM9A0KP042788'));
        expect([code, details]).to.deep.equal(['VEHICLE_VIN_INVALID', { rule: 'CHECK_DIGIT' }]);
    });

    it('has none in Europe, where position 9 is the maker’s: E stands there in a Renault', () => {
        expect(parseVin('VF1KG1PBE34488860')).to.include({ wmi: 'VF1', checkDigit: 'not-applicable' });
    });

    it('tells of China’s and refuses nothing by it', () => {
        const digit = computedCheckDigit('LVSHCAMB0CE054249');
        expect(parseVin(`LVSHCAMB${digit}CE054249`).checkDigit).to.equal('valid');
        expect(parseVin(`LVSHCAMB${digit === '1' ? '2' : '1'}CE054249`).checkDigit).to.equal('invalid');
    });

    it('gives the code of a maker of few vehicles with characters 12 to 14', () => {
        expect(parseVin('1J9RP1A36A1644345').manufacturer).to.equal('1J9644');
        expect(parseVin(GOOD).manufacturer).to.equal('1M8');
    });

    it('has a year that may be one of two, 30 years apart', () => {
        expect(parseVin('1G4AH59H45G118341').modelYears).to.deep.equal([2005, 2035]);
        expect(parseVin('1FTFW5L86RFB45612').modelYears).to.deep.equal([1994, 2024]);
        expect(parseVin('W0L0000000Z000000').modelYears).to.deep.equal([]);
    });
});

describe('Vectors of VINs (corgi, vininfo, 49 CFR 565)', () => {
    interface Row {
        readonly vin: string;
        readonly year: string;
        readonly digit: string;
        readonly good: boolean;
    }
    let rows: readonly Row[] = [];

    before(function () {
        const file = path.join(FOLDER, 'vin_vectors.csv');
        if (!existsSync(file)) {
            process.stdout.write('      Not run: the VIN vectors are not beside the repository.\n');
            this.skip();
        }
        rows = readFileSync(file, 'utf8')
            .trim()
            .split('\n')
            .slice(1)
            .map((line) => line.split(','))
            .map(([vin = '', , , , year = '', , digit = '', , good]) => ({ vin, year, digit, good: good === '1' }));
    });

    it('compute their check digit', () => {
        expect(rows).to.have.length(192);
        for (const { vin, digit, good } of rows) {
            expect(computedCheckDigit(vin), vin).to.equal(digit);
            expect(computedCheckDigit(vin) === vin[8], vin).to.equal(good);
        }
    });

    it('are taken, but where the law of North America refuses the digit', () => {
        for (const { vin, good } of rows) {
            expect(vinFault(vin), vin).to.equal(good || !/^[1-5]/u.test(vin) ? undefined : 'CHECK_DIGIT');
        }
        expect(rows.filter(({ vin }) => vinFault(vin) !== undefined).map(({ vin }) => vin)).to.deep.equal([
            '200BL8EV9AX604020',
        ]);
    });

    it('have the model year among their candidates', () => {
        const dated = rows.filter(({ year }) => year !== '');
        expect(dated.length).to.be.greaterThan(100);
        for (const { vin, year } of dated) expect(parseVin(vin).modelYears, vin).to.include(Number(year));
    });
});

describe('Codes of manufacturers', () => {
    const list: Manufacturers = { MakerMSP: { wmi: ['VF1', 'VF9123'], serials: ['QUARTIER-CYCLES'] } };
    const vin = (text: string): boolean => manufacturerCovers(list, 'MakerMSP', { kind: 'vin', vin: text });

    it('cover the vehicles that begin with them and no others', () => {
        expect(vin('VF1KG1PBE34488860')).to.equal(true);
        expect(vin('VF3KG1PBE34488860')).to.equal(false);
        expect(manufacturerCovers(list, 'OtherMSP', { kind: 'vin', vin: 'VF1KG1PBE34488860' })).to.equal(false);
        expect(manufacturerCovers(list, 'constructor', { kind: 'vin', vin: 'VF1KG1PBE34488860' })).to.equal(false);
    });

    it('of a maker of few vehicles are six characters', () => {
        expect(vin('VF9KG1PBE34123860')).to.equal(true);
        expect(vin('VF9KG1PBE34124860')).to.equal(false);
    });

    it('cover bikes, scooters and shuttles by the maker’s own code', () => {
        const serial = (manufacturer: string): boolean =>
            manufacturerCovers(list, 'MakerMSP', { kind: 'serial', manufacturer, serial: '1' });
        expect(serial('QUARTIER-CYCLES')).to.equal(true);
        expect(serial('VF1')).to.equal(false);
    });

    it('and numbers make one text, of which a passport is the pseudonym', () => {
        expect(identityText({ kind: 'vin', vin: 'vf1 kg1pbe34488860' })).to.equal('vin:VF1KG1PBE34488860');
        expect(identityText({ kind: 'serial', manufacturer: 'QC', serial: 'a:1' })).to.equal('serial:QC:a:1');
    });
});
