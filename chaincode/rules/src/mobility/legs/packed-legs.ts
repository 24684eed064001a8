/**
 * A batch of records as one private value: compact JSON in printable text, a row a record, and the texts that many rows
 * share written once. A row holds the members in a fixed order; one without a value is 0, and what ends a row with
 * nothing but those is left out.
 */
import { formatDecimal } from '../../units/index.js';
import { invariant, Refused } from '../../wire/index.js';
import { dimensions, lineAmount, modes, type ChargeLine, type DatedAmount } from '../tariffs/index.js';
import { legCategories, legKinds, legLimits, type LegRecord } from './leg-record.js';

type Cell = number | string | readonly Cell[];

const FORM = 1;
const NOTHING = 0;

const numbers = ['start', 'durationSeconds', 'distanceMetres', 'tariffVersion'] as const;
const sharedTexts = ['operator', 'seller', 'tariff', 'tariffHash'] as const;
const ownTexts = ['leg', 'subscription', 'rider'] as const;
const optionalNumbers = ['pauseSeconds', 'reservationSeconds', 'surgePpm'] as const;
const optionalTexts = ['fromZone', 'toZone', 'journey', 'package', 'vehicle', 'evidence', 'of', 'reason'] as const;

/**
 * @throws Refused MOBILITY_LEG_BATCH_TOO_LARGE for more records than a batch holds, or more bytes than a value.
 */
export function packLegs(records: readonly LegRecord[]): string {
    if (records.length > legLimits.legsPerBatch) throw tooLarge(records.length, 'legs', legLimits.legsPerBatch);
    const texts = new Map<string, number>();
    const rows = records.map((record) => packedRow(record, texts));
    const text = JSON.stringify([FORM, [...texts.keys()], rows]);
    const bytes = utf8Length(text);
    if (bytes > legLimits.bytesPerBatch) throw tooLarge(bytes, 'bytes', legLimits.bytesPerBatch);
    return text;
}

/** The records of a value that {@link packLegs} wrote. */
export function unpackLegs(text: string): readonly LegRecord[] {
    const [form, texts, rows] = JSON.parse(text) as [number, readonly string[], readonly (readonly Cell[])[]];
    invariant(form === FORM, 'packed legs are of the form that this version knows');
    return rows.map((row) => unpackedRow(row, texts));
}

function packedRow(record: LegRecord, texts: Map<string, number>): readonly Cell[] {
    const row: Cell[] = [
        ...sharedTexts.map((name) => indexOf(record[name], texts)),
        ...ownTexts.map((name) => record[name]),
        ...numbers.map((name) => record[name]),
        record.end - record.start,
        legKinds.indexOf(record.kind),
        modes.indexOf(record.mode),
        record.totalMicroEur,
        record.taxMicroEur,
        record.lines.map(packedLine),
        record.charged.map(({ at, amountMicroEur }) => [at - record.start, amountMicroEur]),
        ...optionalNumbers.map((name) => (record[name] === undefined ? NOTHING : record[name] + 1)),
        record.category === undefined ? NOTHING : legCategories.indexOf(record.category) + 1,
        ...optionalTexts.map((name) => record[name] ?? NOTHING),
    ];
    while (row.at(-1) === NOTHING) row.pop();
    return row;
}

function unpackedRow(row: readonly Cell[], texts: readonly string[]): LegRecord {
    const reader = cellReader(row);
    const shared = namedBy(sharedTexts, () => texts[reader.number()] ?? '');
    const own = namedBy(ownTexts, () => reader.text());
    const counted = namedBy(numbers, () => reader.number());
    return {
        ...shared,
        ...own,
        ...counted,
        end: counted.start + reader.number(),
        kind: legKinds[reader.number()] ?? 'leg',
        mode: modes[reader.number()] ?? 'other',
        currency: 'EUR',
        totalMicroEur: reader.text(),
        taxMicroEur: reader.text(),
        lines: reader.list().map(unpackedLine),
        charged: reader.list().map((part) => unpackedPart(part, counted.start)),
        ...optionalMembers(reader),
    };
}

function optionalMembers(reader: CellReader): Partial<LegRecord> {
    const members: Record<string, unknown> = {};
    for (const name of optionalNumbers) {
        const cell = reader.number();
        if (cell !== NOTHING) members[name] = cell - 1;
    }
    const category = legCategories[reader.number() - 1];
    if (category !== undefined) members['category'] = category;
    for (const name of optionalTexts) {
        const cell = reader.cell();
        if (typeof cell === 'string') members[name] = cell;
    }
    return members;
}

/** The amount of a line follows from the rest of it. */
function packedLine({ dimension, quantity, unitPriceMicroEur, per }: ChargeLine): Cell {
    return [dimensions.indexOf(dimension), quantity, unitPriceMicroEur, ...(per === 1 ? [] : [per])];
}

function unpackedLine(cell: Cell): ChargeLine {
    const reader = cellReader(cell as readonly Cell[]);
    const dimension = dimensions[reader.number()] ?? 'EXTRA';
    const quantity = reader.number();
    const unitPriceMicroEur = reader.text();
    const per = reader.number() || 1;
    const amountMicroEur = formatDecimal(lineAmount(quantity, BigInt(unitPriceMicroEur), per));
    return { dimension, quantity, unitPriceMicroEur, per, amountMicroEur };
}

function unpackedPart(cell: Cell, start: number): DatedAmount {
    const reader = cellReader(cell as readonly Cell[]);
    return { at: start + reader.number(), amountMicroEur: reader.text() };
}

interface CellReader {
    cell(): Cell;
    number(): number;
    text(): string;
    list(): readonly Cell[];
}

function cellReader(row: readonly Cell[]): CellReader {
    let at = 0;
    const cell = (): Cell => {
        const found = row[at] ?? NOTHING;
        at += 1;
        return found;
    };
    return {
        cell,
        number: () => Number(cell()),
        text: () => String(cell()),
        list: () => {
            const found = cell();
            return typeof found === 'object' ? found : [];
        },
    };
}

function namedBy<const N extends readonly string[], T>(names: N, next: () => T): Record<N[number], T> {
    return Object.fromEntries(names.map((name) => [name, next()])) as Record<N[number], T>;
}

function indexOf(text: string, texts: Map<string, number>): number {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
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
