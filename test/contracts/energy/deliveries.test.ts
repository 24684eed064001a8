import { hash } from 'node:crypto';

import { expect } from 'chai';

import { energyLimits, packValues, type Curve, type CurveOutcome } from '@quartier/rules/energy';
import { canonicalJson } from '@quartier/rules/wire';

import { dayOf, newCommunity, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { paris, utc } from '../../support/paris.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const DAY = '2016-06-01';
const instant = (text: string): number => utc(`2016-06-${text}:00`);
const stored = (index: number, storedSteps: number): CurveOutcome => ({
    index,
    outcome: 'stored',
    storedSteps,
    refused: [],
});
const unchanged = (index: number): CurveOutcome => ({ index, outcome: 'unchanged', storedSteps: 0, refused: [] });
const refused = (index: number, code: string, start: number): CurveOutcome => ({
    index,
    outcome: 'refused',
    storedSteps: 0,
    refused: [{ code, start, steps: 0 }],
});

describe('deliveries of curves', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    const withMember = (): Promise<Community> => newCommunity(network, { members: { a: 'consumer' } });
    async function consumptionWh({ settle, statement }: Community, day = DAY): Promise<string | undefined> {
        await settle(day);
        return (await statement('2016-06')).members.find(({ meter }) => meter === 'a')?.consumptionWh;
    }

    it('are stored once: the same again is unchanged', async () => {
        const { deliver } = await newCommunity(network, { members: { a: 'consumer', b: 'consumer' } });
        const curves = { a: dayOf([1, 2]), b: dayOf([3]) };
        expect(await deliver(DAY, curves)).to.deep.equal([stored(0, 24), stored(1, 24)]);
        expect(await deliver(DAY, curves)).to.deep.equal([unchanged(0), unchanged(1)]);
        expect(await deliver(DAY, { a: [1], b: [null] })).to.deep.equal([unchanged(0), unchanged(1)]);
    });

    it('are listed with the digest of what was sent, so that an import can go on', async () => {
        const { id, utility, meter, deliver } = await withMember();
        await deliver(DAY, { a: [5, 6] });
        const curve: Curve = {
            meter: meter('a'),
            start: instant('01T00:00'),
            stepMinutes: 60,
            values: packValues([5, 6]),
        };
        const digest = hash('sha256', canonicalJson(curve), 'hex').slice(0, 32);
        const [delivery, ...others] = await utility.listDeliveries(id, 0, '2016-06');
        expect(others).to.deep.equal([]);
        expect(delivery).to.deep.include({ version: 0, start: curve.start, steps: 2, digest });
        expect(await utility.listDeliveries(id, 0, '2016-07')).to.deep.equal([]);
    });

    it('that differ from what is stored are refused in those steps; the other steps are stored', async () => {
        const community = await withMember();
        await community.deliver(DAY, { a: dayOf([1, 2, null, null, 5]) });
        expect(await community.deliver(DAY, { a: [1, 20, 30, null, 50, 0] })).to.deep.equal([
            {
                index: 0,
                outcome: 'stored',
                storedSteps: 1,
                refused: [
                    { code: 'ENERGY_READING_DIFFERS', start: instant('01T01:00'), steps: 1 },
                    { code: 'ENERGY_READING_DIFFERS', start: instant('01T04:00'), steps: 1 },
                ],
            },
        ]);
        expect(await community.deliver(DAY, { a: [1, 20, 21] })).to.deep.equal([
            {
                index: 0,
                outcome: 'refused',
                storedSteps: 0,
                refused: [{ code: 'ENERGY_READING_DIFFERS', start: instant('01T01:00'), steps: 2 }],
            },
        ]);
        await community.deliver(DAY, { a: [null, null, null, 4] });
        expect(await consumptionWh(community)).to.equal(String(1 + 2 + 30 + 4 + 5));
    });

    it('that correct replace readings, and only a correction does', async () => {
        const community = await withMember();
        await community.deliver(DAY, { a: dayOf([1, 2]) });
        const correction = { correction: 'meter was read again' };
        expect(await community.deliver(DAY, { a: [1, 20] }, correction)).to.deep.equal([stored(0, 1)]);
        expect(await community.deliver(DAY, { a: [1, 20] }, correction)).to.deep.equal([unchanged(0)]);
        expect((await community.deliver(DAY, { a: dayOf([1, 2]) }))[0]?.refused).to.deep.equal([
            { code: 'ENERGY_READING_DIFFERS', start: instant('01T01:00'), steps: 1 },
        ]);
        const deliveries = await community.utility.listDeliveries(community.id, 0, '2016-06');
        expect(deliveries.map(({ version, steps }) => [version, steps])).to.deep.equal([
            [0, 24],
            [1, 1],
        ]);
        expect(deliveries[0]?.digest, 'sent again, the corrected curve would not be unchanged').to.equal('');
        expect(await consumptionWh(community)).to.equal('21');
    });

    it('fill what earlier ones left out', async () => {
        const community = await withMember();
        await community.deliver(DAY, { a: dayOf([null, 2, null]) });
        expect((await community.settle(DAY))[0]?.code).to.equal('ENERGY_DAY_HAS_GAPS');
        expect(await community.deliver(DAY, { a: [1, null, 3] })).to.deep.equal([stored(0, 2)]);
        expect(await consumptionWh(community)).to.equal('6');
    });

    it('of a settled day are refused where they differ from it, and unchanged where they do not', async () => {
        const community = await withMember();
        await community.deliver(DAY, { a: dayOf([1, 2, null]) });
        await community.settle(DAY, { gaps: 'zero' });
        expect(await community.deliver(DAY, { a: [1, 2] })).to.deep.equal([unchanged(0)]);
        const afterClose = [{ code: 'ENERGY_READING_AFTER_CLOSE', start: instant('01T01:00'), steps: 2 }];
        const outcome = { index: 0, outcome: 'refused', storedSteps: 0, refused: afterClose };
        expect(await community.deliver(DAY, { a: [1, 3, 0] })).to.deep.equal([outcome]);
        expect(await community.deliver(DAY, { a: [1, 3, 0] }, { correction: 'late' })).to.deep.equal([outcome]);
        expect((await community.deliver(DAY, { a: [...dayOf([1, 3]), 7] }))[0]).to.deep.include({
            outcome: 'stored',
            storedSteps: 1,
        });
    });

    it('of a meter without a membership here are refused, the others stored', async () => {
        const community = await withMember();
        const elsewhere = await newCommunity(network, { members: { b: 'consumer' } });
        expect(await community.deliver(DAY, { nobody: [1], a: [1] })).to.deep.equal([
            refused(0, 'ENERGY_METER_UNKNOWN', instant('01T00:00')),
            stored(1, 1),
        ]);
        expect(await community.deliver(DAY, { b: [1] }, { page: 3 })).to.deep.equal([
            refused(0, 'ENERGY_METER_UNKNOWN', instant('01T00:00')),
        ]);
        expect((await elsewhere.deliver(DAY, { b: [1] }))[0]?.outcome).to.equal('stored');
    });

    it('of a meter on another roster page are refused', async () => {
        const community = await newCommunity(network);
        const rows = Array.from({ length: 251 }, (_, index) => [`m${String(index).padStart(3, '0')}`, {}] as const);
        await community.admit(Object.fromEntries(rows));
        expect(await community.deliver(DAY, { m250: [1], m249: [1] })).to.deep.equal([
            refused(0, 'ENERGY_METER_ON_ANOTHER_PAGE', instant('01T00:00')),
            stored(1, 1),
        ]);
        expect(await community.deliver(DAY, { m250: [1] }, { page: 1 })).to.deep.equal([stored(0, 1)]);
    });

    it('of days before or after a membership are stored and not settled', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { from: '2016-06-02', to: '2016-06-03' }, b: {} });
        await community.deliver(DAY, { a: [...dayOf([1]), ...dayOf([10]), ...dayOf([100])], b: dayOf([], 72) });
        await community.settle(DAY, { to: '2016-06-03' });
        const line = (await community.statement('2016-06')).members.find(({ meter }) => meter === 'a');
        expect(line).to.deep.include({ consumptionWh: '10', from: '2016-06-02', to: '2016-06-02' });
    });

    it('lie within one local month', async () => {
        const community = await newCommunity(network, { zone: paris, from: '2016-05-01', members: { a: 'consumer' } });
        const start = utc('2016-05-31T22:00:00');
        const deliver = async (from: number, hours: number): Promise<string | undefined> => {
            const [outcome] = await community.deliver(DAY, { a: dayOf([], hours) }, { start: from });
            return outcome?.refused[0]?.code ?? outcome?.outcome;
        };
        expect(await deliver(start - 3_600, 2)).to.equal('ENERGY_CURVE_OUTSIDE_MONTH');
        expect(await deliver(start, 30 * 24 + 1)).to.equal('ENERGY_CURVE_OUTSIDE_MONTH');
        expect(await deliver(start, 30 * 24)).to.equal('stored');
    });

    it("stand on the community's time step, also where it changes", async () => {
        const community = await withMember();
        await community.utility.setParameters({
            community: community.id,
            parameters: { from: '2016-06-02', stepMinutes: 30, rule: 'prorata' },
        });
        const codes = async (changes: Partial<Curve>, values = [1]): Promise<string | undefined> => {
            const [outcome] = await community.deliver(DAY, { a: values }, changes);
            return outcome?.refused[0]?.code ?? outcome?.outcome;
        };
        expect(await codes({ stepMinutes: 30 })).to.equal('ENERGY_CURVE_OFF_GRID');
        expect(await codes({ start: instant('01T00:30') })).to.equal('ENERGY_CURVE_OFF_GRID');
        expect(await codes({ start: instant('02T00:00') })).to.equal('ENERGY_CURVE_OFF_GRID');
        expect(await codes({}, dayOf([], 25) as number[])).to.equal('ENERGY_CURVE_OFF_GRID');
        expect(await codes({}, dayOf([], 24) as number[])).to.equal('stored');
        expect(await codes({ start: instant('02T00:30'), stepMinutes: 30 })).to.equal('stored');
    });

    it('that cannot be read are refused alone', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer', b: 'consumer' } });
        const curves = (change: Partial<Curve>): readonly Curve[] => {
            const curve = { start: instant('01T00:00'), stepMinutes: 60, values: packValues([1, 2]) } as const;
            return [
                { meter: community.meter('a'), ...curve, ...change },
                { meter: community.meter('b'), ...curve },
            ];
        };
        const deliver = async (change: Partial<Curve>): Promise<readonly CurveOutcome[]> => {
            const delivery = { community: community.id, page: 0, month: '2016-06' };
            return (await community.utility.deliverCurves(delivery, { curves: curves(change) })).outcomes;
        };
        const invalid = refused(0, 'ENERGY_CURVE_INVALID', instant('01T00:00'));
        expect(await deliver({ values: 'B!' })).to.deep.equal([invalid, stored(1, 2)]);
        for (const change of [
            { values: '-1' },
            { values: 'gA' },
            { values: 'Bg' },
            { values: 'ggggggggggB' },
            { qualities: [[1, 2, 'estimated']] } as const,
            {
                qualities: [
                    [1, 1, 'estimated'],
                    [0, 1, 'corrected'],
                ],
            } as const,
        ]) {
            expect(await deliver(change), JSON.stringify(change)).to.deep.equal([invalid, unchanged(1)]);
        }
        expect(
            await deliver({
                qualities: [
                    [0, 1, 'corrected'],
                    [1, 1, 'estimated'],
                ],
            }),
        ).to.deep.equal([stored(0, 2), unchanged(1)]);
    });

    it('are refused as a whole where the request is malformed', async () => {
        const { id, utility, meter } = await withMember();
        const curve: Curve = {
            meter: meter('a'),
            start: instant('01T00:00'),
            stepMinutes: 60,
            values: packValues([1]),
        };
        const deliver = (change: object, curves: readonly object[] = [curve]): Promise<unknown> =>
            utility.deliverCurves(
                { community: id, page: 0, month: '2016-06', ...change },
                { curves: curves as readonly Curve[] },
            );
        for (const call of [
            deliver({}, [curve, curve]),
            deliver({}, [{ ...curve, values: '' }]),
            deliver({}, [{ ...curve, stepMinutes: 20 }]),
            deliver({}, [{ ...curve, readings: [-1] }]),
            deliver({ month: '2016-13' }),
            deliver({ page: 20 }),
            deliver({ page: -1 }),
        ]) {
            expect(await codeOf(call)).to.equal('REQUEST_MALFORMED');
        }
        expect(await codeOf(deliver({ community: 'nowhere' }))).to.equal('ENERGY_COMMUNITY_UNKNOWN');
    });

    it('are of 250 curves at most', async () => {
        const { id, utility } = await withMember();
        const curves = Array.from({ length: energyLimits.metersPerPage + 1 }, (_, index) => ({
            meter: String(index),
            start: instant('01T00:00'),
            stepMinutes: 60 as const,
            values: 'A',
        }));
        const delivery = { community: id, page: 0, month: '2016-06' };
        expect(await refusalOfCall(utility.deliverCurves(delivery, { curves }))).to.deep.equal({
            code: 'ENERGY_BATCH_TOO_LARGE',
            details: { size: 251, limit: 250 },
        });
        const { outcomes } = await utility.deliverCurves(delivery, { curves: curves.slice(1) });
        expect(outcomes).to.have.length(250);
    });

    it('are taken from the grid operator of the community alone', async () => {
        const { id, meter } = await withMember();
        const rival = (await network.client('rival')).energy;
        const curve: Curve = { meter: meter('a'), start: instant('01T00:00'), stepMinutes: 60, values: 'A' };
        const call = rival.deliverCurves({ community: id, page: 0, month: '2016-06' }, { curves: [curve] });
        expect(await refusalOfCall(call)).to.deep.equal({
            code: 'ENERGY_NOT_THE_GRID_OPERATOR',
            details: { community: id, metering: 'UtilityMSP', mspId: 'RivalMSP' },
        });
    });
});
