import { capacityOf, metresOf } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { car } from './readings-of.js';

describe('Figures of an odometer', () => {
    it('are whole metres: a mile is 1,609.344 m exactly, rounded down', () => {
        expect(metresOf(123, 'km')).to.equal(123_000);
        expect(metresOf(1, 'mi')).to.equal(1_609);
        expect(metresOf(1_000, 'mi')).to.equal(1_609_344);
        expect(metresOf(9_999_999_999, 'mi')).to.equal(16_093_439_998_390);
    });

    it('go up to 999,999 unless the vehicle says otherwise, hours by themselves', () => {
        expect(capacityOf(car, 'mi')).to.equal(999_999);
        expect(capacityOf({ ...car, odometerCapacity: 99_999 }, 'km')).to.equal(99_999);
        expect(capacityOf({ ...car, odometerCapacity: 99_999 }, 'h')).to.equal(999_999);
        expect(capacityOf({ odometerUnit: 'h', odometerCapacity: 9_999 }, 'h')).to.equal(9_999);
    });
});
