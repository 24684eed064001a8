import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { type Judgement } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { car, flagsOf, judged, rising, says, type Row } from './readings-of.js';

describe('Codes of the Dutch register (RDW open data)', () => {
    /** A vehicle that the register gives each code to; 03 says what 00 says; 07 is of a register that closed in 2014. */
    const examples: Readonly<Record<string, Judgement>> = {
        '00': judged(rising),
        '01': judged(rising, { description: { ...car, odometerCapacity: 99_999 } }),
        '02': judged([...rising, ['2022-06-01', 0, { kind: 'odometer-replaced', before: 35_000 }]]),
        '03': judged(rising),
        '04': judged([...rising, ['2022-06-01', 3_000]]),
        '05': judged(rising, { origin: 'import' }),
        '06': judged(rising.slice(0, 1)),
        NG: judged(rising, { description: { ...car, category: 'motorcycle' } }),
    };
    const outcomes: Readonly<Record<string, Judgement['outcome']>> = {
        Logisch: 'logical',
        Onlogisch: 'illogical',
        'Geen oordeel': 'no-opinion',
        'Niet geregistreerd': 'no-opinion',
    };

    it('are ours', function () {
        const file = path.resolve('..', 'shared', 'data', 'passport', 'rdw_odometer_judgement_codes.csv');
        if (!existsSync(file)) {
            process.stdout.write('      Not run: the codes of the Dutch register are not beside the repository.\n');
            this.skip();
        }
        const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
        const codes = rows.map((row) => row.split(',', 2));
        expect(codes.map(([code]) => code)).to.deep.equal(['00', '01', '02', '03', '04', '05', '06', '07', 'NG']);
        for (const [code = '', outcome = ''] of codes.filter(([code]) => code !== '07')) {
            const judgement = examples[code];
            expect(judgement?.outcome, code).to.equal(outcomes[outcome]);
            expect(judgement?.rdwCode, code).to.equal(code === '03' ? '00' : code);
        }
    });

    it('leave a fall illogical whatever else is told', () => {
        const fallen: readonly Row[] = [...rising, ['2022-06-01', 3_000]];
        expect(judged(fallen, { origin: 'import' }).reason).to.equal('LOWER_READING');
        expect(judged(fallen, { description: { ...car, odometerCapacity: 99_999 } }).reason).to.equal('LOWER_READING');
        expect(judged(fallen, { description: { ...car, category: 'motorcycle' } }).outcome).to.equal('no-opinion');
    });

    it('know vehicles without an odometer', () => {
        expect(says(judged([], { noOdometer: true }))).to.equal('no-opinion NO_ODOMETER NG');
        expect(says(judged([]))).to.equal('no-opinion FEWER_THAN_TWO_READINGS 06');
    });
});

describe('Cases of the British test service (DVSA)', () => {
    const after = (value: number): Judgement =>
        judged([
            ['2021-01-01', 123, 'mi'],
            ['2022-01-01', value, 'mi'],
        ]);

    it('same as the last test', () => {
        expect(flagsOf(after(123))).to.deep.equal(['UNCHANGED:e1,e2']);
    });

    it('lower than the last test: 121 after 123 is within our tolerance, told but not held against it', () => {
        expect([after(121).outcome, ...flagsOf(after(121))]).to.deep.equal(['logical', 'WITHIN_TOLERANCE:e1,e2']);
    });

    it('significantly higher, 25,000 miles: judged by the time between, not by the distance alone', () => {
        expect(flagsOf(after(25_123))).to.deep.equal([]);
        const quickly = judged([
            ['2021-01-01', 123, 'mi'],
            ['2021-01-08', 25_123, 'mi'],
        ]);
        expect(flagsOf(quickly)).to.deep.equal(['IMPROBABLE_RATE:e1,e2']);
    });

    it('no odometer, unreadable or no value: nothing to compare with', () => {
        expect(judged([['2021-01-01', 123, 'mi']])).to.deep.include({ outcome: 'no-opinion', pairs: [], flags: [] });
    });
});
