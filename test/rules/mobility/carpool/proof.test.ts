import { proofOf, type SignedPoint } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { allPoints, corridor, pointOf } from '../../../support/carpool.js';

const agreed = { driver: 'dora', passenger: 'paul' };
const of = (points: readonly SignedPoint[]): ReturnType<typeof proofOf> => proofOf({ ...agreed, points });

describe('the proof class of a ride', () => {
    it('is A for two who agreed on it', () => {
        expect(of([]).proofClass).to.equal('A');
    });

    it('is B with the whole way of one of them', () => {
        expect(of([pointOf('driver', 'start'), pointOf('driver', 'end')])).to.deep.equal({
            proofClass: 'B',
            missing: ['passenger_start_missing', 'passenger_end_missing'],
        });
        expect(of([pointOf('passenger', 'start'), pointOf('passenger', 'end')]).proofClass).to.equal('B');
    });

    it('is C with the ways of both', () => {
        expect(of(allPoints)).to.deep.equal({ proofClass: 'C', missing: [] });
    });

    it('is not B with half a way of each', () => {
        expect(of([pointOf('driver', 'start'), pointOf('passenger', 'end')]).proofClass).to.equal('A');
    });

    it('does not take the points of a stranger, nor of a rider in another role', () => {
        const stranger = allPoints.map((point) => ({ ...point, who: 'eve' }));
        expect(of(stranger).proofClass).to.equal('A');
        expect(of(allPoints.map((point) => ({ ...point, role: 'driver' as const }))).proofClass).to.equal('B');
    });

    it('is A where driver and passenger are one person', () => {
        const points = allPoints.map((point) => ({ ...point, who: 'dora' }));
        expect(proofOf({ driver: 'dora', passenger: 'dora', points })).to.deep.equal({
            proofClass: 'A',
            missing: ['same_identity'],
        });
    });

    it('is not C where one telephone signs for both', () => {
        const points = allPoints.map((point) => ({ ...point, key: 'a'.repeat(64) }));
        expect(of(points)).to.deep.equal({ proofClass: 'B', missing: ['same_telephone'] });
    });

    it('is not C where the two were apart, in place or in time', () => {
        const far = allPoints.map((point) =>
            point.role === 'passenger' && point.at === 'end' ? { ...point, place: corridor[1]! } : point,
        );
        expect(of(far)).to.deep.equal({ proofClass: 'B', missing: ['apart_at_end'] });
        const late = allPoints.map((point) =>
            point.role === 'passenger' ? { ...point, time: point.time + 3_600 } : point,
        );
        expect(of(late).missing).to.deep.equal(['apart_at_start', 'apart_at_end']);
    });

    it('is nothing for a way of a moment', () => {
        const points = [
            pointOf('driver', 'start'),
            pointOf('driver', 'end', { time: pointOf('driver', 'start').time + 59 }),
        ];
        expect(of(points).missing).to.include('driver_too_short');
        expect(of(points).proofClass).to.equal('A');
    });
});
