/** What clocks and calendars of the campaign's zone show. */
import {
    dayBounds,
    dayNumber,
    dayOfInstant,
    dayOfNumber,
    monthOf,
    timeOfDay,
    type ZoneTable,
} from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import type { CapPer } from './policy.js';

export interface LocalTime {
    readonly day: string;
    readonly secondOfDay: number;
    /** 0 is Monday. */
    readonly weekday: number;
}

export type LocalClock = (instant: number) => LocalTime;

/**
 * A clock of a zone that remembers the day it showed last: journeys mostly come day by day.
 * It throws Refused MOBILITY_INCENTIVE_TIME outside the rows of the zone.
 */
export function localClock(zone: ZoneTable): LocalClock {
    let shown:
        { readonly day: string; readonly weekday: number; readonly start: number; readonly end: number } | undefined;
    return (instant) => {
        if (shown === undefined || instant < shown.start || instant >= shown.end) {
            const day = dayOfInstant(zone, instant);
            const bounds = day === undefined ? undefined : dayBounds(zone, day);
            if (day === undefined || bounds === undefined) throw outside(zone, instant);
            shown = { day, weekday: weekdayOf(day), ...bounds };
        }
        const secondOfDay = timeOfDay(zone, instant);
        if (secondOfDay === undefined) throw outside(zone, instant);
        return { day: shown.day, weekday: shown.weekday, secondOfDay };
    };
}

/** What names the period of a limit that a local day is of: itself, the Monday of its week, its month, its year. */
export function periodOf(per: CapPer, day: string): string {
    switch (per) {
        case 'day':
            return day;
        case 'week':
            return dayOfNumber(dayNumber(day) - weekdayOf(day));
        case 'month':
            return monthOf(day);
        case 'year':
            return day.slice(0, 4);
        case 'campaign':
            return '';
    }
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: string): number {
    const since = dayNumber(day) + 3;
    return since - Math.floor(since / 7) * 7;
}

function outside(zone: ZoneTable, instant: number): Refused {
    return new Refused('MOBILITY_INCENTIVE_TIME', { zone: zone.zone, instant });
}
