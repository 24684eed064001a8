/** Data quality of organisations, as differences that a transaction appends. After the Belgian Car-Pass, which rates firms. */
import { compareUtf8 } from '../units/index.js';
import type { DataQuality, PassportRecord } from './records.js';

export type QualityDelta = Pick<DataQuality, 'mspId' | 'readings' | 'discrepancies' | 'corrections' | 'dropsSeen'>;
type Counts = Omit<QualityDelta, 'mspId'>;

const NOTHING: Counts = { readings: 0, discrepancies: 0, corrections: 0, dropsSeen: 0 };

/**
 * What a transaction changed, by organisation in order of its id; organisations without a change are left out. A
 * discrepancy goes when it is corrected, so its difference may be negative; a drop that was seen stays seen.
 */
export function qualityDelta(before: PassportRecord | undefined, after: PassportRecord): readonly QualityDelta[] {
    const deltas = new Map<string, Counts>();
    const add = (mspId: string, counts: Partial<Counts>, sign: 1 | -1): void => {
        const sum = deltas.get(mspId) ?? NOTHING;
        deltas.set(mspId, {
            readings: sum.readings + sign * (counts.readings ?? 0),
            discrepancies: sum.discrepancies + sign * (counts.discrepancies ?? 0),
            corrections: sum.corrections + sign * (counts.corrections ?? 0),
            dropsSeen: sum.dropsSeen + sign * (counts.dropsSeen ?? 0),
        });
    };
    const lower = lowerReadings(after);
    for (const { author, event } of after.readings.slice(before?.readings.length ?? 0))
        add(author, { readings: 1, dropsSeen: lower.has(event) ? 1 : 0 }, 1);
    for (const author of discrepancies(after)) add(author, { discrepancies: 1 }, 1);
    for (const author of before === undefined ? [] : discrepancies(before)) add(author, { discrepancies: 1 }, -1);
    const known = before?.corrections.length ?? 0;
    for (const { author } of after.corrections.slice(known)) add(author, { corrections: 1 }, 1);
    return [...deltas]
        .map(([mspId, counts]) => ({ mspId, ...counts }))
        .filter((delta) => delta.readings !== 0 || delta.discrepancies !== 0 || delta.corrections !== 0)
        .sort((a, b) => compareUtf8(a.mspId, b.mspId));
}

function discrepancies({ judgement, readings }: PassportRecord): readonly string[] {
    const later = new Set(judgement.pairs.map((pair) => pair.later));
    return readings.filter(({ event }) => later.has(event)).map(({ author }) => author);
}

/** Readings below one before them, also where the judgement explains or tolerates it. */
function lowerReadings({ judgement }: PassportRecord): ReadonlySet<string> {
    const tolerated = judgement.flags
        .filter(({ kind }) => kind === 'DIP' || kind === 'WITHIN_TOLERANCE')
        .flatMap(({ events }) => events.slice(-1));
    return new Set([...judgement.pairs.map(({ later }) => later), ...tolerated]);
}
