/** Whether two places are too far apart for one vehicle on one day. */
import { mulDivFloor } from '../units/index.js';
import type { Place } from './records.js';

/** A tenth of a degree of a meridian, of 111,195 m a degree (mean radius 6,371.0 km). */
const METRES_A_TENTH = 11_120;
const PPM = 1_000_000;

/**
 * Farther apart than a distance in metres. Whole numbers alone, for peers must agree: the cosine is Bhaskara I's
 * approximation, within 0.2 %, and the earth is flat between the places, both far within the ten kilometres to which a
 * place is rounded.
 */
export function fartherThan(one: Place, other: Place, metres: number): boolean {
    const north = Math.abs(one.latitudeTenths - other.latitudeTenths) * METRES_A_TENTH;
    const apart = Math.abs(one.longitudeTenths - other.longitudeTenths);
    const east = mulDivFloor(
        Math.min(apart, 3_600 - apart) * METRES_A_TENTH,
        cosinePpm(Math.trunc((one.latitudeTenths + other.latitudeTenths) / 2)),
        PPM,
    );
    return north * north + east * east > metres * metres;
}

/** Of a latitude in tenths of a degree: (4 · 90² − 4x²) / (4 · 90² + x²), x in degrees. */
function cosinePpm(tenths: number): number {
    const square = tenths * tenths;
    return Math.max(0, mulDivFloor(3_240_000 - 4 * square, PPM, 3_240_000 + square));
}
