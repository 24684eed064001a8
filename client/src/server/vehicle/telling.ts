import type { PublicPassport, Reading, ReadingUnit } from '@quartier/rules/vehicle';

import type { Visit } from '../visit.js';

import { vehicleWords, type VehicleWords } from './words/index.js';

/** How the pages of one visit tell figures, names and terms. */
export interface Telling {
    readonly visit: Visit;
    readonly words: VehicleWords;
    /** In which distances are told. */
    readonly unit: ReadingUnit;
    /** A figure as it was read, in its own unit. */
    readonly figure: (value: number, unit: ReadingUnit) => string;
    /** Whole metres in the unit of the page. */
    readonly distance: (metres: bigint | number) => string;
    readonly reading: (reading: Reading) => string;
    /** An organisation by its MSP id. */
    readonly organisation: (mspId: string) => string;
    /** A term of the ledger. */
    readonly term: (term: string) => string;
}

export const METRES_PER_UNIT: Readonly<Record<'km' | 'mi', number>> = { km: 1_000, mi: 1_609.344 };
const NO_BREAK = '\u00a0';

export function tellingOf(visit: Visit, unit: ReadingUnit): Telling {
    const words = vehicleWords[visit.language];
    const { number } = visit.formats;
    const figure = (value: number, of: ReadingUnit): string => `${number(value)}${NO_BREAK}${of}`;
    const lengthUnit = unit === 'mi' ? 'mi' : 'km';
    return {
        visit,
        words,
        unit,
        figure,
        distance: (metres) => figure(Math.floor(Number(metres) / METRES_PER_UNIT[lengthUnit]), lengthUnit),
        reading: (reading) => {
            if (reading.status === 'read') return figure(reading.value, reading.unit);
            return reading.status === 'unreadable' ? words.history.unreadable : words.history.noOdometer;
        },
        organisation: (mspId) => mspId.replace(/(.)MSP$/u, '$1'),
        term: (term) => words.terms[term] ?? term,
    };
}

/** The reader's choice, `?unit=`; else the odometer's own. Hours are not converted. */
export function unitOf(visit: Visit, { odometerUnit }: PublicPassport['description']): ReadingUnit {
    const { unit } = visit.query;
    if (odometerUnit === 'h') return 'h';
    return unit === 'km' || unit === 'mi' ? unit : odometerUnit;
}
