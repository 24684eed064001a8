/** Conditions as functions: the names in them looked up, their days and shapes read once. */
import { daysBetween, type ZoneTable } from '../../units/index.js';
import { malformed } from '../../wire/index.js';
import { microEurBounds } from './decimal.js';
import { type JourneyEnd, type Journey } from './journey.js';
import type { LocalTime } from './local-clock.js';
import { secondsOfTime, spanOf } from './moment.js';
import { placeTest, type PlaceTest } from './place.js';
import {
    WEEKDAYS,
    type Condition,
    type EuroRange,
    type IncentivePolicy,
    type Place,
    type PlaceOrName,
    type Range,
} from './policy.js';

/** A journey with what the campaign's clock showed at its start. */
export interface JudgedJourney {
    readonly journey: Journey;
    readonly local: LocalTime;
}

export type Test = (judged: JudgedJourney) => boolean;

/** What the conditions of a policy may name. */
export interface Names {
    readonly zone: ZoneTable;
    readonly place: (place: PlaceOrName, at: string) => PlaceTest;
    readonly days: (days: readonly string[] | string, at: string) => ReadonlySet<string>;
}

type Leaves = Required<Omit<Condition, 'all' | 'any' | 'not'>>;
type LeafCompiler<Name extends keyof Leaves> = (value: Leaves[Name], at: string, names: Names) => Test;
type LeafCompilers = { readonly [Name in keyof Leaves]: LeafCompiler<Name> };

/** @throws Refused REQUEST_MALFORMED where a condition names what the policy does not have. */
export function conditionTest(condition: Condition, at: string, names: Names): Test {
    const tests: Test[] = [];
    for (const member of Object.keys(condition) as (keyof Condition)[]) {
        const test = memberTest(condition, member, `${at}.${member}`, names);
        if (test !== undefined) tests.push(test);
    }
    const [only] = tests;
    return tests.length === 1 && only !== undefined ? only : (judged) => tests.every((test) => test(judged));
}

export function optionalTest(condition: Condition | undefined, at: string, names: Names): Test | undefined {
    return condition === undefined ? undefined : conditionTest(condition, at, names);
}

/** Places and calendars of a policy by their names. */
export function namesOf(policy: IncentivePolicy, at: string): Names {
    const places = new Map(
        Object.entries(policy.places ?? {}).map(([name, place]) => [name, placeTest(place)] as const),
    );
    const calendars = new Map(
        Object.entries(policy.calendars ?? {}).map(([name, ranges]) => [name, daySet(ranges)] as const),
    );
    return {
        zone: policy.zone,
        place: (place: Place | string, where) =>
            typeof place === 'string' ? named(places, place, where, `${at}.places`) : placeTest(place),
        days: (days, where) =>
            typeof days === 'string' ? named(calendars, days, where, `${at}.calendars`) : daySet(days),
    };
}

function named<T>(known: ReadonlyMap<string, T>, name: string, at: string, where: string): T {
    const found = known.get(name);
    if (found === undefined) throw malformed(at, `names nothing in ${where}`);
    return found;
}

function memberTest(condition: Condition, member: keyof Condition, at: string, names: Names): Test | undefined {
    if (member === 'all' || member === 'any') {
        const tests = condition[member]?.map((inner, index) => conditionTest(inner, `${at}[${String(index)}]`, names));
        if (tests === undefined) return undefined;
        return member === 'all'
            ? (judged) => tests.every((test) => test(judged))
            : (judged) => tests.some((test) => test(judged));
    }
    if (member === 'not') {
        const test = optionalTest(condition.not, at, names);
        return test === undefined ? undefined : (judged) => !test(judged);
    }
    return leafTest(condition, member, at, names);
}

function leafTest(condition: Condition, member: keyof Leaves, at: string, names: Names): Test | undefined {
    const value = condition[member];
    const compile = leaves[member] as LeafCompiler<keyof Leaves>;
    return value === undefined ? undefined : compile(value, at, names);
}

