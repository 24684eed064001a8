import {
    compilePolicy,
    incentivePolicy,
    readWkt,
    policyLimits,
    type CompiledPolicy,
    type IncentivePolicy,
} from '@quartier/rules/mobility';
import { malformed, Refused, type Decoder } from '@quartier/rules/wire';

import { UnknownZone, zoneTable } from '../../calendar/zone-table.js';
import { jsonOf, readText } from '../../files/index.js';

import { unusable } from './file-refusals.js';
import { reasonOf } from './refused-reason.js';

/**
 * Reads an incentive from a JSON file (client/INCENTIVES.md). A file may name its time zone instead of listing the rows
 * of it, and may give a shape as GeoJSON: what goes to the ledger has the rows and WKT.
 *
 * @throws UnusableFile
 */
export async function readPolicyFile(file: string): Promise<CompiledPolicy> {
    return policyOf(jsonOf(file, await readText(file)), file);
}

/** @throws UnusableFile MOBILITY_POLICY_INVALID with the place that is wrong. */
export function policyOf(value: unknown, file: string): CompiledPolicy {
    try {
        return compilePolicy(completePolicy(value, 'policy'));
    } catch (error) {
        if (!(error instanceof Refused) && !(error instanceof UnknownZone)) throw error;
        const reason = error instanceof Refused ? reasonOf(error) : `policy.zone: ${error.message}`;
        throw unusable('MOBILITY_POLICY_INVALID', { file, reason });
    }
}

/** The policy as the ledger takes it. */
export const completePolicy: Decoder<IncentivePolicy> = (value, at) => incentivePolicy(completed(value), at);

function completed(value: unknown): unknown {
    if (!isObject(value)) return value;
    const policy = withWkt(value, 'policy') as Readonly<Record<string, unknown>>;
    const { zone } = policy;
    return typeof zone === 'string' ? { ...policy, zone: zoneTable(zone) } : policy;
}

/** Every `geojson` of a place becomes `wkt`. */
function withWkt(value: unknown, at: string): unknown {
    if (Array.isArray(value)) return value.map((item: unknown, index) => withWkt(item, `${at}[${String(index)}]`));
    if (!isObject(value)) return value;
    const { geojson, ...others } = value;
    const rest = Object.fromEntries(
        Object.entries(others).map(([name, member]) => [name, withWkt(member, `${at}.${name}`)]),
    );
    if (geojson === undefined) return rest;
    const listed = Array.isArray(rest['wkt']) ? (rest['wkt'] as readonly unknown[]) : [];
    const shapes = (Array.isArray(geojson) ? geojson : [geojson]) as readonly unknown[];
    return { ...rest, wkt: [...listed, ...shapes.map((shape) => wktOf(shape, `${at}.geojson`))] };
}

function wktOf(shape: unknown, at: string): string {
    const geometry = isObject(shape) && isObject(shape['geometry']) ? shape['geometry'] : shape;
    const type = isObject(geometry) ? geometry['type'] : undefined;
    if (!isObject(geometry) || (type !== 'Polygon' && type !== 'MultiPolygon'))
        throw malformed(at, 'must be a Polygon, a MultiPolygon or a Feature of one');
    const wkt = `${type.toUpperCase()} ${written(geometry['coordinates'])}`;
    const fault = readWkt(wkt, policyLimits.verticesPerShape);
    if (typeof fault === 'string') throw malformed(at, fault);
    return wkt;
}

/** Nested lists in parentheses, positions as "longitude latitude". */
function written(coordinates: unknown): string {
    if (!Array.isArray(coordinates)) return '';
    const list = coordinates as readonly unknown[];
    if (typeof list[0] === 'number')
        return list
            .slice(0, 2)
            .map((degrees) => Number(degrees).toFixed(7))
            .join(' ');
    return `(${list.map((item) => written(item)).join(', ')})`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
