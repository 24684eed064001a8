/** Decoders of the members that vehicle requests are made of. */
import { idFault, idLengths, isDay, isDecimal, isMonth } from '../units/index.js';
import { listOf, malformed, object, oneOf, Refused, text, wholeNumber, type Decoder } from '../wire/index.js';
import type { Defect, Reading } from './events.js';
import type { VehicleIdentity } from './identity.js';
import { MOST_CAPACITY, readingUnits } from './odometer.js';
import { vehicleLimits, type NextDue, type Place } from './records.js';
import { vehicleCategories, vehicleEnergies, type VehicleDescription } from './vehicle-description.js';
import { parseVin } from './vin.js';

/** An author's id and its organisation before it, `<MSP id>:<id>`. */
const ID_LENGTH = 128;
const EVENT_ID_LENGTH = idLengths.mspId + 1 + ID_LENGTH;

const bounded = (maxLength: number): Decoder<string> => text((value) => idFault(value, maxLength));
const matching = (holds: (value: string) => boolean, must: string): Decoder<string> =>
    text((value) => (holds(value) ? undefined : must));
const pattern = (allowed: RegExp, must: string): Decoder<string> => matching((value) => allowed.test(value), must);

export const id = bounded(ID_LENGTH);
export const eventId = bounded(EVENT_ID_LENGTH);
/** Shorter than an event's id, which it becomes with a word after it. */
export const transferId = bounded(ID_LENGTH - 32);
export const shortText = bounded(vehicleLimits.textLength);
export const day = matching(isDay, 'must be a day, YYYY-MM-DD');
export const month = matching(isMonth, 'must be a month, YYYY-MM');
export const hash = pattern(/^[0-9a-f]{64}$/u, 'must be 64 hexadecimal digits in lower case');
export const secret = pattern(/^[\x21-\x7e]{16,128}$/u, 'must be 16 to 128 printable characters without a space');
export const passport = pattern(/^[A-Za-z0-9_-]{22}$/u, 'must be the id of a passport, 22 characters');
export const page = wholeNumber(0, vehicleLimits.pagesPerPassport - 1);
export const country = pattern(/^[A-Z]{2}$/u, 'must be a country, two letters of ISO 3166-1');
export const manufacturerCode = pattern(
    /^[0-9A-HJ-NPR-Z]{2}(?:[0-8A-HJ-NPR-Z]|9[0-9A-HJ-NPR-Z]{3})$/u,
    'must be a manufacturer identifier: 3 characters, or 6 where the third is 9',
);
/** No colon: it stands between the code and the serial number. */
export const serialCode = pattern(/^[A-Za-z0-9._-]{1,32}$/u, 'must be 1 to 32 letters, digits, dots and dashes');
/** Workshop's note: any text, on lines. */
export const note = text((value) => {
    if (value === '' || value.length > vehicleLimits.noteLength)
        return `must be 1 to ${String(vehicleLimits.noteLength)} characters`;
    return value.isWellFormed() ? undefined : 'has a broken character';
});

const metresText = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= 15,
    'must be a whole number of metres in decimal digits, not negative',
);
const wattHoursText = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= 12,
    'must be a whole number of watt-hours in decimal digits, not negative',
);

export const place: Decoder<Place> = object({
    latitudeTenths: wholeNumber(-900, 900),
    longitudeTenths: wholeNumber(-1_800, 1_800),
});

export const workList = listOf(shortText, { most: vehicleLimits.workPerService });
export const nextDue: Decoder<NextDue> = object({ work: workList }, { day, odometerM: metresText });

export const defect: Decoder<Defect> = object({
    code: bounded(64),
    severity: oneOf(['advisory', 'minor', 'major', 'dangerous']),
});

const notRead = object({ status: oneOf(['unreadable', 'no-odometer']) });
const anyValue: Decoder<unknown> = (value) => value;
const readFigure = object({ status: oneOf(['read']) }, { value: anyValue, unit: anyValue });

/**
 * @throws Refused REQUEST_MALFORMED; VEHICLE_UNIT_MISSING; VEHICLE_UNIT_UNKNOWN; VEHICLE_READING_NEGATIVE;
 *   VEHICLE_READING_NOT_WHOLE, also for a figure that no odometer can show.
 */
export const reading: Decoder<Reading> = (value, at) => {
    if (typeof value === 'object' && value !== null && 'status' in value && value.status !== 'read')
        return notRead(value, at);
    const read = readFigure(value, at);
    if (!('value' in read)) throw malformed(`${at}.value`, 'is missing');
    if (!('unit' in read)) throw new Refused('VEHICLE_UNIT_MISSING', { units: [...readingUnits] });
    const unit = readingUnits.find((known) => known === read.unit);
    if (unit === undefined) throw new Refused('VEHICLE_UNIT_UNKNOWN', { units: [...readingUnits] });
    return { status: 'read', value: figure(read.value, `${at}.value`), unit };
};

/** @throws Refused as {@link reading}. */
export const figure: Decoder<number> = (value, at) => {
    if (typeof value !== 'number') throw malformed(at, 'must be a number');
    if (value < 0) throw new Refused('VEHICLE_READING_NEGATIVE');
    if (!Number.isInteger(value) || value > MOST_CAPACITY) throw new Refused('VEHICLE_READING_NOT_WHOLE');
    return value;
};

const vinIdentity = object({ kind: oneOf(['vin']), vin: text(() => undefined) });
const serialIdentity = object({
    kind: oneOf(['serial']),
    manufacturer: serialCode,
    serial: bounded(64),
});

/** A VIN is normalised. @throws Refused REQUEST_MALFORMED; VEHICLE_VIN_INVALID */
export const identity: Decoder<VehicleIdentity> = (value, at) => {
    if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'serial')
        return serialIdentity(value, at);
    return { kind: 'vin', vin: parseVin(vinIdentity(value, at).vin).vin };
};

export const description: Decoder<VehicleDescription> = object(
    {
        category: oneOf(vehicleCategories),
        make: bounded(64),
        model: bounded(64),
        energy: oneOf(vehicleEnergies),
        odometerUnit: oneOf(readingUnits),
    },
    {
        produced: day,
        firstRegistration: day,
        purchased: day,
        odometerCapacity: wholeNumber(999, MOST_CAPACITY),
        batteryHash: hash,
        batteryWh: wattHoursText,
    },
);

export const holderOpening = object({ holder: bounded(200), salt: secret });
