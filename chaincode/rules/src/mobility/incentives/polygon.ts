/** Shapes in whole micro-degrees: whether a point is inside is exact, and the same on every machine. */
import type { Point } from '../carpool/distance.js';

/** Of rings, the first the outline, the others holes. */
type Polygon = readonly Ring[];
type Ring = readonly Vertex[];
/** Longitude and latitude in micro-degrees. */
type Vertex = readonly [number, number];

export interface Shape {
    readonly polygons: readonly Polygon[];
    readonly west: number;
    readonly east: number;
    readonly south: number;
    readonly north: number;
}

const DEGREES = /^(-?)(\d{1,3})(?:\.(\d{1,20}))?$/u;

/** Micro-degrees of a decimal text, halves away from zero. */
export function microDegrees(text: string): number | undefined {
    const found = DEGREES.exec(text);
    if (found === null) return undefined;
    const [, sign, whole = '0', decimals = ''] = found;
    const size = Number(whole) * 1_000_000 + Number(decimals.slice(0, 6).padEnd(6, '0'));
    const rounded = size + (Number(decimals[6] ?? '0') >= 5 ? 1 : 0);
    return sign === '-' ? 0 - rounded : rounded;
}

/**
 * Reads POLYGON or MULTIPOLYGON of WKT (OGC 06-103r4), two dimensions.
 *
 * @returns The shape, or what is wrong with the text.
 */
export function readWkt(wkt: string, mostVertices: number): Shape | string {
    const found = /^\s*(POLYGON|MULTIPOLYGON)\s*(\(.*\))\s*$/isu.exec(wkt);
    if (found === null) return 'must be POLYGON ((…)) or MULTIPOLYGON (((…))) of WKT';
    const inner = unwrapped(found[2] ?? '');
    if (inner === undefined) return 'has parentheses that do not match';
    const bodies = found[1]?.toUpperCase() === 'POLYGON' ? [inner] : (groups(inner) ?? []);
    const polygons = bodies.map((body) => readPolygon(body)).filter((polygon) => polygon !== undefined);
    if (polygons.length < bodies.length || bodies.length === 0)
        return 'must have rings of at least four points, "longitude latitude", the last equal to the first';
    return polygons.flat(2).length > mostVertices ? `has more than ${String(mostVertices)} points` : bounded(polygons);
}

function readPolygon(body: string): Polygon | undefined {
    const rings = groups(body)?.map((ring) => readRing(ring)) ?? [];
    return rings.length === 0 || rings.includes(undefined) ? undefined : rings.filter((ring) => ring !== undefined);
}

/** Whether a point is inside or on the border. */
export function contains(shape: Shape, { lonMicroDeg: x, latMicroDeg: y }: Point): boolean {
    if (x < shape.west || x > shape.east || y < shape.south || y > shape.north) return false;
    return shape.polygons.some((rings) => {
        const [outline, ...holes] = rings.map((ring) => positionIn(ring, x, y));
        if (outline === 'outside' || outline === undefined) return false;
        return outline === 'border' || !holes.includes('inside');
    });
}

/** By the parity of the edges that a ray to the east crosses. */
function positionIn(ring: Ring, x: number, y: number): 'inside' | 'border' | 'outside' {
    let isInside = false;
    for (let index = 1; index < ring.length; index += 1) {
        const [ax, ay] = ring[index - 1] ?? [0, 0];
        const [bx, by] = ring[index] ?? [0, 0];
        if (y < Math.min(ay, by) || y > Math.max(ay, by) || x > Math.max(ax, bx)) continue;
        const side = turn(bx - ax, by - ay, x - ax, y - ay);
        if (side === 0n && x >= Math.min(ax, bx)) return 'border';
        if (isCrossed(ay, by, y, side)) isInside = !isInside;
    }
    return isInside ? 'inside' : 'outside';
}

/** Whether an edge from height `ay` to `by` passes the height `y` to the east of the point. */
function isCrossed(ay: number, by: number, y: number, side: bigint): boolean {
    if (ay > y === by > y) return false;
    return by > ay ? side > 0n : side < 0n;
}

/** Above nothing where the second direction lies to the left of the first. */
function turn(ux: number, uy: number, vx: number, vy: number): bigint {
    return BigInt(ux) * BigInt(vy) - BigInt(uy) * BigInt(vx);
}

function bounded(polygons: readonly Polygon[]): Shape {
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [x, y] of polygons.flat(2)) {
        west = Math.min(west, x);
        east = Math.max(east, x);
        south = Math.min(south, y);
        north = Math.max(north, y);
    }
    return { polygons, west, east, south, north };
}

function readRing(text: string): Ring | undefined {
    const ring = text.split(',').map((pair): Vertex | undefined => {
        const [lon = '', lat = '', ...more] = pair.trim().split(/\s+/u);
        const [x, y] = [microDegrees(lon), microDegrees(lat)];
        if (more.length > 0 || x === undefined || y === undefined) return undefined;
        return Math.abs(x) > 180_000_000 || Math.abs(y) > 90_000_000 ? undefined : [x, y];
    });
    const [first, last] = [ring[0], ring.at(-1)];
    if (ring.length < 4 || ring.includes(undefined) || first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
        return undefined;
    return ring.filter((vertex) => vertex !== undefined);
}

/** What stands between the outer parentheses. */
function unwrapped(text: string): string | undefined {
    const [only, ...more] = groups(text) ?? [];
    return more.length === 0 ? only : undefined;
}

/** The contents of parenthesised groups that commas separate. */
function groups(text: string): readonly string[] | undefined {
    const found: string[] = [];
    let depth = 0;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
        const character = text[at] ?? '';
        if (character === '(') {
            if (depth === 0) from = at + 1;
            depth += 1;
        } else if (character === ')') {
            depth -= 1;
            if (depth < 0) return undefined;
            if (depth === 0) found.push(text.slice(from, at));
        } else if (depth === 0 && !/[\s,]/u.test(character)) return undefined;
    }
    return depth === 0 ? found : undefined;
}
