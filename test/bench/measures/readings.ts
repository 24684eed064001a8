import { join } from 'node:path';

import { connect, importReadings, type EnergyClient } from '@quartier/client';
import { energyLimits, type Month } from '@quartier/rules/energy';
import { nextMonth } from '@quartier/rules/units';

import { bestRate, inFlight, type Rate } from '../best-rate.js';
import { createCommunity, curveOf, type DistrictMeter, generateDistrict, spanOf, writeReadings } from '../district.js';
import { noopRate } from '../gateway-client.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions, Target } from '../measure.js';
import { withNewNetwork } from '../network-process.js';

const CURVES = energyLimits.metersPerPage;
const TARGET = 1_000;
/** One after the other, so that the index of no month grows long and slows the baseline down. */
const READINGS_A_MONTH = 20;

/** Readings stored in a second: whole months of 250 meters a transaction, against one reading a transaction. */
export const readings: Measure = {
    name: 'readings',
    conditions:
        'private collection of 2 organisations, both endorse; one client, commit awaited; every delivery a new month',
    run: (options) =>
        withNewNetwork(BENCH_CONSORTIUM, async ({ profiles }, folder) => {
            const profile = profiles['utility'] ?? '';
            const quartier = await connect(profile);
            try {
                return await measure({ energy: quartier.energy, profile, folder, options });
            } finally {
                quartier.close();
            }
        }),
};

interface Setting {
    readonly energy: EnergyClient;
    readonly profile: string;
    readonly folder: string;
    readonly options: MeasureOptions;
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
    const { profile, options } = setting;
    options.progress('no-op');
    const noop = await noopRate(profile, {
        channel: 'energy',
        levels: options.quick ? [32] : [16, 32, 64, 128],
        secondsEach: secondsOf(options.quick),
    });
    const single = await singleRate(setting);
    const batched = await batchedRate(setting);
    const imported = await importRate(setting);
    const target = (value: number): Target => ({
        what: `over ${String(TARGET)} times`,
        reached: value / single.perSecond > TARGET,
    });
    const baseline = { what: 'one reading a transaction', value: single.perSecond, at: inFlight(single) };
    return [
        {
            what: 'readings, 250 curves of a month a transaction',
            value: batched.perSecond,
            unit: 'a second',
            at: inFlight(batched),
            baseline,
            target: target(batched.perSecond),
        },
        {
            what: 'readings from a CSV file of 250 meters and a month, read, packed and stored',
            value: imported,
            unit: 'a second',
            baseline,
            target: target(imported),
        },
        {
            what: 'one reading a transaction',
            value: single.perSecond,
            unit: 'a second',
            at: inFlight(single),
            baseline: { what: 'no-op transactions', value: noop.perSecond, at: inFlight(noop) },
        },
    ];
}

/** Deliveries of one roster page and month meet in its index, so each worker has a community of its own. */
async function singleRate({ energy, options: { quick, progress } }: Setting): Promise<Rate> {
    const levels = quick ? [8, 32] : [1, 8, 16, 32, 64];
    const workers = await Promise.all(
        Array.from({ length: levels.at(-1) ?? 0 }, async (_, index) => {
            const community = `single-${String(index)}`;
            const [meter] = generateDistrict(1, `${community}-`).meters;
            if (meter === undefined) throw new RangeError('A district has a meter');
            await createCommunity(energy, community, [meter]);
            return { community, meter, sent: 0, month: '2010-01' };
        }),
    );
    progress('one reading a transaction');
    const call = async (worker: number): Promise<void> => {
        const sender = workers[worker];
        if (sender === undefined) throw new RangeError('More workers than communities');
        const step = sender.sent % READINGS_A_MONTH;
        if (step === 0 && sender.sent > 0) sender.month = nextMonth(sender.month);
        sender.sent += 1;
        const whole = curveOf(sender.meter, sender.month);
        const curve = { ...whole, start: whole.start + step * whole.stepMinutes * 60, values: 'B' };
        const { community, month } = sender;
        requireStored(await energy.deliverCurves({ community, page: 0, month }, { curves: [curve] }), 1);
    };
    return bestRate({ levels, secondsEach: secondsOf(quick), call });
}

async function batchedRate({ energy, options: { quick, progress } }: Setting): Promise<Rate> {
    progress('a month of 250 meters a transaction');
    const levels = quick ? [1, 2] : [1, 2, 3, 4];
    const pages = levels.at(-1) ?? 1;
    const { meters } = generateDistrict(CURVES * pages, 'batched-');
    await createCommunity(energy, 'batched', meters);
    const months: Month[] = Array.from({ length: pages }, () => '2010-01');
    let stored = 0;
    let calls = 0;
    const call = async (page: number): Promise<void> => {
        const month = months[page] ?? '';
        months[page] = nextMonth(month);
        const curves = metersOf(page, meters).map((meter) => curveOf(meter, month));
        const count = spanOf(month).steps * CURVES;
        requireStored(await energy.deliverCurves({ community: 'batched', page, month }, { curves }), count);
        stored += count;
        calls += 1;
    };
    const rate = await bestRate({ levels, secondsEach: secondsOf(quick), call });
    return { ...rate, perSecond: (rate.perSecond * stored) / calls };
}

function metersOf(page: number, meters: readonly DistrictMeter[]): readonly DistrictMeter[] {
    return meters.slice(page * CURVES, (page + 1) * CURVES);
}

async function importRate({ energy, folder, options: { progress } }: Setting): Promise<number> {
    progress('import of a CSV file');
    const district = generateDistrict(CURVES, 'imported-');
    const file = join(folder, 'readings.csv');
    await writeReadings(file, district, '2016-06');
    await createCommunity(energy, 'imported', district.meters);
    const started = performance.now();
    const { stored, refused } = await importReadings({ energy, community: 'imported', file });
    if (refused > 0) throw new Error(`${String(refused)} readings were refused`);
    return (stored * 1_000) / (performance.now() - started);
}

function requireStored({ outcomes }: Awaited<ReturnType<EnergyClient['deliverCurves']>>, readingCount: number): void {
    const stored = outcomes.reduce((sum, { storedSteps }) => sum + storedSteps, 0);
    if (stored !== readingCount) throw new Error(`${String(stored)} of ${String(readingCount)} readings were stored`);
}

const secondsOf = (quick: boolean): number => (quick ? 1 : 4);
