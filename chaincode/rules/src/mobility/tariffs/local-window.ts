import { dayNumber, dayOfInstant, timeOfDay, type ZoneTable } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import type { LocalWindow } from './tariff-version.js';

/** What the local clock and calendar show at an instant. */
export interface LocalTime {
    readonly day: string;
    /** 1 is Monday, 7 is Sunday. */
    readonly weekday: number;
    /** Seconds since midnight as the clock shows it. */
    readonly time: number;
}

/** Days from 1970-01-01, a Thursday, back to a Monday. */
const DAYS_SINCE_MONDAY = 3;

/** @throws Refused MOBILITY_OUTSIDE_ZONE_TABLE */
export function localTime(zone: ZoneTable | undefined, at: number): LocalTime {
    const day = zone && dayOfInstant(zone, at);
    const time = zone && timeOfDay(zone, at);
    if (day === undefined || time === undefined) throw new Refused('MOBILITY_OUTSIDE_ZONE_TABLE', { at });
    return { day, weekday: weekdayOf(day), time };
}

export function weekdayOf(day: string): number {
    return ((((dayNumber(day) + DAYS_SINCE_MONDAY) % 7) + 7) % 7) + 1;
}

/** Whether a local time is in the window. An hour that comes twice is in it twice, one that is skipped never. */
export function isWithin(window: LocalWindow, { day, weekday, time }: LocalTime): boolean {
    if (time < window.from || time >= window.until) return false;
    if (!window.weekdays.includes(weekday)) return false;
    if (window.firstDay !== undefined && day < window.firstDay) return false;
    return window.lastDay === undefined || day <= window.lastDay;
}
