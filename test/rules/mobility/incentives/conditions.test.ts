import { expect } from 'chai';

import { holds, instant, judged, policyOf, refusedReason } from '../../../support/incentives.js';

describe('a condition of an incentive', () => {
    const at = (text: string): { readonly startsAt: number } => ({ startsAt: instant(text) });

    it('holds when every member of it holds', () => {
        expect(holds({ classes: ['C'], metres: { from: 5_000 } })).to.be.true;
        expect(holds({ classes: ['C'], metres: { over: 5_000 } })).to.be.false;
    });

    it('has bounds that are inside, from and to, and bounds that are not, over and below', () => {
        expect(holds({ metres: { from: 5_000, to: 5_000 } })).to.be.true;
        expect(holds({ metres: { over: 4_999, below: 5_001 } })).to.be.true;
        expect(holds({ metres: { below: 5_000 } })).to.be.false;
    });

    it('combines by all, any and not', () => {
        expect(holds({ any: [{ classes: ['A'] }, { operators: ['ONE'] }] })).to.be.true;
        expect(holds({ all: [{ classes: ['A'] }, { operators: ['ONE'] }] })).to.be.false;
        expect(holds({ not: { operators: ['TWO'] } })).to.be.true;
    });

    it('takes days by the local clock, from their first second to their last', () => {
        expect(holds({ from: '2024-04-15' }, at('2024-04-14T22:00:00Z'))).to.be.true;
        expect(holds({ from: '2024-04-15' }, at('2024-04-14T21:59:59Z'))).to.be.false;
        expect(holds({ to: '2024-04-14' }, at('2024-04-14T21:59:59Z'))).to.be.true;
        expect(holds({ before: '2024-04-15' }, at('2024-04-14T22:00:00Z'))).to.be.false;
        expect(holds({ days: ['2024-04-10/2024-04-15'] }, at('2024-04-15T21:59:59Z'))).to.be.true;
        expect(holds({ days: ['2024-04-15'] }, at('2024-04-15T22:00:00Z'))).to.be.false;
    });

    it('takes instants with their offset', () => {
        expect(holds({ from: '2024-04-15T08:00:00+02:00' }, at('2024-04-15T06:00:00Z'))).to.be.true;
        expect(holds({ before: '2024-04-15T06:00:00Z' }, at('2024-04-15T06:00:00Z'))).to.be.false;
    });

    it('takes weekdays and times of day by the local clock, also over midnight', () => {
        expect(holds({ weekdays: ['mon'] }, at('2024-04-14T22:30:00Z'))).to.be.true;
        expect(holds({ times: [{ from: '08:00', to: '09:00' }] }, at('2024-04-15T06:00:00Z'))).to.be.true;
        expect(holds({ times: [{ from: '07:00', to: '08:00' }] }, at('2024-04-15T06:00:00Z'))).to.be.false;
        expect(holds({ times: [{ from: '22:00', to: '05:00' }] }, at('2024-04-15T01:00:00Z'))).to.be.true;
    });

    it('knows a minor, and takes a passenger of unknown age for an adult', () => {
        expect(holds({ passengerAdult: true })).to.be.true;
        expect(holds({ passengerAdult: true }, { passengerAdult: false })).to.be.false;
    });

    it('takes a travel pass only where it is known', () => {
        expect(holds({ passengerTravelPass: true })).to.be.false;
        expect(holds({ driverTravelPass: true }, { driverTravelPass: true })).to.be.true;
    });

    it('bounds what the passenger pays, in euro', () => {
        expect(holds({ contributionEuro: { over: '0' } })).to.be.false;
        expect(holds({ contributionEuro: { over: '0', to: '0.10' } }, { contributionMicroEur: '100000' })).to.be.true;
    });

    it('refuses a name that the policy does not have, and says where', () => {
        const reason = refusedReason(() => policyOf({ requires: [{ that: { any: [{ both: 'nowhere' }] } }] }));
        expect(reason).to.equal(
            'REQUEST_MALFORMED: policy.requires[0].that.any[0].both names nothing in policy.places',
        );
    });

    it('names the first requirement that is not met, then the first exclusion that is', () => {
        const policy = {
            requires: [{ label: 'class', that: { classes: ['B'] } }, { that: { metres: { from: 9_000 } } }],
            excludes: [{ label: 'Monday', that: { weekdays: ['mon'] } }],
        };
        expect(judged(policy).refusedBy).to.equal('class');
        expect(judged(policy, { proofClass: 'B' }).refusedBy).to.equal('metres');
        expect(judged(policy, { proofClass: 'B', metres: 9_000 }).refusedBy).to.equal('Monday');
    });

    it('makes a requirement of some journeys only', () => {
        const requires = [{ label: 'class', that: { classes: ['C'] }, when: { from: '2024-05-01' } }];
        expect(judged({ requires }, { proofClass: 'B' }).refusedBy).to.be.undefined;
        expect(judged({ requires }, { proofClass: 'B', ...at('2024-05-01T10:00:00Z') }).refusedBy).to.equal('class');
    });

    it('ends with the last second of the last day of the campaign', () => {
        expect(judged({ to: '2024-04-15' }, at('2024-04-15T21:59:59Z')).refusedBy).to.be.undefined;
        expect(judged({ to: '2024-04-15' }, at('2024-04-15T22:00:00Z')).refusedBy).to.equal('campaign dates');
    });
});

