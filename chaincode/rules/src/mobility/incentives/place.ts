/** Whether an end of a journey is inside a place. */
import { isWithinMetres, type Point } from '../carpool/distance.js';
import type { JourneyEnd } from './journey.js';
import { PLACE_CODES, policyLimits, type Place } from './policy.js';
import { contains, microDegrees, readWkt, type Shape } from './polygon.js';

export type PlaceTest = (end: JourneyEnd) => boolean;

/** Inside when any code, shape or circle holds. An end without its point is in no shape and no circle. */
export function placeTest(place: Place): PlaceTest {
    const codes = PLACE_CODES.flatMap((code) => {
        const listed = place[code];
        return listed === undefined ? [] : [{ code, listed: new Set(listed) }];
    });
    const shapes = (place.wkt ?? []).map((wkt) => readWkt(wkt, policyLimits.verticesPerShape)).filter(isShape);
    const circles = (place.circles ?? []).map(({ lat, lon, radiusMetres }) => ({
        centre: { latMicroDeg: microDegrees(lat) ?? 0, lonMicroDeg: microDegrees(lon) ?? 0 },
        radiusMetres,
    }));
    const holdsPoint = (point: Point): boolean =>
        shapes.some((shape) => contains(shape, point)) ||
        circles.some(({ centre, radiusMetres }) => isWithinMetres(centre, point, radiusMetres));
    return (end) =>
        codes.some(({ code, listed }) => {
            const value = end.codes[code];
            return value !== undefined && listed.has(value);
        }) ||
        (end.point !== undefined && holdsPoint(end.point));
}

function isShape(shape: Shape | string): shape is Shape {
    return typeof shape !== 'string';
}
