import type { PublicPassport, PublicReading, ReadingUnit } from '@quartier/rules/vehicle';

import { METRES_PER_UNIT } from './telling.js';

/** How a reading stands in the judgement. */
export type ReadingStanding = 'counts' | 'offends' | 'stands' | 'corrected' | 'attests';

export interface PlottedReading {
    readonly reading: PublicReading;
    readonly standing: ReadingStanding;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** In the unit of the plot. */
    readonly amount: number;
}

/** What the plot of a mileage shows. */
export interface MileageSeries {
    readonly unit: ReadingUnit;
    /** In order of their days. */
    readonly readings: readonly PlottedReading[];
    /** Corners of the line of each odometer, until it began again or fell. */
    readonly segments: readonly (readonly Corner[])[];
    readonly pairs: readonly (readonly [PlottedReading, PlottedReading])[];
    /** Days on which an odometer was replaced or began again, as `at`. */
    readonly restarts: readonly number[];
    /** MSP ids, in order of their first reading. */
    readonly authors: readonly string[];
}

export type Corner = Pick<PlottedReading, 'at' | 'amount'>;

/** What the reader's eye should find. The others are harmless and told in words alone. */
const SHOWN_FLAGS = new Set(['SPIKE', 'DIP', 'IMPROBABLE_RATE', 'TWO_PLACES']);

/** Readings in another kind of unit than the odometer's, hours beside kilometres, are in the table only. */
export function mileageSeries(passport: PublicPassport, unit: ReadingUnit): MileageSeries {
    const standings = readingStandings(passport);
    const readings = passport.readings
        .flatMap((reading): PlottedReading[] => {
            const amount = amountIn(reading, reading.value, unit);
            const standing = standings.get(reading.number) ?? 'counts';
            return amount === undefined ? [] : [{ reading, standing, at: Date.parse(reading.day), amount }];
        })
        .toSorted((one, other) => one.at - other.at || one.amount - other.amount);
    const counting = readings.filter(({ standing }) => standing !== 'corrected' && standing !== 'attests');
    return {
        unit,
        readings,
        segments: segmentsOf(counting, unit, fallsOf(passport)),
        pairs: pairsOf(passport, readings),
        restarts: counting.filter(isRestart).map(({ at }) => at),
        authors: [...new Set(readings.map(({ reading }) => reading.author))],
    };
}

/** By number of the event. */
export function readingStandings(passport: PublicPassport): ReadonlyMap<number, ReadingStanding> {
    const { judgement, readings, events } = passport;
    const offending = new Set(judgement.pairs.flatMap(({ earlier, later }) => [earlier, later]));
    const flagged = new Set(judgement.flags.filter(({ kind }) => SHOWN_FLAGS.has(kind)).flatMap((flag) => flag.events));
    const attesting = new Set(
        events.filter(({ kind, confirms }) => kind === 'odometer-replaced' && confirms !== undefined).map(numberOf),
    );
    return new Map(
        readings.map(({ number, correctedBy }): [number, ReadingStanding] => {
            if (correctedBy !== undefined) return [number, 'corrected'];
            if (attesting.has(number)) return [number, 'attests'];
            if (offending.has(number)) return [number, 'offends'];
            return [number, flagged.has(number) ? 'stands' : 'counts'];
        }),
    );
}

function numberOf({ number }: { readonly number: number }): number {
    return number;
}

function amountIn({ unit: read }: PublicReading, value: number, unit: ReadingUnit): number | undefined {
    if (unit === 'h' || read === 'h') return unit === read ? value : undefined;
    return (value * METRES_PER_UNIT[read]) / METRES_PER_UNIT[unit];
}

/** Numbers of the events whose readings are too low. */
function fallsOf({ judgement }: PublicPassport): ReadonlySet<number> {
    return new Set(judgement.pairs.map(({ later }) => later));
}

function segmentsOf(
    counting: readonly PlottedReading[],
    unit: ReadingUnit,
    falls: ReadonlySet<number>,
): readonly (readonly Corner[])[] {
    let segment: Corner[] = [];
    const segments = [segment];
    for (const point of counting) {
        const { before, number } = point.reading;
        if (isRestart(point)) {
            const last = before === undefined ? undefined : amountIn(point.reading, before, unit);
            if (last !== undefined) segment.push({ at: point.at, amount: last });
        }
        if (isRestart(point) || falls.has(number)) {
            segment = [];
            segments.push(segment);
        }
        segment.push(point);
    }
    return segments;
}

function isRestart({ reading }: PlottedReading): boolean {
    return reading.kind === 'odometer-replaced' || reading.kind === 'odometer-rolled-over';
}

/** The reading of a corrected event and the one that replaced it have different numbers, so a number names one. */
function pairsOf(
    { judgement }: PublicPassport,
    readings: readonly PlottedReading[],
): readonly (readonly [PlottedReading, PlottedReading])[] {
    const byNumber = new Map(readings.map((point) => [point.reading.number, point]));
    return judgement.pairs.flatMap(({ earlier, later }) => {
        const one = byNumber.get(earlier);
        const other = byNumber.get(later);
        return one === undefined || other === undefined ? [] : [[one, other] as const];
    });
}
