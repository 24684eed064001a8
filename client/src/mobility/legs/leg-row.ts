import { modes, type LegCategory, type LegFacts } from '@quartier/rules/mobility';
import { Refused, type RefusalDetails } from '@quartier/rules/wire';

import type { LegFileRefusalCode } from './leg-file-refusals.js';

/** Money that the file says of a leg beside its fare. */
export interface FileSupplement {
    readonly leg: string;
    readonly kind: 'fine' | 'extra' | 'refund';
    readonly category: LegCategory;
    readonly reason: string;
    readonly amountMicroEur: bigint;
    readonly vatPpm: number;
}

/** One leg of a file, as facts to be priced. */
export interface LegRow {
    readonly line: number;
    readonly facts: LegFacts;
    readonly tariff: string;
    /** What the file says that it costs, to be compared with what the tariff comes to. */
    readonly statedMicroEur?: bigint;
    readonly supplements?: readonly (FileSupplement & { readonly line: number })[];
}

/** A line that is no leg, and why. */
export interface BadLegRow {
    readonly line: number;
    readonly leg?: string;
    readonly code: string;
    readonly details: RefusalDetails;
}

export type ReadRow = LegRow | BadLegRow;

export function isBadRow(row: ReadRow): row is BadLegRow {
    return 'code' in row;
}

/** What a file may leave out: one value for all of its legs. */
export interface LegDefaults {
    /** MSP id of the operator, whose legs these are. */
    readonly operator: string;
    readonly seller?: string;
    readonly subscription?: string;
    readonly rider?: string;
    readonly mode?: string;
    readonly tariff?: string;
}

/** What is known of a leg by name, each as text; the names are those of the columns of a CSV file. */
export type LegCells = Readonly<Partial<Record<LegColumn, string>>>;

export const requiredColumns = ['leg', 'start', 'end', 'rider', 'subscription', 'seller', 'mode', 'tariff'] as const;
const factColumns = ['duration', 'distance', 'pause', 'reservation', 'surge'] as const;
const textColumns = ['journey', 'package', 'vehicle', 'from_zone', 'to_zone', 'evidence'] as const;
export const legColumns = [...requiredColumns, ...factColumns, ...textColumns, 'price'] as const;
export type LegColumn = (typeof legColumns)[number];

/** @throws Refused of the catalogue of files of legs */
export function legRow(line: number, cells: LegCells, operator: string): LegRow {
    const start = instantOf(requiredCell(cells, 'start'), 'start');
    const end = instantOf(requiredCell(cells, 'end'), 'end');
    const facts: LegFacts = {
        operator,
        leg: requiredCell(cells, 'leg'),
        seller: requiredCell(cells, 'seller'),
        subscription: requiredCell(cells, 'subscription'),
        rider: requiredCell(cells, 'rider'),
        mode: modeOf(requiredCell(cells, 'mode')),
        start,
        end,
        durationSeconds: wholeOf(cells, 'duration') ?? Math.max(0, end - start),
        distanceMetres: wholeOf(cells, 'distance') ?? 0,
        ...optional('pauseSeconds', wholeOf(cells, 'pause')),
        ...optional('reservationSeconds', wholeOf(cells, 'reservation')),
        ...optional('surgePpm', wholeOf(cells, 'surge')),
        ...optional('journey', cells.journey),
        ...optional('package', cells.package),
        ...optional('vehicle', cells.vehicle),
        ...optional('fromZone', cells.from_zone),
        ...optional('toZone', cells.to_zone),
        ...optional('evidence', cells.evidence),
    };
    const stated = cells.price === undefined || cells.price === '' ? undefined : euroAmount(cells.price, 'price');
    return { line, facts, tariff: requiredCell(cells, 'tariff'), ...optional('statedMicroEur', stated) };
}

export function refusedRow(code: LegFileRefusalCode, details: RefusalDetails = {}): Refused {
    return new Refused(code, details);
}

export function badValue(column: string, reason: string): Refused {
    return refusedRow('MOBILITY_LEG_VALUE', { column, reason });
}

/** A sum in euro as decimal text, in whole micro-euro. */
export function euroAmount(text: string, column: string): bigint {
    const found = /^(-?)(\d{1,9})(?:[.,](\d{1,6}))?$/u.exec(text.trim());
    if (found === null) throw badValue(column, 'is no amount in euro with at most six decimals');
    const [, sign = '', whole = '', decimals = ''] = found;
    const amount = BigInt(`${whole}${decimals.padEnd(6, '0')}`);
    return sign === '-' ? -amount : amount;
}

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/u;

/** Seconds or milliseconds since 1970, or ISO 8601 with an offset; fractions of a second are cut. */
export function instantOf(text: string, column: string): number {
    if (/^\d{1,11}$/u.test(text)) return Number(text);
    if (/^\d{12,14}$/u.test(text)) return Math.floor(Number(text) / 1_000);
    const time = ISO.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
    if (Number.isNaN(time))
        throw badValue(column, 'is no time: epoch seconds, milliseconds, or ISO 8601 with an offset');
    return Math.floor(time / 1_000);
}

/** Whether the calendar has the day: a February 31st would otherwise be taken for March 2nd. */
function isDay(day: string): boolean {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

function modeOf(text: string): LegFacts['mode'] {
    const mode = modes.find((known) => known === text.toLowerCase());
    if (mode === undefined) throw badValue('mode', `is not one of: ${modes.join(', ')}`);
    return mode;
}

function requiredCell(cells: LegCells, column: LegColumn): string {
    const text = cells[column];
    if (text === undefined || text === '') throw badValue(column, 'is empty');
    return text;
}

function wholeOf(cells: LegCells, column: (typeof factColumns)[number]): number | undefined {
    const text = cells[column];
    if (text === undefined || text === '') return undefined;
    if (!/^\d{1,12}$/u.test(text)) throw badValue(column, 'is no whole number that is not negative');
    return Number(text);
}

function optional<Name extends string, T>(name: Name, value: T | undefined): Readonly<Partial<Record<Name, T>>> {
    return (value === undefined || value === '' ? {} : { [name]: value }) as Readonly<Partial<Record<Name, T>>>;
}
