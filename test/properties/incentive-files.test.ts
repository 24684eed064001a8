import { readdirSync } from 'node:fs';
import path from 'node:path';

import { completePolicy, journeyOf, simulate, type JourneyRow } from '@quartier/client';
import { compilePolicy } from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { samplePolicy } from '../support/campaign-vectors.js';

const CLIENT = path.dirname(require.resolve('@quartier/client/package.json'));
const samples = readdirSync(path.join(CLIENT, 'sample', 'incentives')).map((file) =>
    samplePolicy(file.replace(/\.json$/u, '')),
);

const scrap = fc.oneof(
    fc.constantFrom(null, true, '', '1.50', 'POLYGON ((', '2024-02-30', -1, 0.5, 1e21, 'territory', [], {}),
    fc.jsonValue({ maxDepth: 2 }),
);

/** A sample with one of its values, at any depth, replaced or dropped. */
const damaged = fc
    .record({ sample: fc.constantFrom(...samples), at: fc.nat(), by: fc.option(scrap, { nil: undefined }) })
    .map(({ sample, at, by }) => {
        const places = placesOf(sample, []);
        return replaced(sample, places[at % places.length] ?? [], by);
    });

function placesOf(value: unknown, here: readonly string[]): readonly (readonly string[])[] {
    if (typeof value !== 'object' || value === null) return [here];
    return [here, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...here, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
    if (name === undefined) return by;
    if (Array.isArray(value))
        return value.map((item: unknown, index) => (String(index) === name ? replaced(item, rest, by) : item));
    return Object.fromEntries(
        Object.entries(value as object).map(([member, inner]) => [
            member,
            member === name ? replaced(inner, rest, by) : (inner as unknown),
        ]),
    );
}

describe('files of incentives, whatever is in them', () => {
    const rows: readonly JourneyRow[] = [2_000, 25_000].map((distance, index) => {
        const codes = { aom: '200066744', reg: '52' };
        const datetime = '2024-05-15T08:00:00Z';
        const members = { operator_uuid: 'KAROS', operator_class: 'C', distance, datetime, start: codes, end: codes };
        return { line: index + 1, journey: journeyOf(members, String(index)) };
    });

    it('are refused with a place, or are policies that judge and have one spelling', () => {
        fc.assert(
            fc.property(damaged, (value) => {
                try {
                    const policy = completePolicy(value, 'policy');
                    const { journeys } = simulate({ compiled: compilePolicy(policy), rows });
                    expect(journeys.every(({ paidCents }) => Number.isSafeInteger(paidCents) && paidCents >= 0)).to.be
                        .true;
                    expect(completePolicy(JSON.parse(canonicalJson(policy)), 'policy')).to.deep.equal(policy);
                } catch (error) {
                    if (!(error instanceof Refused) && (error as Error).name !== 'UnknownZone') throw error;
                    if (error instanceof Refused) expect(error.details['reason']).to.match(/^policy/u);
                }
            }),
            { numRuns: 2_000 },
        );
    });

    it('hold journeys, or rows that say what is wrong with them', () => {
        const row = fc.record(
            {
                operator_uuid: fc.oneof(fc.string(), scrap),
                operator_class: fc.oneof(fc.constantFrom('A', 'B', 'C'), scrap),
                datetime: fc.oneof(fc.constantFrom('2024-05-15T08:00:00Z', '2024-05-15 08:00'), scrap),
                distance: fc.oneof(fc.integer(), scrap),
                seats: fc.oneof(fc.nat(9), scrap),
                start: scrap,
                start_lat: fc.oneof(fc.double(), scrap),
                start_lon: fc.oneof(fc.double(), scrap),
                driver_revenue: fc.oneof(fc.double(), scrap),
                passenger_is_over_18: scrap,
            },
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(row, (members) => {
                try {
                    expect(journeyOf(members, 'line 1').seats).to.be.within(1, 8);
                } catch (error) {
                    expect((error as Error).name).to.equal('BadJourney');
                }
            }),
            { numRuns: 2_000 },
        );
    });
});
