/** Decoders of the conditions and places of an incentive. */
import { idFault } from '../../units/index.js';
import { listOf, malformed, object, oneOf, text, wholeNumber, type Decoder } from '../../wire/index.js';
import { id, trueOrFalse } from '../members.js';
import { decimal } from './decimal.js';
import { dayRange, moment, timeOfDayText } from './moment.js';
import {
    PLACE_CODES,
    policyLimits,
    PROOF_CLASSES,
    WEEKDAYS,
    type Condition,
    type EuroRange,
    type Place,
    type PlaceOrName,
    type Range,
} from './policy.js';
import { microDegrees, readWkt } from './polygon.js';
import { journeyLimits } from './journey.js';

export const label = text((value) => idFault(value, 120));
export const name = text((value) => idFault(value, 64));
const { listedInCondition, codesPerPlace, shapesPerPlace, verticesPerShape, datesPerCalendar } = policyLimits;

/** A list that is not empty. */
export function someOf<T>(item: Decoder<T>, most: number): Decoder<readonly T[]> {
    const list = listOf(item, { most });
    return (value, at) => {
        const found = list(value, at);
        if (found.length === 0) throw malformed(at, 'must not be empty');
        return found;
    };
}

const degrees = (most: number): Decoder<string> =>
    text((value) => {
        const size = microDegrees(value);
        return size === undefined || Math.abs(size) > most * 1_000_000
            ? `must be a text of decimal degrees from -${String(most)} to ${String(most)}`
            : undefined;
    });

const wkt = text((value) => {
    const shape = readWkt(value, verticesPerShape);
    return typeof shape === 'string' ? shape : undefined;
});

const codeList = someOf(
    text((value) => (value.length <= 64 ? undefined : 'must be at most 64 characters')),
    codesPerPlace,
);

const placeMembers: Decoder<Place> = object(
    {},
    {
        ...Object.fromEntries(PLACE_CODES.map((code) => [code, codeList])),
        wkt: someOf(wkt, shapesPerPlace),
        circles: someOf(
            object({ lat: degrees(90), lon: degrees(180), radiusMetres: wholeNumber(1, 1_000_000) }),
            shapesPerPlace,
        ),
    },
);

export const place: Decoder<Place> = stating(placeMembers, 'must have codes, wkt or circles');

export const calendar = someOf(dayRange, datesPerCalendar);

const placeOrName: Decoder<PlaceOrName> = (value, at) =>
    typeof value === 'string' ? name(value, at) : place(value, at);

const range = (most: number): Decoder<Range> => {
    const bound = wholeNumber(0, most);
    return stating(object({}, { from: bound, to: bound, over: bound, below: bound }), 'must have a bound');
};
export const metres = range(journeyLimits.metres * 10);

const euroBound = decimal('0', '1000000');
const euroRange: Decoder<EuroRange> = stating(
    object({}, { from: euroBound, to: euroBound, over: euroBound, below: euroBound }),
    'must have a bound',
);

const two: Decoder<readonly PlaceOrName[]> = (value, at) => {
    const ends = listOf(placeOrName, { most: 2 })(value, at);
    if (ends.length !== 2) throw malformed(at, 'must be two places');
    return ends;
};

const leaves = {
    from: moment,
    to: moment,
    before: moment,
    days: ((value, at) => (typeof value === 'string' ? name(value, at) : calendar(value, at))) satisfies Decoder<
        readonly string[] | string
    >,
    weekdays: someOf(oneOf(WEEKDAYS), WEEKDAYS.length),
    times: someOf(object({ from: timeOfDayText, to: timeOfDayText }), listedInCondition),
    metres,
    seats: range(journeyLimits.seats),
    classes: someOf(oneOf(PROOF_CLASSES), PROOF_CLASSES.length),
    operators: listOf(id, { most: listedInCondition }),
    start: placeOrName,
    end: placeOrName,
    both: placeOrName,
    either: placeOrName,
    between: two,
    sameCode: oneOf(PLACE_CODES),
    passengerAdult: trueOrFalse,
    passengerTravelPass: trueOrFalse,
    driverTravelPass: trueOrFalse,
    contributionEuro: euroRange,
    revenueEuro: euroRange,
};

export const condition: Decoder<Condition> = conditionOf(policyLimits.conditionDepth);

function conditionOf(depth: number): Decoder<Condition> {
    const inner: Decoder<Condition> = (value, at) => {
        if (depth === 1) throw malformed(at, `is nested deeper than ${String(policyLimits.conditionDepth)}`);
        return conditionOf(depth - 1)(value, at);
    };
    const several = someOf(inner, listedInCondition);
    return stating(object({}, { ...leaves, all: several, any: several, not: inner }), 'must say something');
}

/** An object that has one member at least. */
export function stating<T extends object>(decoder: Decoder<T>, must: string): Decoder<T> {
    return (value, at) => {
        const found = decoder(value, at);
        if (Object.keys(found).length === 0) throw malformed(at, must);
        return found;
    };
}
