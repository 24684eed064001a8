/** Decoders of the members that energy requests are made of. */
import { idFault, idLengths, isDay, isDecimal, isMonth, type ZoneTable } from '../units/index.js';
import { listOf, malformed, nullOr, object, oneOf, text, wholeNumber, type Decoder } from '../wire/index.js';
import {
    energyLimits,
    type CommunityParameters,
    type Curve,
    type Day,
    type Membership,
    type Quality,
} from './records.js';
import { WHOLE_PPM } from './static-keys.js';
import type { StaticKey } from './transactions.js';

/** A quarter-hour month of 31 days and a repeated hour, each step of the greatest size. */
const MOST_STEPS = 31 * 96 + 4;
const MOST_PACKED_LENGTH = MOST_STEPS * 9;
const MOST_TRANSITIONS = 1_000;
/** 0001-01-01 and 10000-01-01 in seconds: what a calendar day can be written for. */
const EARLIEST_INSTANT = -62_135_596_800;
const LATEST_INSTANT = 253_402_300_800;

const id = (maxLength: number): Decoder<string> => text((value) => idFault(value, maxLength));
const matching = (holds: (value: string) => boolean, must: string): Decoder<string> =>
    text((value) => (holds(value) ? undefined : must));

export const community = id(idLengths.community);
export const meter = id(idLengths.meter);
export const runId = id(idLengths.run);
export const mspId = id(idLengths.mspId);
export const day = matching(isDay, 'must be a day, YYYY-MM-DD');
export const month = matching(isMonth, 'must be a month, YYYY-MM');
export const page = wholeNumber(0, energyLimits.pagesPerCommunity - 1);
export const hexKey = matching((value) => /^[0-9a-f]{64}$/u.test(value), 'must be 64 hexadecimal digits in lower case');
/** Up to a million euro per kWh. */
export const price = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= 12,
    'must be a whole number of micro-euro per kWh in decimal digits, not negative',
);

/** Where a list goes on, as the page before gave it. */
export const cursor = matching(
    (value) => /^[A-Za-z0-9_-]{1,1024}$/u.test(value),
    'must be the next of the page before',
);

/** Why something replaces what stood before. */
export const correction = id(200);

const stepMinutes = oneOf([15, 30, 60]);
const instant = wholeNumber(EARLIEST_INSTANT, LATEST_INSTANT);
const quality: Decoder<Quality> = oneOf(['measured', 'estimated', 'corrected']);

export const communityParameters: Decoder<CommunityParameters> = object({
    from: day,
    stepMinutes,
    rule: oneOf(['prorata', 'static']),
});

export const staticKey: Decoder<StaticKey> = object({ meter, keyPpm: wholeNumber(0, WHOLE_PPM) });

export const zoneTable: Decoder<ZoneTable> = object({
    zone: id(64),
    from: instant,
    until: instant,
    transitions: listOf(object({ at: instant, offsetSeconds: wholeNumber(-64_800, 64_800) }), {
        most: MOST_TRANSITIONS,
    }),
});

const membershipMembers = object({
    meter,
    member: id(idLengths.member),
    role: oneOf(['consumer', 'producer']),
    from: day,
    to: nullOr<Day>(day),
});

export const membership: Decoder<Membership> = (value, at) => {
    const decoded = membershipMembers(value, at);
    if (decoded.to !== null && decoded.to <= decoded.from) throw malformed(`${at}.to`, 'must be after from');
    return decoded;
};

const qualityRun: Decoder<readonly [number, number, Quality]> = (value, at) => {
    if (!Array.isArray(value) || value.length !== 3) throw malformed(at, 'must be [first step, steps, quality]');
    const [first, steps, of] = value as readonly unknown[];
    return [
        wholeNumber(0, MOST_STEPS - 1)(first, `${at}[0]`),
        wholeNumber(1, MOST_STEPS)(steps, `${at}[1]`),
        quality(of, `${at}[2]`),
    ];
};

export const curve: Decoder<Curve> = object(
    {
        meter,
        start: instant,
        stepMinutes,
        values: matching(
            (value) => value.length > 0 && value.length <= MOST_PACKED_LENGTH,
            `must be 1 to ${String(MOST_PACKED_LENGTH)} characters`,
        ),
    },
    {
        qualities: listOf(qualityRun, { most: MOST_STEPS }),
        correction,
    },
);
