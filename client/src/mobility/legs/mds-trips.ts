/**
 * Trips of MDS (Open Mobility Foundation, provider and agency, 1.x and 2.0): times in milliseconds, durations in seconds,
 * distances in metres, `standard_cost` in hundredths of its currency. Routes and places are not taken: the clearing needs none.
 */
import { Refused } from '@quartier/rules/wire';

import { memberOf, type JsonItem } from '../../files/index.js';

import {
    badValue,
    legRow,
    refusedRow,
    type BadLegRow,
    type LegCells,
    type LegDefaults,
    type ReadRow,
} from './leg-row.js';
import type { RiderOfLeg } from './riders-file.js';

export interface FeedOptions {
    readonly defaults: LegDefaults;
    /** By the id of the leg; without it the defaults say whose all legs are. */
    readonly riders: ReadonlyMap<string, RiderOfLeg> | undefined;
}

const MODE_OF_VEHICLE: Readonly<Record<string, string>> = {
    bicycle: 'bike',
    cargo_bicycle: 'bike',
    car: 'car',
    scooter: 'scooter',
    scooter_standing: 'scooter',
    scooter_seated: 'scooter',
    moped: 'scooter',
};

export function mdsRow({ line, value }: JsonItem, options: FeedOptions): ReadRow {
    const leg = textOf(value, 'trip_id') ?? '';
    return orBad({ line, leg }, () => {
        const price = standardCost(value);
        const mode = MODE_OF_VEHICLE[textOf(value, 'vehicle_type') ?? ''] ?? options.defaults.mode;
        const cells = {
            leg,
            start: textOf(value, 'start_time'),
            end: textOf(value, 'end_time'),
            duration: textOf(value, 'duration') ?? textOf(value, 'trip_duration'),
            distance: textOf(value, 'distance') ?? textOf(value, 'trip_distance'),
            vehicle: textOf(value, 'device_id'),
            journey: textOf(value, 'journey_id'),
            mode,
            tariff: options.defaults.tariff,
            price,
            ...riderCells(leg, options),
        };
        if (cells.end === undefined) throw refusedRow('MOBILITY_LEG_NOT_ENDED', { state: 'on_trip' });
        return legRow(line, present(cells), options.defaults.operator);
    });
}

/** A row, or why it is none. */
export function orBad({ line, leg }: { readonly line: number; readonly leg: string }, read: () => ReadRow): ReadRow {
    try {
        return read();
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const bad: BadLegRow = { line, code: error.code, details: error.details };
        return leg === '' ? bad : { ...bad, leg };
    }
}

/** @throws Refused MOBILITY_LEG_RIDER_UNKNOWN where there are riders by leg and this one has none */
export function riderCells(leg: string, { defaults, riders }: FeedOptions): LegCells {
    const { seller, subscription, rider } = defaults;
    if (riders === undefined) return present({ seller, subscription, rider });
    const found = riders.get(leg);
    if (found === undefined) throw refusedRow('MOBILITY_LEG_RIDER_UNKNOWN');
    return { ...found };
}

/** The cells that there are. */
export function present(cells: Readonly<Record<string, string | undefined>>): LegCells {
    return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));
}

/** A text, or a number as text; undefined for all else. */
export function textOf(value: unknown, name: string): string | undefined {
    const member = memberOf(value, name);
    if (typeof member === 'number') return String(member);
    return typeof member === 'string' && member !== '' ? member : undefined;
}

function standardCost(value: unknown): string | undefined {
    const cost = textOf(value, 'standard_cost');
    if (cost === undefined) return undefined;
    const currency = textOf(value, 'currency');
    if (currency === undefined) throw badValue('currency', 'is missing beside a cost, which MDS takes for USD');
    if (currency !== 'EUR') throw new Refused('MOBILITY_CURRENCY_REFUSED', { currency });
    if (!/^-?\d{1,9}$/u.test(cost)) throw badValue('standard_cost', 'is no whole number of cents');
    const digits = cost.padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
