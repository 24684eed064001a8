import { readFileSync } from 'node:fs';

import { priceLeg } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { sharedData } from '../../../support/shared-data.js';
import { euro, every, minutes, tariffOf } from '../../../support/tariffs.js';

/** Bay Area Bike Share in 2013 and 2014, as published by cyclelicio.us and latimes.com (2013-09-02): dollars taken as euro. */
const overage = {
    time: [
        { start: minutes(30), end: minutes(60), interval: 0, rateMicroEur: euro('4') },
        every(30, '7', { start: minutes(60) }),
    ],
};
const week = sharedData('mobility/trips/bayarea_bikeshare_2014-10-06_week.csv');

describe('a week of 7,433 real bike trips', () => {
    before(function () {
        if (week === undefined) this.skip();
    });

    const charges = (price: typeof overage & { readonly maximumMicroEur?: string }): readonly bigint[] => {
        const [, ...rows] = readFileSync(week ?? '', 'utf8')
            .trim()
            .split('\n');
        return rows.map((row) => {
            const [, start = '', , seconds = ''] = row.split(',');
            const usage = { start: Number(start), durationSeconds: Number(seconds), distanceMetres: 0 };
            return BigInt(priceLeg(tariffOf(price), usage).totalMicroEur);
        });
    };
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

    it('has 340 trips with a fee, 12,777.00 in all, the dearest 837.00', () => {
        const fees = charges(overage);
        expect(fees).to.have.length(7_433);
        expect(fees.filter((fee) => fee > 0n)).to.have.length(340);
        expect(sum(fees)).to.equal(BigInt(euro('12777')));
        expect(fees.reduce((most, fee) => (fee > most ? fee : most))).to.equal(BigInt(euro('837')));
    });

    it('comes to 9,452.00 where no trip costs more than 150.00', () => {
        expect(sum(charges({ ...overage, maximumMicroEur: euro('150') }))).to.equal(BigInt(euro('9452')));
    });
});
