/** Decoders of the members that records and requests of the mobility area are made of. */
import { idFault, idLengths, isDay, isDecimal, type ZoneTable } from '../units/index.js';
import { listOf, malformed, object, text, wholeNumber, type Decoder } from '../wire/index.js';

/** 0001-01-01 and 10000-01-01 in seconds: what a calendar day can be written for. */
const EARLIEST_INSTANT = -62_135_596_800;
const LATEST_INSTANT = 253_402_300_800;
const LONGEST_ID = 128;
/** A billion euro, so that sums of whatever a batch holds stay far below 40 digits. */
const MOST_AMOUNT_DIGITS = 16;
const MOST_TRANSITIONS = 1_000;
const LONGEST_OFFSET_SECONDS = 64_800;
const PPM = 1_000_000;

export const matching = (holds: (value: string) => boolean, must: string): Decoder<string> =>
    text((value) => (holds(value) ? undefined : must));

/** An id of the caller's, up to 128 characters. */
export const id: Decoder<string> = text((value) => idFault(value, LONGEST_ID));
export const mspId: Decoder<string> = text((value) => idFault(value, idLengths.mspId));
/** Why something is corrected, paid back or charged. */
export const reason: Decoder<string> = text((value) => idFault(value, 200));
/** Seconds since 1970-01-01T00:00:00Z. */
export const instant = wholeNumber(EARLIEST_INSTANT, LATEST_INSTANT);
export const day = matching(isDay, 'must be a day, YYYY-MM-DD');
/** Hexadecimal sha256. */
export const digest = matching((value) => /^[0-9a-f]{64}$/u.test(value), 'must be 64 hexadecimal digits in lower case');
/** A share of a whole, in parts per million. */
export const ppm = wholeNumber(0, PPM);

/** Whole micro-euro, not negative. */
export const amount = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= MOST_AMOUNT_DIGITS,
    'must be a whole number of micro-euro in decimal digits, not negative',
);
/** Whole micro-euro of either sign. */
export const signedAmount = matching(
    (value) => isDecimal(value) && value.length <= MOST_AMOUNT_DIGITS + 1,
    'must be a whole number of micro-euro in decimal digits',
);

export const zoneTable: Decoder<ZoneTable> = object({
    zone: text((value) => idFault(value, 64)),
    from: instant,
    until: instant,
    transitions: listOf(
        object({ at: instant, offsetSeconds: wholeNumber(-LONGEST_OFFSET_SECONDS, LONGEST_OFFSET_SECONDS) }),
        { most: MOST_TRANSITIONS },
    ),
});

export const trueOrFalse: Decoder<boolean> = (value, at) => {
    if (typeof value !== 'boolean') throw malformed(at, 'must be true or false');
    return value;
};
