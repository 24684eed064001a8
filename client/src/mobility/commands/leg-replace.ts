import type { Command } from 'commander';

import { replacementOf, type LegFacts, type LegRecord } from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';

import { decideHere } from '../clearing/catalogue.js';
import type { MobilityClient } from '../clearing/index.js';
import { publishedInForce } from '../legs/published-in-force.js';

import { countValue, instantValue } from './options.js';

/** What is now known otherwise of a leg that was credited. */
export interface ReplaceOptions {
    readonly id: string;
    readonly reason: string;
    readonly start?: number;
    readonly end?: number;
    readonly distance?: number;
    readonly pause?: number;
}

export function addReplacedFacts(command: Command): Command {
    return command
        .option('--start <time>', 'when it started, where that changes', instantValue)
        .option('--end <time>', 'when it ended, where that changes', instantValue)
        .option('--distance <metres>', 'how far it went, where that changes', countValue)
        .option('--pause <seconds>', 'how long it paused, where that changes', countValue);
}

/**
 * What a credited leg should have been, at the price of the tariff in force at its start.
 *
 * @throws Refusal MOBILITY_TARIFF_NOT_IN_FORCE
 */
export async function replacement(
    mobility: MobilityClient,
    original: LegRecord,
    { id, reason, start, end, distance, pause }: ReplaceOptions,
): Promise<LegRecord> {
    const { operator, tariff } = original;
    const versions = await collected(mobility.listTariffs({ operator, tariff }));
    const { zone } = await mobility.terms();
    const from = start ?? original.start;
    const until = end ?? original.end;
    const isTimed = start !== undefined || end !== undefined;
    const facts: LegFacts & { readonly reason: string } = {
        ...factsOf(original),
        leg: id,
        reason,
        start: from,
        end: until,
        ...(isTimed ? { durationSeconds: until - from } : {}),
        ...(distance === undefined ? {} : { distanceMetres: distance }),
        ...(pause === undefined ? {} : { pauseSeconds: pause }),
    };
    return decideHere(() => {
        const published = publishedInForce(versions, { operator, tariff, at: from });
        return replacementOf(original, facts, { ...published, context: { zone } });
    });
}

/** What was ridden, without its price. */
function factsOf(record: LegRecord): LegFacts {
    const { kind: _k, tariff: _t, tariffVersion: _v, tariffHash: _h, currency: _c, ...rest } = record;
    const {
        lines: _l,
        totalMicroEur: _m,
        taxMicroEur: _x,
        charged: _d,
        of: _o,
        category: _g,
        reason: _r,
        ...facts
    } = rest;
    return facts;
}
