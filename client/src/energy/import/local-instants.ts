import type { ZoneTable } from '@quartier/rules/units';

/** The instants at which a clock on the wall of a zone shows a time: none, one, or two with the earlier first. */
export type LocalInstants = readonly number[] | 'outside';

const LONGEST_OFFSET_SECONDS = 18 * 3_600;

/**
 * @param wallSeconds What the clock shows, in seconds since its 1970-01-01T00:00.
 * @returns `outside` where the zone table does not cover the time.
 */
export function localInstants(zone: ZoneTable, wallSeconds: number): LocalInstants {
    const { transitions } = zone;
    const instants: number[] = [];
    let at = lastTransitionBefore(zone, wallSeconds - LONGEST_OFFSET_SECONDS);
    for (; at < transitions.length; at += 1) {
        const transition = transitions[at];
        if (transition === undefined || transition.at > wallSeconds + LONGEST_OFFSET_SECONDS) break;
        const instant = wallSeconds - transition.offsetSeconds;
        const end = transitions[at + 1]?.at ?? zone.until;
        if (instant >= transition.at && instant < end) instants.push(instant);
    }
    if (instants.length > 0) return instants;
    const inside =
        wallSeconds - LONGEST_OFFSET_SECONDS >= zone.from && wallSeconds + LONGEST_OFFSET_SECONDS < zone.until;
    return inside ? [] : 'outside';
}

function lastTransitionBefore(zone: ZoneTable, instant: number): number {
    let low = 0;
    let high = zone.transitions.length;
    while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if ((zone.transitions[middle]?.at ?? Infinity) <= instant) low = middle;
        else high = middle;
    }
    return low;
}