const leaves: LeafCompilers = {
    from: (value, at, { zone }) => startsIn(spanOf(value, zone, at).start, Infinity),
    to: (value, at, { zone }) => startsIn(-Infinity, spanOf(value, zone, at).end),
    before: (value, at, { zone }) => startsIn(-Infinity, spanOf(value, zone, at).start),
    days: (value, at, names) => {
        const days = names.days(value, at);
        return ({ local }) => days.has(local.day);
    },
    weekdays: (value) => {
        const days = new Set(value.map((weekday) => WEEKDAYS.indexOf(weekday)));
        return ({ local }) => days.has(local.weekday);
    },
    times: (value) => {
        const spans = value.map(({ from, to }) => [secondsOfTime(from), secondsOfTime(to)] as const);
        return ({ local: { secondOfDay } }) => spans.some(([from, to]) => isTimeIn(secondOfDay, from, to));
    },
    metres: (value) => {
        const holds = inRange(value);
        return ({ journey }) => holds(journey.metres);
    },
    seats: (value) => {
        const holds = inRange(value);
        return ({ journey }) => holds(journey.seats);
    },
    classes: (value) => oneOfThese(value, ({ proofClass }) => proofClass),
    operators: (value) => oneOfThese(value, ({ operator }) => operator),
    start: (value, at, names) => endsTest(value, at, names, (inside, { start }) => inside(start)),
    end: (value, at, names) => endsTest(value, at, names, (inside, { end }) => inside(end)),
    both: (value, at, names) => endsTest(value, at, names, (inside, { start, end }) => inside(start) && inside(end)),
    either: (value, at, names) => endsTest(value, at, names, (inside, { start, end }) => inside(start) || inside(end)),
    between: (value, at, names) => {
        const [one, other] = value.map((place, index) => names.place(place, `${at}[${String(index)}]`));
        if (one === undefined || other === undefined) throw malformed(at, 'must be two places');
        return ({ journey: { start, end } }) => (one(start) && other(end)) || (other(start) && one(end));
    },
    sameCode:
        (code) =>
        ({ journey: { start, end } }) =>
            start.codes[code] !== undefined && start.codes[code] === end.codes[code],
    passengerAdult:
        (value) =>
        ({ journey }) =>
            (journey.passengerAdult !== false) === value,
    passengerTravelPass:
        (value) =>
        ({ journey }) =>
            (journey.passengerTravelPass === true) === value,
    driverTravelPass:
        (value) =>
        ({ journey }) =>
            (journey.driverTravelPass === true) === value,
    contributionEuro: (value) => euroTest(value, ({ contributionMicroEur }) => contributionMicroEur),
    revenueEuro: (value) => euroTest(value, ({ revenueMicroEur }) => revenueMicroEur),
};

/** Of whole numbers. */
export function inRange({ from, to, over, below }: Range): (value: number) => boolean {
    const least = Math.max(from ?? -Infinity, over === undefined ? -Infinity : over + 1);
    const most = Math.min(to ?? Infinity, below === undefined ? Infinity : below - 1);
    return (value) => value >= least && value <= most;
}

function startsIn(start: number, end: number): Test {
    return ({ journey: { startsAt } }) => startsAt >= start && startsAt < end;
}

function isTimeIn(second: number, from: number, to: number): boolean {
    return from < to ? second >= from && second < to : second >= from || second < to;
}

function oneOfThese(values: readonly string[], of: (journey: Journey) => string): Test {
    const known = new Set(values);
    return ({ journey }) => known.has(of(journey));
}

function endsTest(
    place: PlaceOrName,
    at: string,
    names: Names,
    holds: (inside: PlaceTest, ends: { readonly start: JourneyEnd; readonly end: JourneyEnd }) => boolean,
): Test {
    const inside = names.place(place, at);
    return ({ journey }) => holds(inside, journey);
}

function euroTest(range: EuroRange, of: (journey: Journey) => string): Test {
    const { least, most } = microEurBounds(range);
    return ({ journey }) => {
        const value = BigInt(of(journey));
        return (least === undefined || value >= least) && (most === undefined || value <= most);
    };
}

function daySet(ranges: readonly string[]): ReadonlySet<string> {
    return new Set(
        ranges.flatMap((range) => {
            const [first = '', last = first] = range.split('/');
            return daysBetween(first, last);
        }),
    );
}
