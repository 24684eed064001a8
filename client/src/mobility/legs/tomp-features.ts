/**
 * Legs and journal entries of TOMP-API 2.0 as one collection of features: a `leg` is what was ridden, the journal entry of
 * category FARE with its id says how far and for how much; the others are fines, extras and refunds of it.
 */
import { legCategories, type LegCategory } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { memberOf, type JsonItem } from '../../files/index.js';

import { badValue, euroAmount, legRow, refusedRow, type FileSupplement, type ReadRow } from './leg-row.js';
import { orBad, present, riderCells, textOf, type FeedOptions } from './mds-trips.js';

/** Classes of NeTEx, as TOMP has them. */
const MODES: Readonly<Record<string, string>> = {
    BICYCLE: 'bike',
    BIKE: 'bike',
    STEP: 'scooter',
    MOPED: 'scooter',
    CAR: 'car',
    SELFDRIVE: 'car',
    SHUTTLE: 'shuttle',
    TAXI: 'taxi',
    ...Object.fromEntries(
        ['BUS', 'TROLLEYBUS', 'TRAM', 'COACH', 'RAIL', 'INTERCITYRAIL', 'URBANRAIL', 'METRO', 'WATER', 'CABLEWAY']
            .concat('FUNICULAR', 'FERRY')
            .map((mode) => [mode, 'transit']),
    ),
};
const SECONDS_OF: Readonly<Record<string, number>> = { DAYS: 86_400, HOURS: 3_600, MINUTES: 60 };
const METRES_OF: Readonly<Record<string, number>> = { KM: 1_000, MILE: 1_609.344 };
const GIVEN_BACK: ReadonlySet<LegCategory> = new Set(['REFUND', 'REBATE', 'REIMBURSEMENT', 'CREDIT', 'VOUCHER']);

interface Entry {
    readonly line: number;
    readonly id: string;
    readonly properties: unknown;
}

/** The rows of all features, each leg with what its journal says of it. */
export function tompRows(items: readonly JsonItem[], options: FeedOptions): readonly ReadRow[] {
    const entries = items.flatMap(({ line, value }) => featuresOf(value).map((feature) => entryOf(line, feature)));
    const legs = entries.filter(({ properties }) => textOf(properties, 'type')?.toLowerCase() === 'leg');
    const journal = entries.filter(({ properties }) => textOf(properties, 'category') !== undefined);
    const known = new Set(legs.map(({ id }) => id));
    const strangers = journal
        .filter(({ id }) => !known.has(id))
        .map(({ line, id, properties }) =>
            orBad({ line, leg: id }, () => {
                throw refusedRow('MOBILITY_LEG_SUPPLEMENT_ALONE', { category: textOf(properties, 'category') ?? '' });
            }),
        );
    const byLeg = new Map<string, Entry[]>(legs.map(({ id }) => [id, []]));
    for (const entry of journal) byLeg.get(entry.id)?.push(entry);
    return [...legs.map((leg) => tompRow(leg, byLeg.get(leg.id) ?? [], options)), ...strangers];
}

function featuresOf(value: unknown): readonly unknown[] {
    const features = memberOf(value, 'features');
    return Array.isArray(features) ? features : [value];
}

function entryOf(line: number, feature: unknown): Entry {
    const properties = memberOf(feature, 'properties');
    return { line, properties, id: textOf(properties, 'id') ?? textOf(feature, 'id') ?? '' };
}

function tompRow({ line, id, properties }: Entry, journal: readonly Entry[], options: FeedOptions): ReadRow {
    return orBad({ line, leg: id }, () => {
        const status = textOf(properties, 'status') ?? 'ENDED';
        if (status !== 'ENDED') throw refusedRow('MOBILITY_LEG_NOT_ENDED', { state: status });
        const specification = memberOf(properties, 'specification');
        const fare = journal.find((entry) => textOf(entry.properties, 'category') === 'FARE');
        const row = legRow(
            line,
            present({
                leg: id,
                start: textOf(specification, 'startTime'),
                end: textOf(specification, 'endTime'),
                duration: measured(fare, 'DURATION', SECONDS_OF),
                distance: measured(fare, 'DISTANCE', METRES_OF),
                mode: MODES[textOf(properties, 'mode') ?? ''] ?? options.defaults.mode,
                tariff: options.defaults.tariff,
                price: fare === undefined ? undefined : amountText(fare),
                ...riderCells(id, options),
            }),
            options.defaults.operator,
        );
        const others = journal.filter((entry) => entry !== fare);
        return others.length === 0 ? row : { ...row, supplements: others.map(supplementOfEntry) };
    });
}

function supplementOfEntry({ line, id, properties }: Entry): FileSupplement & { readonly line: number } {
    const written = textOf(properties, 'category');
    const category = legCategories.find((known) => known === written);
    if (category === undefined) throw badValue('category', 'is none of a journal entry beside FARE');
    const amount = euroAmount(amountText({ line, id, properties }) ?? '', 'amount');
    const isGivenBack = GIVEN_BACK.has(category) || amount < 0n;
    const taxPercent = Number(textOf(properties, 'taxPercentageUsed') ?? '0');
    return {
        line,
        leg: `${id}-${textOf(properties, 'sequenceId') ?? category}`,
        kind: isGivenBack ? 'refund' : category === 'FINE' ? 'fine' : 'extra',
        category,
        reason: textOf(properties, 'comment') ?? category,
        amountMicroEur: amount < 0n ? -amount : amount,
        vatPpm: Math.round(taxPercent * 10_000),
    };
}

function amountText({ properties }: Entry): string | undefined {
    const currency = textOf(properties, 'currencyCode') ?? 'EUR';
    if (currency !== 'EUR') throw new Refused('MOBILITY_CURRENCY_REFUSED', { currency });
    return textOf(properties, 'amount');
}

/** A quantity of the fare in whole seconds or metres. */
function measured(
    fare: Entry | undefined,
    category: string,
    sizes: Readonly<Record<string, number>>,
): string | undefined {
    const units = memberOf(fare?.properties, 'units');
    if (!Array.isArray(units)) return undefined;
    const found = units.find((unit: unknown) => textOf(unit, 'unitCategory') === category) as unknown;
    const size = sizes[textOf(found, 'unit') ?? ''];
    const amount = Number(textOf(found, 'amount') ?? Number.NaN);
    return size === undefined || Number.isNaN(amount) ? undefined : String(Math.round(amount * size));
}
