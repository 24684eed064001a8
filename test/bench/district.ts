import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { zoneTable, type EnergyClient } from '@quartier/client';
import { packValues, type Curve, type Membership, type Month } from '@quartier/rules/energy';
import { monthBounds } from '@quartier/rules/units';

export const ZONE = zoneTable('Europe/Paris');
export const STEP_SECONDS = 900;
export const FIRST_DAY = '2010-01-01';
const MOST_STEPS_OF_MONTH = 31 * 96 + 4;

/**
 * A generated district of the same make as the SimBench grid's: one meter in fifteen a roof, most of the others homes
 * below 100 Wh a quarter of an hour, a few shops and offices of ten times that. The same at every run.
 */
export interface District {
    readonly meters: readonly DistrictMeter[];
}

export interface DistrictMeter extends Pick<Membership, 'meter' | 'member' | 'role'> {
    /** Whole watt-hours, a step each, for the longest month. */
    readonly wattHours: readonly number[];
}

export function generateDistrict(size: number, prefix = ''): District {
    const random = randomFrom(size);
    const meters = Array.from({ length: size }, (_, index): DistrictMeter => {
        const isRoof = index % 15 === 14;
        const shape = isRoof ? roof(random) : consumer(random, index % 12 === 0);
        return {
            meter: `${prefix}${isRoof ? 'P' : 'L'}${String(index).padStart(4, '0')}`,
            member: `Resident ${String(index)}`,
            role: isRoof ? 'producer' : 'consumer',
            wattHours: Array.from({ length: MOST_STEPS_OF_MONTH }, (__, step) => Math.round(shape(step))),
        };
    });
    return { meters };
}

/** The curve of a meter over a month of the zone. */
export function curveOf({ meter, wattHours }: DistrictMeter, month: Month): Curve {
    const { start, steps } = spanOf(month);
    return { meter, start, stepMinutes: 15, values: packValues(wattHours.slice(0, steps)) };
}

export function spanOf(month: Month): { readonly start: number; readonly steps: number } {
    const bounds = monthBounds(ZONE, month);
    if (bounds === undefined) throw new RangeError(`${month} is not of the zone table`);
    return { start: bounds.start, steps: (bounds.end - bounds.start) / STEP_SECONDS };
}

/** The month of a meter file, wide; resolves to its size in bytes. */
export async function writeReadings(file: string, { meters }: District, month: Month): Promise<number> {
    const { start, steps } = spanOf(month);
    const out = createWriteStream(file);
    out.write(`start,${meters.map(({ meter }) => meter).join(',')}\n`);
    for (let step = 0; step < steps; step += 1) {
        const at = new Date((start + step * STEP_SECONDS) * 1_000).toISOString().replace('.000', '');
        out.write(`${at},${meters.map(({ wattHours }) => wattHours[step]).join(',')}\n`);
    }
    out.end();
    await finished(out);
    return out.bytesWritten;
}

/** Creates a community of these meters, all members from its first day on, at one cost price. */
export async function createCommunity(
    energy: EnergyClient,
    community: string,
    meters: readonly DistrictMeter[],
): Promise<void> {
    const parameters = { from: FIRST_DAY, stepMinutes: 15, rule: 'prorata' } as const;
    await energy.createCommunity({ community, metering: energy.mspId, zone: ZONE, parameters });
    const members = meters.map(({ meter, member, role }) => ({ meter, member, role, from: FIRST_DAY, to: null }));
    const outcomes = await energy.addMembers(community, members);
    if (outcomes.some(({ outcome }) => outcome !== 'done')) throw new Error(`${community}: a member was refused`);
    await energy.setPrice({ community, from: FIRST_DAY, microEurPerKwh: '95000' });
}

type Shape = (step: number) => number;

function consumer(random: () => number, isBusiness: boolean): Shape {
    const size = isBusiness ? 150 + 600 * random() : 12 + 45 * random();
    return (step) => {
        const hour = (step % 96) / 4;
        const isWeekend = Math.floor(step / 96) % 7 > 4;
        const day = isBusiness ? businessHours(hour, isWeekend) : homeHours(hour);
        return size * day * (0.3 + 1.4 * random());
    };
}

function businessHours(hour: number, isWeekend: boolean): number {
    return !isWeekend && hour >= 7 && hour < 19 ? 1.8 : 0.3;
}

function homeHours(hour: number): number {
    return 0.5 + 1.2 * Math.exp(-((hour - 7.5) ** 2) / 3) + 1.8 * Math.exp(-((hour - 20) ** 2) / 6);
}

function roof(random: () => number): Shape {
    const peak = 800 + 3_000 * random();
    return (step) => {
        const hour = (step % 96) / 4;
        return peak * Math.max(0, Math.sin(((hour - 5) / 16) * Math.PI)) * (0.4 + 0.6 * random());
    };
}

/** Numbers from 0 to 1, the same from the same seed (a linear congruence, Numerical Recipes' constants). */
function randomFrom(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
    };
}
