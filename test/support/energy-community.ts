import type { EnergyClient } from '@quartier/client';
import {
    packValues,
    type AllocationRule,
    type Curve,
    type CurveOutcome,
    type Day,
    type DayOutcome,
    type GapPolicy,
    type MemberRole,
    type Membership,
    type RowOutcome,
    type Statement,
    type StepMinutes,
    type Supply,
} from '@quartier/rules/energy';
import { dayBounds, monthOf, type ZoneTable } from '@quartier/rules/units';

import type { EnergyNetwork } from './energy-network.js';
import { utc } from './paris.js';

/** UTC from 2015 to 2030. */
export const utcZone: ZoneTable = {
    zone: 'UTC',
    from: utc('2015-01-01T00:00:00'),
    until: utc('2030-01-01T00:00:00'),
    transitions: [{ at: utc('2015-01-01T00:00:00'), offsetSeconds: 0 }],
};

export interface CommunityOptions {
    readonly zone?: ZoneTable;
    readonly stepMinutes?: StepMinutes;
    readonly rule?: AllocationRule;
    /** By short name of the meter. */
    readonly keysPpm?: Readonly<Record<string, number>>;
    /** First day of the parameters and of every membership that says no other. */
    readonly from?: Day;
    /** By short name of the meter. */
    readonly members?: Readonly<Record<string, MemberRole>>;
    /** Cost price of every producer; null for none. */
    readonly microEurPerKwh?: string | null;
    readonly organiser?: string;
}

export type Row = Partial<Omit<Membership, 'meter'>>;
export type CurveChanges = Partial<Omit<Curve, 'meter'>> & { readonly page?: number; readonly month?: string };

export interface SettleOptions {
    /** Last day, included. Only the first unless given. */
    readonly to?: Day;
    readonly gaps?: GapPolicy;
    readonly runId?: string;
}

/** A community of its own, whose meters have short names that stand for ids of this community alone. */
export interface Community {
    readonly id: string;
    /** The utility: organiser unless told otherwise, grid operator, settlement. */
    readonly utility: EnergyClient;
    readonly organiser: EnergyClient;
    readonly meter: (name: string) => string;
    readonly admit: (rows: Readonly<Record<string, Row>>) => Promise<readonly RowOutcome[]>;
    /** Delivers a curve a meter, from the first step of a day; null is a gap. */
    readonly deliver: (
        day: Day,
        values: Readonly<Record<string, readonly (number | null)[]>>,
        changes?: CurveChanges,
    ) => Promise<readonly CurveOutcome[]>;
    readonly settle: (from: Day, options?: SettleOptions) => Promise<readonly DayOutcome[]>;
    /** With the short names for meters. */
    readonly statement: (month: string) => Promise<Statement>;
    /** Supplies of a meter on a day: Wh and micro-euro by `consumer<producer`, short names. */
    readonly supplies: (name: string, day: Day) => Promise<Readonly<Record<string, readonly [number, number]>>>;
}

let communities = 0;

/** Creates a community that nothing else uses: on UTC by the hour, shared by consumption, from 2016-06-01, at 0.10 EUR. */
export async function newCommunity(network: EnergyNetwork, options: CommunityOptions = {}): Promise<Community> {
    communities += 1;
    const id = `community-${String(communities)}`;
    const { zone = utcZone, stepMinutes = 60, rule = 'prorata', from = '2016-06-01' } = options;
    const utility = (await network.client('utility')).energy;
    const organiser = (await network.client(options.organiser ?? 'utility')).energy;
    const meter = (name: string): string => `${id}/${name}`;
    const short = (its: string): string => (its.startsWith(`${id}/`) ? its.slice(id.length + 1) : its);

    await organiser.createCommunity({
        community: id,
        metering: 'UtilityMSP',
        zone,
        parameters: { from, stepMinutes, rule },
        ...(options.keysPpm === undefined ? {} : { keys: keysOf(options.keysPpm, meter) }),
    });
    const { microEurPerKwh = '100000' } = options;
    if (microEurPerKwh !== null) await organiser.setPrice({ community: id, from: '2015-01-01', microEurPerKwh });

    const community: Community = {
        id,
        utility,
        organiser,
        meter,
        admit: (rows) => organiser.addMembers(id, rowsOf(rows, { from, meter })),
        deliver: async (day, values, { page = 0, month = monthOf(day), ...changes } = {}) => {
            const start = dayBounds(zone, day)?.start ?? 0;
            const curves = Object.entries(values).map(([name, readings]) => {
                return { meter: meter(name), start, stepMinutes, values: packValues(readings), ...changes };
            });
            return (await utility.deliverCurves({ community: id, page, month }, { curves })).outcomes;
        },
        settle: async (first, { to = first, gaps = 'refuse', runId = 'run' } = {}) =>
            (await utility.settleDays({ community: id, runId, from: first, to, gaps })).days,
        statement: async (month) => {
            const statement = await utility.statement(id, month);
            return { ...statement, members: statement.members.map((line) => ({ ...line, meter: short(line.meter) })) };
        },
        supplies: async (name, day) => {
            const found: Supply[] = [];
            const range = { community: id, meter: meter(name), from: day, to: day };
            for await (const supply of utility.supplies(range)) found.push(supply);
            return Object.fromEntries(
                found.map(({ consumer, producer, energyWh, amountMicroEur }) => {
                    const figures = [Number(energyWh), Number(amountMicroEur)] as const;
                    return [`${short(consumer)}<${short(producer)}`, figures];
                }),
            );
        },
    };
    const members = Object.entries(options.members ?? {});
    if (members.length > 0) await community.admit(Object.fromEntries(members.map(([name, role]) => [name, { role }])));
    return community;
}

export function keysOf(
    keysPpm: Readonly<Record<string, number>>,
    meter: (name: string) => string,
): readonly { readonly meter: string; readonly keyPpm: number }[] {
    return Object.entries(keysPpm).map(([name, keyPpm]) => ({ meter: meter(name), keyPpm }));
}

function rowsOf(
    rows: Readonly<Record<string, Row>>,
    { from, meter }: { readonly from: Day; readonly meter: (name: string) => string },
): Membership[] {
    return Object.entries(rows).map(([name, row]) => ({
        meter: meter(name),
        member: `member ${name}`,
        role: 'consumer',
        from,
        to: null,
        ...row,
    }));
}

/** A day's readings: the ones given, then nothing to its end. */
export function dayOf(readings: readonly (number | null)[], steps = 24): readonly (number | null)[] {
    return Array.from({ length: steps }, (_, step) => (step < readings.length ? (readings[step] ?? null) : 0));
}