describe('a place of an incentive', () => {
    const inside = { codes: { aom: '1', com: '7' } };
    const outside = { codes: { aom: '2', com: '8' } };

    it('is any of its codes', () => {
        expect(holds({ both: { aom: ['1'], com: ['8'] } }, { start: inside, end: outside })).to.be.true;
        expect(holds({ both: { aom: ['1'] } }, { start: inside, end: outside })).to.be.false;
        expect(holds({ either: { aom: ['1'] } }, { start: outside, end: inside })).to.be.true;
        expect(holds({ start: { aom: ['1'] } }, { start: outside, end: inside })).to.be.false;
    });

    it('makes a pair with another, in either direction', () => {
        const between = [{ aom: ['1'] }, { aom: ['2'] }];
        expect(holds({ between }, { start: inside, end: outside })).to.be.true;
        expect(holds({ between }, { start: outside, end: inside })).to.be.true;
        expect(holds({ between }, { start: inside, end: inside })).to.be.false;
    });

    it('is the same for both ends where their codes are, and known', () => {
        expect(holds({ sameCode: 'aom' }, { start: inside, end: inside })).to.be.true;
        expect(holds({ sameCode: 'aom' }, { start: inside, end: outside })).to.be.false;
        expect(holds({ sameCode: 'reg' }, { start: inside, end: inside })).to.be.false;
    });

    it('is a shape with holes, its border inside', () => {
        const wkt = ['POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))'];
        const end = (lon: number, lat: number): object => ({
            end: { codes: {}, point: { lonMicroDeg: lon * 1e6, latMicroDeg: lat * 1e6 } },
        });
        expect(holds({ end: { wkt } }, end(2, 5))).to.be.true;
        expect(holds({ end: { wkt } }, end(5, 5))).to.be.false;
        expect(holds({ end: { wkt } }, end(4, 5))).to.be.true;
        expect(holds({ end: { wkt } }, end(10, 10))).to.be.true;
        expect(holds({ end: { wkt } }, end(11, 5))).to.be.false;
        expect(holds({ end: { wkt } })).to.be.false;
    });

    it('is a concave shape, a ray through its corners counted right', () => {
        const wkt = ['MULTIPOLYGON (((0 0, 4 4, 8 0, 8 8, 0 8, 0 0)))'];
        const end = (lon: number, lat: number): object => ({
            end: { codes: {}, point: { lonMicroDeg: lon * 1e6, latMicroDeg: lat * 1e6 } },
        });
        expect(holds({ end: { wkt } }, end(1, 4))).to.be.true;
        expect(holds({ end: { wkt } }, end(4, 3))).to.be.false;
        expect(holds({ end: { wkt } }, end(-1, 4))).to.be.false;
    });

    it('is a circle on the ground', () => {
        const circles = [{ lat: '48.8566', lon: '2.3522', radiusMetres: 1_000 }];
        const at = (lat: number): object => ({
            end: { codes: {}, point: { latMicroDeg: lat, lonMicroDeg: 2_352_200 } },
        });
        expect(holds({ end: { circles } }, at(48_865_590))).to.be.true;
        expect(holds({ end: { circles } }, at(48_865_610))).to.be.false;
    });

    for (const wkt of ['POINT (1 1)', 'POLYGON (0 0, 1 1, 1 0)', 'POLYGON ((0 0, 1 1, 1 0, 0 1))', 'POLYGON ((0 0']) {
        it(`refuses the shape ${wkt}`, () => {
            const reason = refusedReason(() => policyOf({ places: { there: { wkt: [wkt] } } }));
            expect(reason).to.match(/^REQUEST_MALFORMED: policy\.places\.there\.wkt\[0\] (must|has)/u);
        });
    }
});
