/**
 * Journeys as open data: places and times so coarse that nobody is found by them. The rounding is the French registry's:
 * three decimals of a degree where many live and two elsewhere, times to ten minutes; places with few journeys are left out.
 */
import { compareUtf8, dayOfInstant, timeOfDay, type ZoneTable } from '../../units/index.js';
import type { ProofClass } from '../incentives/policy.js';
import type { Point } from './distance.js';

export interface OpenDataInput {
    readonly start: OpenEnd;
    readonly end: OpenEnd;
    readonly seats: number;
    readonly proofClass: ProofClass;
    readonly metres: number;
    readonly hasIncentive: boolean;
}

export interface OpenEnd {
    readonly time: number;
    readonly place: Point;
    /** Code of the commune. */
    readonly commune: string;
    /** Many live there: its places keep a third decimal. */
    readonly isDense: boolean;
}

export interface OpenDataRules {
    readonly zone: ZoneTable;
    /** A commune in which fewer journeys start or end is left out with them. */
    readonly least: number;
    readonly timeSeconds: number;
}

export const openDataRules: Omit<OpenDataRules, 'zone'> = { least: 6, timeSeconds: 600 };

/** One published journey: degrees as decimal texts, local day and time. */
export interface OpenDataRow {
    readonly startDay: string;
    readonly startTime: string;
    readonly startLat: string;
    readonly startLon: string;
    readonly startCommune: string;
    readonly endDay: string;
    readonly endTime: string;
    readonly endLat: string;
    readonly endLon: string;
    readonly endCommune: string;
    readonly seats: number;
    readonly proofClass: ProofClass;
    /** Rounded to 100 m: exact lengths of short journeys tell their ends. */
    readonly metres: number;
    readonly hasIncentive: boolean;
}

export interface OpenData {
    /** In an order that says nothing of when they came. */
    readonly rows: readonly OpenDataRow[];
    readonly leftOut: number;
}

const MICRO_A_MILLI = 1_000;
const MICRO_A_CENTI = 10_000;
const METRES_ROUNDING = 100;

export function openData(journeys: readonly OpenDataInput[], rules: OpenDataRules): OpenData {
    const counts = new Map<string, number>();
    for (const { start, end } of journeys) {
        for (const commune of new Set([start.commune, end.commune]))
            counts.set(commune, (counts.get(commune) ?? 0) + 1);
    }
    const isCommon = ({ commune }: OpenEnd): boolean => (counts.get(commune) ?? 0) >= rules.least;
    const shown = journeys.filter(({ start, end }) => isCommon(start) && isCommon(end));
    const rows = shown.map((journey) => openRow(journey, rules)).sort(compareRows);
    return { rows, leftOut: journeys.length - shown.length };
}

function openRow(journey: OpenDataInput, rules: OpenDataRules): OpenDataRow {
    const [start, end] = [openEnd(journey.start, rules), openEnd(journey.end, rules)];
    return {
        startDay: start.day,
        startTime: start.time,
        startLat: start.lat,
        startLon: start.lon,
        startCommune: journey.start.commune,
        endDay: end.day,
        endTime: end.time,
        endLat: end.lat,
        endLon: end.lon,
        endCommune: journey.end.commune,
        seats: journey.seats,
        proofClass: journey.proofClass,
        metres: Math.floor(journey.metres / METRES_ROUNDING + 0.5) * METRES_ROUNDING,
        hasIncentive: journey.hasIncentive,
    };
}

function openEnd(
    { time, place, isDense }: OpenEnd,
    { zone, timeSeconds }: OpenDataRules,
): { readonly day: string; readonly time: string; readonly lat: string; readonly lon: string } {
    const rounded = time - (time % timeSeconds);
    const second = timeOfDay(zone, rounded) ?? 0;
    const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
    return {
        day: dayOfInstant(zone, rounded) ?? '',
        time: `${two(second / 3_600)}:${two((second % 3_600) / 60)}`,
        lat: degrees(place.latMicroDeg, isDense),
        lon: degrees(place.lonMicroDeg, isDense),
    };
}

/** Rounded to the nearest, halves away from zero. */
function degrees(microDegrees: number, isDense: boolean): string {
    const [unit, decimals] = isDense ? [MICRO_A_MILLI, 3] : [MICRO_A_CENTI, 2];
    const size = Math.floor(Math.abs(microDegrees) / unit + 0.5);
    const whole = Math.floor(size / 10 ** decimals);
    const part = String(size % 10 ** decimals).padStart(decimals, '0');
    return `${microDegrees < 0 && size > 0 ? '-' : ''}${String(whole)}.${part}`;
}

function compareRows(one: OpenDataRow, other: OpenDataRow): number {
    return compareUtf8(Object.values(one).join(), Object.values(other).join());
}
