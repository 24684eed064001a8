import { DateTime } from 'luxon';
import { type UnusableFile } from '../../files/index.js';
import { unusableMeterFile } from './problems.js';

/** A time as a file writes it: seconds since 1970-01-01T00:00, of UTC where it names its offset, else of a clock on a wall. */
export interface WrittenTime {
    readonly seconds: number;
    readonly isInstant: boolean;
}

/** One way to write times. */
export interface TimeFormat {
    readonly name: string;
    /** Undefined for a text that is not a time of this format. */
    read(text: string): WrittenTime | undefined;
}

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?`;
const OFFSET = String.raw`(?: ?(?<offset>Z|[+-]\d\d(?::?\d\d)?))?`;
const YEAR = String.raw`(?<year>\d{4})`;
const MONTH = String.raw`(?<month>\d{1,2})`;
const DAY = String.raw`(?<day>\d{1,2})`;

/** `2016-06-01T00:15`, with a space or a `T`, with or without seconds and offset. */
export const yearFirst = patternFormat("yyyy-MM-dd'T'HH:mm", `${YEAR}[-/]${MONTH}[-/]${DAY}[T ]${CLOCK}${OFFSET}`);
/** `1/6/2016 00:15` of 1 June, also with hyphens or full stops. */
export const dayFirst = patternFormat(
    'd/M/yyyy H:mm',
    `${DAY}(?<separator>[-/.])${MONTH}\\k<separator>${YEAR} ${CLOCK}`,
);
/** `6/1/2016 00:15` of 1 June. */
export const monthFirst = patternFormat('M/d/yyyy H:mm', `${MONTH}/${DAY}/${YEAR} ${CLOCK}`);

/** The same without a year, which `year` supplies. */
export function yearlessFormats(year: number): readonly TimeFormat[] {
    return [
        patternFormat("MM-dd'T'HH:mm", `${MONTH}-${DAY}T${CLOCK}${OFFSET}`, year),
        patternFormat('d/M H:mm', `${DAY}/${MONTH} ${CLOCK}`, year),
    ];
}

/** A format in Luxon's tokens. One that names no year takes `year`. Throws UnusableFile where it cannot be used. */
export function tokenFormat(format: string, file: string, year?: number): TimeFormat {
    const tokens = format.replace(/'[^']*'/gu, '');
    if (!/[HhtTfF]/u.test(tokens)) throw invalidFormat(format, 'it names no hour');
    const namesYear = /[ykDfF]/u.test(tokens);
    if (!namesYear && year === undefined) throw unusableMeterFile('ENERGY_YEAR_MISSING', { file });
    const isInstant = /[Zz]/u.test(tokens);
    const prefix = namesYear ? '' : `${String(year)} `;
    const whole = namesYear ? format : `yyyy ${format}`;
    const parser = parserOf(whole, format);
    return {
        name: format,
        read: (text) => {
            const time = DateTime.fromFormatParser(`${prefix}${text}`, parser, { zone: 'utc', locale: 'en' });
            return time.isValid ? { seconds: time.toSeconds(), isInstant } : undefined;
        },
    };
}

function parserOf(whole: string, format: string): ReturnType<typeof DateTime.buildFormatParser> {
    try {
        const parser = DateTime.buildFormatParser(whole, { locale: 'en' });
        DateTime.fromFormatParser('', parser, { zone: 'utc', locale: 'en' });
        return parser;
    } catch (error) {
        throw invalidFormat(format, error instanceof Error ? error.message : String(error));
    }
}

function invalidFormat(format: string, reason: string): UnusableFile {
    return unusableMeterFile('ENERGY_DATE_FORMAT_INVALID', { format, reason });
}

function patternFormat(name: string, pattern: string, year?: number): TimeFormat {
    const expression = new RegExp(`^${pattern}$`, 'iu');
    return {
        name,
        read: (text) => {
            const parts = expression.exec(text)?.groups;
            return parts === undefined ? undefined : timeOf(parts, year);
        },
    };
}

function timeOf(parts: Readonly<Record<string, string | undefined>>, givenYear?: number): WrittenTime | undefined {
    const year = givenYear ?? Number(parts['year']);
    const month = Number(parts['month']);
    const day = Number(parts['day']);
    const hour = Number(parts['hour']);
    const minute = Number(parts['minute']);
    const second = Number(parts['second'] ?? '0');
    if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    const fraction = Number(`0.${parts['fraction'] ?? '0'}`);
    const written = Date.UTC(year, month - 1, day, hour, minute, second) / 1_000 + fraction;
    const offset = parts['offset'];
    if (offset === undefined) return { seconds: written, isInstant: false };
    return { seconds: written - offsetSeconds(offset), isInstant: true };
}

function daysOf(year: number, month: number): number {
    return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetSeconds(offset: string): number {
    if (offset === 'Z' || offset === 'z') return 0;
    const digits = offset.replace(':', '').slice(1).padEnd(4, '0');
    const seconds = Number(digits.slice(0, 2)) * 3_600 + Number(digits.slice(2)) * 60;
    return offset.startsWith('-') ? -seconds : seconds;
}
