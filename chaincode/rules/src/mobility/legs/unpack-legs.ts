import { formatDecimal } from '../../units/index.js';
import { listOf, malformed, object, oneOf, Refused, wholeNumber, type Decoder } from '../../wire/index.js';
import { digest, id, instant, mspId, signedAmount } from '../members.js';
import { dimensions, lineAmount, modes, tariffLimits, type ChargeLine, type DatedAmount } from '../tariffs/index.js';
import { distance, euro, lineQuantity, optionalMembers, seconds, tariffNumber } from './decode-leg.js';
import { legKinds, legLimits, type LegRecord } from './leg-record.js';
import { countsForCaps, optionalCells, type ChargedCell, type LegHead, type PackedLegs } from './packed-legs.js';

type Shared = Pick<
    LegRecord,
    'operator' | 'seller' | 'kind' | 'mode' | 'currency' | 'tariff' | 'tariffVersion' | 'tariffHash'
>;
type LineShape = Pick<ChargeLine, 'dimension' | 'unitPriceMicroEur' | 'per'>;

interface Head {
    readonly shared: Shared;
    readonly shapes: readonly LineShape[];
    readonly prices: readonly bigint[];
}

const HEAD_CELLS = 9;
const ROW_CELLS = 10;
const MOST_ROW_CELLS = ROW_CELLS + 2 + optionalCells.length;
const decodersOfOthers = optionalCells.map((name) => [name, optionalMembers[name]] as const);

const kind = oneOf(legKinds);
const mode = oneOf(modes);
const dimension = oneOf(dimensions);
const per = wholeNumber(1, tariffLimits.segmentEdge);
const place = wholeNumber(0, legLimits.legsPerBatch - 1);
const anyCells: Decoder<readonly unknown[]> = (value, at) => cellsOf(value, at);

const batch = object({
    heads: listOf(headDecoder, { most: legLimits.legsPerBatch }),
    rows: listOf(anyCells, {
        most: legLimits.legsPerBatch,
        tooLong: (size) =>
            new Refused('MOBILITY_LEG_BATCH_TOO_LARGE', { size, unit: 'legs', limit: legLimits.legsPerBatch }),
    }),
});

/** A batch as it came, and its records. */
export interface LegBatch {
    readonly packed: PackedLegs;
    readonly records: readonly LegRecord[];
}

/** @throws Refused MOBILITY_LEG_BATCH_TOO_LARGE, REQUEST_MALFORMED, MOBILITY_CURRENCY_REFUSED */
export const legBatch: Decoder<LegBatch> = (value, at) => {
    const { heads, rows } = batch(value, at);
    const records = rows.map((row, index) => recordOf(row, heads, `${at}.rows[${String(index)}]`));
    // What has records has the shape: every cell was looked at.
    return { packed: value as PackedLegs, records };
};

/** The records of a batch that {@link packLegs} made. */
export function unpackLegs(packed: PackedLegs): readonly LegRecord[] {
    return legBatch(packed, 'legs').records;
}

function headDecoder(value: unknown, at: string): Head {
    const cells = cellsOf(value, at, HEAD_CELLS);
    const [operator, seller, itsKind, itsMode, currency, tariff, version, hash, lines] = cells as Partial<LegHead>;
    const shapes = listOf(shapeDecoder, { most: legLimits.linesPerLeg })(lines, `${at}.lines`);
    return {
        shared: {
            operator: mspId(operator, `${at}.operator`),
            seller: mspId(seller, `${at}.seller`),
            kind: kind(itsKind, `${at}.kind`),
            mode: mode(itsMode, `${at}.mode`),
            currency: euro(currency, `${at}.currency`),
            tariff: id(tariff, `${at}.tariff`),
            tariffVersion: tariffNumber(version, `${at}.tariffVersion`),
            tariffHash: digest(hash, `${at}.tariffHash`),
        },
        shapes,
        prices: shapes.map(({ unitPriceMicroEur }) => BigInt(unitPriceMicroEur)),
    };
}

function shapeDecoder(value: unknown, at: string): LineShape {
    const cells = cellsOf(value, at, 3);
    return {
        dimension: dimension(cells[0], `${at}.dimension`),
        unitPriceMicroEur: signedAmount(cells[1], `${at}.unitPriceMicroEur`),
        per: per(cells[2], `${at}.per`),
    };
}

