import { journeyOf, policyOf, simulate } from '@quartier/client';
import { expect } from 'chai';

import { samplePolicy, type Members } from '../../support/campaign-vectors.js';

/** Amounts that the registry's campaigns give, from their rules (preuve-covoiturage, engine/policies): cents by length. */
const campaigns: readonly {
    readonly sample: string;
    readonly journey: Members;
    readonly cents: Readonly<Record<number, number>>;
}[] = [
    {
        sample: 'ile-de-france-2021',
        journey: { ...inside({ aom: '287500078' }), datetime: '2023-06-01T08:00:00Z' },
        cents: { 1_999: 0, 5_000: 150, 15_000: 150, 25_000: 250, 30_000: 300, 55_000: 300, 150_000: 0 },
    },
    {
        sample: 'ile-de-france-2021',
        journey: { ...inside({ aom: '287500078' }), datetime: '2023-01-19T08:00:00Z' },
        cents: { 5_000: 225, 23_920: 359, 25_000: 375 },
    },
    {
        sample: 'ile-de-france-2021',
        journey: { ...inside({ aom: '287500078', com: '95074' }), datetime: '2025-01-15T08:00:00Z' },
        cents: { 5_000: 225 },
    },
    {
        sample: 'nantes-metropole-2024',
        journey: { ...inside({ aom: '244400404', reg: '52' }), datetime: '2024-05-15T08:00:00Z' },
        cents: { 4_999: 0, 5_000: 75, 25_000: 155, 29_500: 200, 30_000: 200, 55_000: 200, 61_000: 0 },
    },
    {
        sample: 'nantes-metropole-2024',
        journey: { ...inside({ aom: '244400404', reg: '52' }), datetime: '2024-12-15T08:00:00Z' },
        cents: { 5_000: 165, 55_000: 290 },
    },
    {
        sample: 'nantes-metropole-2024',
        journey: { end: { reg: '52' }, start: { aom: '244400404', reg: '52' }, datetime: '2024-12-15T08:00:00Z' },
        cents: { 5_000: 90, 55_000: 90 },
    },
    {
        sample: 'pmgf-atmb-2024',
        journey: { ...inside({ aom: '240100750' }), datetime: '2024-05-15T08:00:00Z' },
        cents: { 5_000: 150, 30_000: 275, 40_000: 400 },
    },
    {
        sample: 'pmgf-atmb-2024',
        journey: { start: { epci: '240100891' }, end: {}, datetime: '2024-05-15T08:00:00Z' },
        cents: { 5_000: 50, 30_000: 175, 40_000: 300 },
    },
    {
        sample: 'la-rochelle-2025',
        journey: { ...inside({}), datetime: '2025-05-15T08:00:00Z' },
        cents: { 4_000: 0, 6_000: 100, 80_000: 200 },
    },
    {
        sample: 'grand-chatellerault-2025',
        journey: { ...inside({ aom: '248600413' }), datetime: '2025-05-15T08:00:00Z' },
        cents: { 4_999: 0, 5_000: 150, 79_999: 150, 80_000: 0 },
    },
    {
        sample: 'haute-correze-2025',
        journey: { start: { aom: '200066744' }, end: {}, datetime: '2025-05-15T08:00:00Z' },
        cents: { 2_000: 150, 20_000: 200, 30_000: 300, 80_000: 300, 80_001: 0 },
    },
    {
        sample: 'smtc-passenger-2024',
        journey: { ...inside({}), operator_uuid: 'MOV_ICI', datetime: '2024-05-15T08:00:00Z' },
        cents: { 4_999: 0, 5_000: 50, 30_000: 300, 30_001: 0 },
    },
    {
        sample: 'template-1',
        journey: { ...inside({}), datetime: '2019-01-15T08:00:00Z' },
        cents: { 1_999: 0, 5_000: 200, 25_000: 250, 50_000: 500, 55_000: 500 },
    },
    {
        sample: 'template-2',
        journey: { ...inside({ aom: '217500016' }), datetime: '2019-01-15T08:00:00Z' },
        cents: { 5_000: 150, 25_000: 250, 50_000: 300 },
    },
];

function inside(codes: Members): Members {
    return { start: codes, end: codes };
}

describe('other campaigns of the registry', () => {
    for (const { sample, journey, cents } of campaigns) {
        it(`${sample} gives what its rules say: ${JSON.stringify(cents)}`, () => {
            const compiled = policyOf(samplePolicy(sample), sample);
            const common = { operator_uuid: 'BLABLACAR_DAILY', operator_class: 'C', ...journey };
            const rows = Object.keys(cents).map((metres, index) => ({
                line: index + 1,
                journey: journeyOf({ ...common, distance: Number(metres) }, String(index)),
            }));
            const paid = simulate({ compiled, rows }).journeys.map(({ paidCents }) => paidCents);
            expect(paid).to.deep.equal(Object.values(cents));
        });
    }

    it('Île-de-France takes class C alone from September 2022, and nothing inside Paris', () => {
        const compiled = policyOf(samplePolicy('ile-de-france-2021'), 'ile-de-france-2021');
        const refusedBy = (journey: Members): string | undefined => {
            const common = { operator_uuid: 'KAROS', operator_class: 'B', distance: 5_000 };
            const row = {
                line: 1,
                journey: journeyOf({ ...common, ...inside({ aom: '217500016' }), ...journey }, '1'),
            };
            return simulate({ compiled, rows: [row] }).journeys[0]?.refusedBy;
        };
        expect(refusedBy({ datetime: '2022-08-31T10:00:00Z' })).to.be.undefined;
        expect(refusedBy({ datetime: '2022-09-01T10:00:00Z' })).to.equal('class');
        const paris = inside({ aom: '217500016', com: '75056' });
        expect(refusedBy({ datetime: '2022-08-31T10:00:00Z', ...paris })).to.equal('inside Paris');
    });
});
