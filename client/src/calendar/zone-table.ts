import type { ZoneTable } from '@quartier/rules/units';
import { Info } from 'luxon';

/** Span of every table: 2000-01-01T00:00Z to 2040-01-01T00:00Z. */
const FROM = 946_684_800;
const UNTIL = 2_208_988_800;

/** Every zone has kept each offset for 6 days at least since 2000, so samples 5 days apart see every transition. */
const SAMPLE_SECONDS = 5 * 86_400;

/** A name that the time zone database of this machine does not know. */
export class UnknownZone extends Error {
    override readonly name = 'UnknownZone';

    constructor(readonly zone: string) {
        super(`No time zone is called ${JSON.stringify(zone)}. Give an IANA name such as Europe/Paris, or UTC.`);
    }
}

/**
 * The offsets of a time zone from 2000 to 2040 as data, found in the time zone database of this machine.
 *
 * @param zone IANA name, `UTC`, or a fixed offset such as `UTC+1`.
 * @throws UnknownZone
 */
export function zoneTable(zone: string): ZoneTable {
    const known = tables.get(zone) ?? newTable(zone);
    tables.set(zone, known);
    return known;
}

/** A table takes some milliseconds to find and is the same for as long as the program runs. */
const tables = new Map<string, ZoneTable>();

function newTable(zone: string): ZoneTable {
    const found = Info.normalizeZone(zone);
    if (!found.isValid || zone === 'local' || zone === 'system') throw new UnknownZone(zone);
    const offsetAt = (instant: number): number => Math.round(found.offset(instant * 1_000) * 60);
    const transitions = [{ at: FROM, offsetSeconds: offsetAt(FROM) }];
    if (!found.isUniversal) {
        let before = offsetAt(FROM);
        for (let at = FROM + SAMPLE_SECONDS; at < UNTIL + SAMPLE_SECONDS; at += SAMPLE_SECONDS) {
            const after = offsetAt(at);
            if (after === before) continue;
            const change = firstSecondWith(after, at - SAMPLE_SECONDS, at, offsetAt);
            if (change < UNTIL) transitions.push({ at: change, offsetSeconds: after });
            before = after;
        }
    }
    return { zone: found.name, from: FROM, until: UNTIL, transitions };
}

/** Offset at `low` differs from `offset`, offset at `high` is it: halves the interval between them down to a second. */
function firstSecondWith(offset: number, low: number, high: number, offsetAt: (instant: number) => number): number {
    let before = low;
    let after = high;
    while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (offsetAt(middle) === offset) after = middle;
        else before = middle;
    }
    return after;
}
