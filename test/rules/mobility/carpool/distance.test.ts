import { distanceMetres, type Point } from '@quartier/rules/mobility';
import { expect } from 'chai';
import fc from 'fast-check';

const point: fc.Arbitrary<Point> = fc.record({
    latMicroDeg: fc.integer({ min: -90_000_000, max: 90_000_000 }),
    lonMicroDeg: fc.integer({ min: -180_000_000, max: 180_000_000 }),
});

/** The same formula with the sines of this machine. */
function haversine(from: Point, to: Point): number {
    const radians = (microDeg: number): number => (microDeg * Math.PI) / 180e6;
    const lat = Math.sin(radians(to.latMicroDeg - from.latMicroDeg) / 2) ** 2;
    const lon = Math.sin(radians(to.lonMicroDeg - from.lonMicroDeg) / 2) ** 2;
    const cosines = Math.cos(radians(from.latMicroDeg)) * Math.cos(radians(to.latMicroDeg));
    return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(lat + cosines * lon)));
}

describe('the distance between two points', () => {
    it('is that of the haversine formula within a metre, anywhere on the globe', () => {
        fc.assert(
            fc.property(point, point, (from, to) => {
                expect(Math.abs(distanceMetres(from, to) - haversine(from, to))).to.be.at.most(1);
            }),
            { numRuns: 2_000 },
        );
    });

    it('is nothing from a point to itself, and the same both ways', () => {
        fc.assert(
            fc.property(point, point, (from, to) => {
                expect(distanceMetres(from, from)).to.equal(0);
                expect(distanceMetres(from, to)).to.equal(distanceMetres(to, from));
            }),
        );
    });

    it('from Paris to Lyon is 391 to 392 km', () => {
        const paris = { latMicroDeg: 48_856_600, lonMicroDeg: 2_352_200 };
        const lyon = { latMicroDeg: 45_764_000, lonMicroDeg: 4_835_700 };
        expect(distanceMetres(paris, lyon)).to.be.within(391_000, 392_500);
    });

    it('takes the shorter way over the date line', () => {
        const east = { latMicroDeg: 0, lonMicroDeg: 179_999_000 };
        expect(distanceMetres(east, { latMicroDeg: 0, lonMicroDeg: -179_999_000 })).to.equal(222);
    });
});
