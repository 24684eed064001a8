/**
 * A batch of records as it crosses the wire and is stored: what many records have in common is written once, as a head, and
 * a record is a row of the rest in a fixed order. What follows from the rest of a record is left out.
 */
import { formatDecimal } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import { lineAmount, type ChargeLine } from '../tariffs/index.js';
import { legLimits, type LegRecord } from './leg-record.js';

export interface PackedLegs {
    readonly heads: readonly LegHead[];
    /** At most 250. */
    readonly rows: readonly LegRow[];
}

/** Operator, seller, kind, mode, currency, tariff, version and hash of the tariff, and the lines without what was used. */
export type LegHead = readonly [
    operator: string,
    seller: string,
    kind: string,
    mode: string,
    currency: string,
    tariff: string,
    tariffVersion: number,
    tariffHash: string,
    lines: readonly (readonly [dimension: string, unitPriceMicroEur: string, per: number])[],
];

/** Quantity of a line; with its amount where that is not the quantity at the unit price. */
export type LineCell = number | readonly [quantity: number, amountMicroEur: string];
/** Seconds after the start, micro-euro. */
export type ChargedCell = readonly [after: number, amountMicroEur: string];
export type OptionalCell = string | number | null;

/** From `total` on a cell may be null, and is left out where only such follow. */
export type LegRow = readonly [
    /** Its place in `heads`. */
    head: number,
    leg: string,
    subscription: string,
    rider: string,
    start: number,
    /** End less start. */
    seconds: number,
    durationSeconds: number,
    distanceMetres: number,
    lines: readonly LineCell[],
    taxMicroEur: string,
    /** Null where it is the sum of the lines. */
    totalMicroEur?: string | null,
    /** Null where all lines but tax and rounding count at the start. */
    charged?: readonly ChargedCell[] | null,
    /** In the order of {@link optionalCells}. */
    ...others: OptionalCell[],
];

export const optionalCells = [
    'fromZone',
    'toZone',
    'vehicle',
    'journey',
    'pauseSeconds',
    'reservationSeconds',
    'surgePpm',
    'package',
    'evidence',
    'of',
    'category',
    'reason',
] as const satisfies readonly (keyof LegRecord)[];

/**
 * @throws Refused MOBILITY_LEG_BATCH_TOO_LARGE for more records than a batch holds, or more bytes than a value.
 */
export function packLegs(records: readonly LegRecord[]): PackedLegs {
    if (records.length > legLimits.legsPerBatch) throw tooLarge(records.length, 'legs', legLimits.legsPerBatch);
    const heads: LegHead[] = [];
    const places = new Map<string, number>();
    let place = 0;
    const rows = records.map((record, index) => {
        const before = records[index - 1];
        if (before === undefined || !hasSameHead(record, before)) {
            const head = headOf(record);
            const key = JSON.stringify(head);
            place = places.get(key) ?? heads.push(head) - 1;
            places.set(key, place);
        }
        return rowOf(record, place);
    });
    const packed = { heads, rows };
    packedText(packed);
    return packed;
}

/**
 * The text of a packed batch.
 * @throws Refused MOBILITY_LEG_BATCH_TOO_LARGE for more bytes than a value holds.
 */
export function packedText(packed: PackedLegs): string {
    const text = JSON.stringify(packed);
    const bytes = utf8Length(text);
    if (bytes > legLimits.bytesPerBatch) throw tooLarge(bytes, 'bytes', legLimits.bytesPerBatch);
    return text;
}

/** Mostly a record has the head of the one before it, and comparing costs a tenth of looking it up. */
function hasSameHead(one: LegRecord, other: LegRecord): boolean {
    return (
        one.operator === other.operator &&
        one.seller === other.seller &&
        one.kind === other.kind &&
        one.mode === other.mode &&
        one.tariff === other.tariff &&
        one.tariffVersion === other.tariffVersion &&
        one.tariffHash === other.tariffHash &&
        one.lines.length === other.lines.length &&
        one.lines.every((line, index) => hasSameShape(line, other.lines[index]))
    );
}

function hasSameShape(one: ChargeLine, other: ChargeLine | undefined): boolean {
    return (
        one.dimension === other?.dimension && one.unitPriceMicroEur === other.unitPriceMicroEur && one.per === other.per
    );
}

function headOf(record: LegRecord): LegHead {
    const { operator, seller, kind, mode, currency, tariff, tariffVersion, tariffHash, lines } = record;
    const shapes = lines.map(({ dimension, unitPriceMicroEur, per }) => [dimension, unitPriceMicroEur, per] as const);
    return [operator, seller, kind, mode, currency, tariff, tariffVersion, tariffHash, shapes];
}

function rowOf(record: LegRecord, head: number): LegRow {
    const { start, lines, totalMicroEur } = record;
    let sum = 0n;
    let counted = 0n;
    const cells = lines.map((line): LineCell => {
        const { quantity, amountMicroEur } = line;
        const amount = amountOf(line);
        sum += amount;
        if (countsForCaps(line)) counted += amount;
        return formatDecimal(amount) === amountMicroEur ? quantity : [quantity, amountMicroEur];
    });
    const others: OptionalCell[] = optionalCells.map((name) => record[name] ?? null);
    while (others.length > 0 && others.at(-1) === null) others.pop();
    const total = formatDecimal(sum) === totalMicroEur ? null : totalMicroEur;
    const charged = chargedCells(record, formatDecimal(counted));
    const row = [
        head,
        record.leg,
        record.subscription,
        record.rider,
        start,
        record.end - start,
        record.durationSeconds,
        record.distanceMetres,
        cells,
        record.taxMicroEur,
    ] as const;
    if (others.length > 0) return [...row, total, charged, ...others];
    if (charged !== null) return [...row, total, charged];
    return total === null ? row : [...row, total];
}

function amountOf({ quantity, unitPriceMicroEur, per }: ChargeLine): bigint {
    return lineAmount(quantity, BigInt(unitPriceMicroEur), per);
}

/** Whether a line is part of what caps limit: neither tax nor the rest of a cent. */
export function countsForCaps({ dimension }: Pick<ChargeLine, 'dimension'>): boolean {
    return dimension !== 'TAX' && dimension !== 'ROUNDING';
}

function chargedCells({ start, charged }: LegRecord, counted: string): readonly ChargedCell[] | null {
    const [first] = charged;
    if (charged.length === 1 && first?.at === start && first.amountMicroEur === counted) return null;
    return charged.map(({ at, amountMicroEur }) => [at - start, amountMicroEur]);
}

function utf8Length(text: string): number {
    if (!/[^\0-\x7f]/u.test(text)) return text.length;
    let bytes = 0;
    for (const character of text) {
        const point = character.codePointAt(0) ?? 0;
        bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    return bytes;
}

function tooLarge(size: number, unit: string, limit: number): Refused {
    return new Refused('MOBILITY_LEG_BATCH_TOO_LARGE', { size, unit, limit });
}
