/**
 * The judgement of a mileage: a pure function of the set of readings, whatever the order in which they came. After the
 * rules of the Dutch register (RDW, explanation of the judgements, its codes in `rdwCode`), which it follows but for this:
 * - A fall counts wherever it is seen: a vehicle that was imported, or whose odometer was replaced or began again, has no
 *   opinion while its readings rise, and is illogical once they fall.
 * - A replacement leaves an opinion where two organisations attest both figures. One that its author told late, after the
 *   days in which it may correct alone, counts only then: else a garage could excuse a fall that stands already.
 * - One reading that stands alone, as a slip of the hand does, is flagged and explained (see `trendOf`).
 * An import stays without an opinion: nothing that is recorded later tells of the time before.
 */
import { compareUtf8, dayNumber } from '../units/index.js';
import { assertJudgementFounded } from './invariants.js';
import { USUAL_CAPACITY } from './odometer.js';
import { fartherThan } from './places.js';
import { hourPaces, pacesOf } from './probable-distance.js';
import type { Judgement, JudgementFlag, JudgementParameters, JudgementReason } from './judgement-record.js';
import type { PassportRecord, Place, StoredReading } from './records.js';
import { segmentsOf, type Segment, type SeriesKind } from './series.js';
import { trendOf, type Trend, type TrendParameters } from './trend.js';

export interface Judged {
    readonly readings: readonly StoredReading[];
    readonly description: PassportRecord['description'];
    readonly origin: PassportRecord['origin'];
    /** Nothing was ever read, for there is no odometer. */
    readonly noOdometer: boolean;
}

/** A vehicle in use goes some 50 km in an hour: what is held to metres is held to hours by it. */
const METRES_AN_HOUR = 50_000;

/** Code of the Dutch register that says the same as a reason. */
export const rdwCodes: Readonly<Record<JudgementReason, Judgement['rdwCode']>> = {
    RISING: '00',
    RISING_WITH_ATTESTED_REPLACEMENT: '00',
    ODOMETER_ROLLED_OVER: '01',
    ODOMETER_REPLACED: '02',
    LOWER_READING: '04',
    UNIT_CONTRADICTION: '04',
    IMPORTED: '05',
    FEWER_THAN_TWO_READINGS: '06',
    CATEGORY_NOT_JUDGED: 'NG',
    NO_ODOMETER: 'NG',
};

interface Judgeable {
    readonly segments: readonly Segment[];
    readonly trends: readonly Trend[];
}

export function judge(judged: Judged, parameters: JudgementParameters): Judgement {
    const distance = judgeable(judged, { kind: 'distance', paces: pacesOf(parameters) }, parameters);
    const hours = judgeable(judged, { kind: 'hours', paces: hourPaces }, parameters);
    const trends = [...distance.trends, ...hours.trends];
    const pairs = trends.flatMap((trend) => trend.pairs);
    const reason = reasonOf(judged, [distance, hours], parameters);
    const distanceM = distanceOf(distance);
    const last = distance.segments.at(-1)?.points.at(-1);
    const judgement: Judgement = {
        outcome: outcomeOf(reason),
        reason,
        rdwCode: rdwCodes[reason],
        pairs,
        flags: [...trends.flatMap(({ flags }) => flags), ...twoPlaces(judged.readings, parameters)],
        ...(distanceM !== undefined && { distanceM: String(distanceM) }),
        ...(last && { lastReadingM: String(last.amount) }),
    };
    assertJudgementFounded(judgement);
    return judgement;
}

function judgeable(
    { readings, description }: Judged,
    kind: Omit<SeriesKind, 'counts'>,
    parameters: JudgementParameters,
): Judgeable {
    const segments = segmentsOf(readings, description, {
        ...kind,
        counts: (replaced) => isTimely(replaced, parameters) || isAttested(replaced.event, readings),
    });
    const trend = trendParameters(kind, parameters);
    return { segments, trends: segments.map(({ points }) => trendOf(points, trend)) };
}

function trendParameters(
    { kind, paces }: Omit<SeriesKind, 'counts'>,
    parameters: JudgementParameters,
): TrendParameters {
    const { toleranceM, spikeM, spikePpm, retestDays, countedFrom } = parameters;
    const divisor = kind === 'hours' ? METRES_AN_HOUR : 1;
    return {
        tolerance: Math.ceil(toleranceM / divisor),
        spike: Math.ceil(spikeM / divisor),
        spikePpm,
        retestDays,
        paces,
        countedFrom: dayNumber(countedFrom),
    };
}

/** What follows from a reason. */
export function outcomeOf(reason: JudgementReason): Judgement['outcome'] {
    switch (reason) {
        case 'RISING':
        case 'RISING_WITH_ATTESTED_REPLACEMENT':
            return 'logical';
        case 'LOWER_READING':
        case 'UNIT_CONTRADICTION':
            return 'illogical';
        case 'FEWER_THAN_TWO_READINGS':
        case 'IMPORTED':
        case 'ODOMETER_REPLACED':
        case 'ODOMETER_ROLLED_OVER':
        case 'CATEGORY_NOT_JUDGED':
        case 'NO_ODOMETER':
            return 'no-opinion';
    }
}