function recordOf(row: readonly unknown[], heads: readonly Head[], at: string): LegRecord {
    if (row.length < ROW_CELLS || row.length > MOST_ROW_CELLS)
        throw malformed(at, `must have ${String(ROW_CELLS)} to ${String(MOST_ROW_CELLS)} cells`);
    const head = heads[place(row[0], `${at}.head`)];
    if (head === undefined) throw malformed(`${at}.head`, 'must be the place of a head');
    const start = instant(row[4], `${at}.start`);
    const { lines, total, counted } = linesOf(row[8], head, `${at}.lines`);
    const stated = row[10] ?? null;
    const totalMicroEur = stated === null ? formatDecimal(total) : signedAmount(stated, `${at}.totalMicroEur`);
    const { operator, seller, kind: itsKind, mode: itsMode, currency, tariff, tariffVersion, tariffHash } = head.shared;
    const record: { -readonly [Name in keyof LegRecord]: LegRecord[Name] } = {
        operator,
        seller,
        kind: itsKind,
        mode: itsMode,
        currency,
        tariff,
        tariffVersion,
        tariffHash,
        leg: id(row[1], `${at}.leg`),
        subscription: id(row[2], `${at}.subscription`),
        rider: id(row[3], `${at}.rider`),
        start,
        end: instant(sum(start, row[5]), `${at}.end`),
        durationSeconds: seconds(row[6], `${at}.durationSeconds`),
        distanceMetres: distance(row[7], `${at}.distanceMetres`),
        lines,
        totalMicroEur,
        taxMicroEur: signedAmount(row[9], `${at}.taxMicroEur`),
        charged: chargedOf(row[11] ?? null, { start, counted, at: `${at}.charged` }),
    };
    if (row.length > ROW_CELLS + 2) Object.assign(record, othersOf(row, at));
    return record;
}

function linesOf(
    value: unknown,
    { shapes, prices }: Head,
    at: string,
): { readonly lines: readonly ChargeLine[]; readonly total: bigint; readonly counted: bigint } {
    const cells = cellsOf(value, at);
    if (cells.length !== shapes.length) throw malformed(at, 'must have a cell for each line of its head');
    let total = 0n;
    let counted = 0n;
    const lines = shapes.map(({ dimension: of, unitPriceMicroEur, per: unit }, index): ChargeLine => {
        const cell = cells[index];
        const [used, stated] = typeof cell === 'number' ? [cell] : cellsOf(cell, at, 2);
        const quantity = lineQuantity(used, `${at}.quantity`);
        const amount = lineAmount(quantity, prices[index] ?? 0n, unit);
        total += amount;
        if (countsForCaps({ dimension: of })) counted += amount;
        const amountMicroEur = stated === undefined ? formatDecimal(amount) : signedAmount(stated, `${at}.amount`);
        return { dimension: of, quantity, unitPriceMicroEur, per: unit, amountMicroEur };
    });
    return { lines, total, counted };
}

function chargedOf(
    value: unknown,
    { start, counted, at }: { readonly start: number; readonly counted: bigint; readonly at: string },
): readonly DatedAmount[] {
    if (value === null) return [{ at: start, amountMicroEur: formatDecimal(counted) }];
    return listOf(
        (cell, where): DatedAmount => {
            const [after, amountMicroEur] = cellsOf(cell, where, 2) as Partial<ChargedCell>;
            return { at: instant(sum(start, after), where), amountMicroEur: signedAmount(amountMicroEur, where) };
        },
        { most: legLimits.chargedParts },
    )(value, at);
}

function othersOf(row: readonly unknown[], at: string): Partial<LegRecord> {
    const members: Record<string, unknown> = {};
    decodersOfOthers.forEach(([name, decoder], index) => {
        const cell = row[ROW_CELLS + 2 + index] ?? null;
        if (cell !== null) members[name] = decoder(cell, `${at}.${name}`);
    });
    return members;
}

/** What is no number is refused by the decoder of the sum. */
function sum(start: number, after: unknown): unknown {
    return typeof after === 'number' ? start + after : undefined;
}

function cellsOf(value: unknown, at: string, count?: number): readonly unknown[] {
    if (!Array.isArray(value)) throw malformed(at, 'must be a list');
    if (count !== undefined && value.length !== count) throw malformed(at, `must have ${String(count)} cells`);
    return value;
}
