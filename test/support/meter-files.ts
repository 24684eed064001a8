/** Meter files and members' files as organisations send them. */
import type { MemberRole } from '@quartier/rules/energy';

/** Readings by meter, all from the same first step; an empty cell is null. */
export type Readings = Readonly<Record<string, readonly (number | string | null)[]>>;

export interface Steps {
    /** First step, as `2016-06-01T00:00`, written on as UTC. */
    readonly start: string;
    readonly stepMinutes: number;
}

/** A column a meter. */
export function wideFile(readings: Readings, steps: Steps): string {
    const meters = Object.keys(readings);
    const length = Math.max(...meters.map((meter) => readings[meter]?.length ?? 0));
    const rows = Array.from({ length }, (_, step) => {
        const cells = meters.map((meter) => String(readings[meter]?.[step] ?? ''));
        return [stepTime(steps, step), ...cells].join(',');
    });
    return [`start,${meters.join(',')}`, ...rows, ''].join('\n');
}

/** A row a reading. */
export function longFile(readings: Readings, steps: Steps): string {
    const rows = Object.entries(readings).flatMap(([meter, values]) =>
        values.map((value, step) => `${meter},${stepTime(steps, step)},${String(value ?? '')},measured`),
    );
    return ['meter,start,wh,quality', ...rows, ''].join('\n');
}

export function stepTime({ start, stepMinutes }: Steps, step: number): string {
    return new Date(Date.parse(`${start}Z`) + step * stepMinutes * 60_000).toISOString().slice(0, 16);
}

export interface MemberLine {
    readonly role: MemberRole;
    readonly member?: string;
    readonly from?: string;
    readonly to?: string;
}

/** By meter; from 2016-01-01 on unless told otherwise. */
export function memberFile(members: Readonly<Record<string, MemberLine>>): string {
    const rows = Object.entries(members).map(([meter, { role, member = `Member ${meter}`, from, to }]) =>
        [meter, `"${member}"`, role, from ?? '2016-01-01', to ?? ''].join(','),
    );
    return ['meter,member,role,from,to', ...rows, ''].join('\n');
}

/** Readings that look like a home's or a roof's, the same for the same name, step by step. */
export function madeUpReadings(role: MemberRole, seed: number, steps: number, stepsOfDay: number): number[] {
    return Array.from({ length: steps }, (_, step) => {
        const hour = ((step % stepsOfDay) * 24) / stepsOfDay;
        const ripple = (seed * 7_919 + step * 104_729) % 97;
        if (role === 'consumer') return 40 + ripple + (hour > 17 && hour < 22 ? 150 : 0);
        return hour < 6 || hour > 20 ? 0 : Math.round(1_200 * Math.sin((Math.PI * (hour - 6)) / 14)) + ripple;
    });
}