/** The first that holds, in this order. */
function reasonOf(
    judged: Judged,
    series: readonly Judgeable[],
    { categoriesNotJudged }: JudgementParameters,
): JudgementReason {
    const { description, origin, noOdometer } = judged;
    if (categoriesNotJudged.includes(description.category)) return 'CATEGORY_NOT_JUDGED';
    const falls = series.flatMap(({ trends }) => trends).filter(({ pairs }) => pairs.length > 0);
    if (falls.length > 0) return falls.every(({ onlyUnits }) => onlyUnits) ? 'UNIT_CONTRADICTION' : 'LOWER_READING';
    if (noOdometer) return 'NO_ODOMETER';
    if (origin === 'import') return 'IMPORTED';
    if (Math.max(...series.map(countedIn)) < 2) return 'FEWER_THAN_TWO_READINGS';
    return reasonOfChanges(judged, series);
}

function reasonOfChanges({ readings, description }: Judged, series: readonly Judgeable[]): JudgementReason {
    const ends = series.flatMap(({ segments }) => segments.map(({ end }) => end));
    const replacements = ends.flatMap((end) => (end.by === 'replacement' || end.by === 'unread' ? [end.event] : []));
    if (!replacements.every((event) => isAttested(event, readings))) return 'ODOMETER_REPLACED';
    const small = description.odometerUnit !== 'h' && (description.odometerCapacity ?? USUAL_CAPACITY) < USUAL_CAPACITY;
    if (small || ends.some(({ by }) => by === 'roll-over')) return 'ODOMETER_ROLLED_OVER';
    return replacements.length > 0 ? 'RISING_WITH_ATTESTED_REPLACEMENT' : 'RISING';
}

/** Readings, not counting the last figures of odometers that were replaced. */
function countedIn({ segments }: Judgeable): number {
    return segments.reduce((count, { points, end }) => count + points.length - (end.by === 'replacement' ? 1 : 0), 0);
}

/** Told within the days in which an author corrects alone. */
function isTimely({ day, recordedOn }: StoredReading, { correctionDays }: JudgementParameters): boolean {
    return recordedOn === undefined || dayNumber(recordedOn) - dayNumber(day) <= correctionDays;
}

/** Another organisation states the same two figures; a recorded attestation was held to that, its correction is not. */
function isAttested(event: string, readings: readonly StoredReading[]): boolean {
    const replaced = readings.find((reading) => reading.event === event);
    if (replaced?.before === undefined) return false;
    const { author, before, value, unit } = replaced;
    return readings.some(
        (reading) =>
            reading.attests === event &&
            reading.voidedBy === undefined &&
            reading.author !== author &&
            reading.before === before &&
            reading.value === value &&
            reading.unit === unit,
    );
}

/** What the first odometer shows, and what each later one added; undefined where a fall or an unread one breaks the sum. */
function distanceOf({ segments, trends }: Judgeable): number | undefined {
    let distance = 0;
    for (const [index, { points, end }] of segments.entries()) {
        const top = trends[index]?.top;
        if (top === undefined || end.by === 'unread') return undefined;
        const reached = end.by === 'roll-over' ? end.full : top;
        distance += reached - startOf(points, segments[index - 1]);
    }
    return distance;
}

/** From where an odometer adds: a first one and one that began again from zero, a new one from its first figure. */
function startOf(points: Segment['points'], before: Segment | undefined): number {
    return before === undefined || before.end.by === 'roll-over' ? 0 : (points[0]?.amount ?? 0);
}

type Placed = Pick<StoredReading, 'event'> & { readonly place: Place };

/** One flag a day, of the first two in order of their ids. */
function twoPlaces(readings: readonly StoredReading[], { twoPlacesM }: JudgementParameters): readonly JudgementFlag[] {
    const days = new Map<string, Map<string, Placed>>();
    const counted = readings.filter(({ voidedBy, place }) => voidedBy === undefined && place !== undefined);
    for (const { day, event, place } of counted.sort((a, b) => compareUtf8(a.event, b.event))) {
        if (place === undefined) continue;
        const places = days.get(day) ?? new Map<string, Placed>();
        days.set(day, places);
        const key = `${place.latitudeTenths}/${place.longitudeTenths}`;
        if (!places.has(key)) places.set(key, { event, place });
    }
    return [...days]
        .sort(([a], [b]) => compareUtf8(a, b))
        .flatMap(([, places]) => farApart([...places.values()], twoPlacesM));
}

function farApart(placed: readonly Placed[], metres: number): readonly JudgementFlag[] {
    for (const [index, one] of placed.entries()) {
        const other = placed.slice(index + 1).find(({ place }) => fartherThan(one.place, place, metres));
        if (other !== undefined) return [{ kind: 'TWO_PLACES', events: [one.event, other.event] }];
    }
    return [];
}
