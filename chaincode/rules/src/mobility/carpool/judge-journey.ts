/**
 * The registry's rules, run when a journey is accepted and not days later. A journey is held against those that were
 * accepted before it: of two that contradict each other the one that came first stands.
 */
import { compareUtf8 } from '../../units/index.js';
import { isSameTrip, overlapSeconds, ridersOf, secondsBetween, type Finding, type RecordedJourney } from './finding.js';
import { carpoolThresholds, type CarpoolThresholds } from './thresholds.js';

export interface KnownJourneys {
    /** Accepted journeys of either rider, of any operator, on the day and within a day of it; findings against others do not arise. */
    readonly known: readonly RecordedJourney[];
    /** Local day of an instant. */
    readonly dayOf: (instant: number) => string;
    readonly thresholds?: CarpoolThresholds;
}

/** Everything that speaks against a journey: terms, then anomalies, then fraud; none where it is in order. */
export function findingsOf(journey: RecordedJourney, input: KnownJourneys): readonly Finding[] {
    const thresholds = input.thresholds ?? carpoolThresholds;
    const riders = ridersOf(journey);
    const others = input.known
        .filter((other) => other.id !== journey.id || other.operator !== journey.operator)
        .filter((other) => ridersOf(other).some((rider) => riders.includes(rider)))
        .sort(compareRecorded);
    const own = others.filter(({ operator }) => operator === journey.operator);
    const foreign = others.filter(({ operator }) => operator !== journey.operator);
    return [
        ...termFindings(journey, own, input.dayOf, thresholds),
        ...overlapFindings(journey, own, thresholds),
        ...wayFindings(journey, thresholds),
        ...fraudFindings(journey, { own, foreign }, input.dayOf, thresholds),
    ];
}

/** Journeys in the order in which they are accepted, each with what speaks against it; those with findings do not stand. */
export function judgeJourneys(
    journeys: readonly RecordedJourney[],
    options: Omit<KnownJourneys, 'known'>,
): readonly { readonly journey: RecordedJourney; readonly findings: readonly Finding[] }[] {
    const accepted: RecordedJourney[] = [];
    return [...journeys].sort(compareRecorded).map((journey) => {
        const findings = findingsOf(journey, { ...options, known: accepted });
        if (findings.length === 0) accepted.push(journey);
        return { journey, findings };
    });
}

/** By start, then operator, then id. */
export function compareRecorded(one: RecordedJourney, other: RecordedJourney): number {
    return one.start - other.start || compareUtf8(one.operator, other.operator) || compareUtf8(one.id, other.id);
}

function termFindings(
    journey: RecordedJourney,
    own: readonly RecordedJourney[],
    dayOf: (instant: number) => string,
    thresholds: CarpoolThresholds,
): readonly Finding[] {
    const findings: Finding[] = [];
    const hours = Math.floor((journey.receivedAt - journey.start) / 3_600);
    if (hours > thresholds.mostHoursLate)
        findings.push(measured('terms', 'expired', 'hours', hours, thresholds.mostHoursLate));
    if (journey.metres < thresholds.leastMetres)
        findings.push(measured('terms', 'distance_too_short', 'metres', journey.metres, thresholds.leastMetres));
    const trips = Math.max(...ridersOf(journey).map((rider) => otherTrips(journey, rider, own, dayOf)));
    if (trips >= thresholds.mostTripsADay)
        findings.push(measured('terms', 'too_many_trips_by_day', 'trips', trips + 1, thresholds.mostTripsADay));
    const close = tooClose(journey, own, thresholds.leastSecondsBetweenTrips);
    if (close !== undefined)
        findings.push(against(close, journey, 'terms', 'too_close_trips', thresholds.leastSecondsBetweenTrips));
    return findings;
}

function overlapFindings(
    journey: RecordedJourney,
    own: readonly RecordedJourney[],
    { mostOverlapSeconds, mostOverlapPpm }: CarpoolThresholds,
): readonly Finding[] {
    return own
        .filter((other) => !isSameTrip(journey, other))
        .map((other) => ({ other, seconds: overlapSeconds(journey, other), ppm: overlapPpm(journey, other) }))
        .filter(({ seconds, ppm }) => seconds > mostOverlapSeconds && ppm > mostOverlapPpm)
        .map(({ other, ppm }) => ({
            kind: 'anomaly',
            label: 'temporal_overlap_anomaly',
            conflictingJourney: other.id,
            conflictingOperator: other.operator,
            overlapPpm: ppm,
        }));
}

/** Of class C alone: distance and duration against nothing at all, then against a routed way. The first that fails. */
function wayFindings(journey: RecordedJourney, thresholds: CarpoolThresholds): readonly Finding[] {
    if (journey.proofClass !== 'C') return [];
    const { metres, start, end, routed } = journey;
    const seconds = end - start;
    const { leastAnomalyMetres: leastMetres, leastAnomalySeconds: leastSeconds } = thresholds;
    const longer = thresholds.routedLongerThanReported;
    const checks: readonly (readonly [fails: boolean, measure: string, measured: number, limit: number])[] = [
        [metres < leastMetres, 'metres', metres, leastMetres],
        [seconds < leastSeconds, 'seconds', seconds, leastSeconds],
        ...(routed === undefined
            ? []
            : ([
                  [routed.metres < leastMetres, 'routed metres', routed.metres, leastMetres],
                  [routed.seconds < leastSeconds, 'routed seconds', routed.seconds, leastSeconds],
                  ratio('routed seconds to seconds', routed.seconds, seconds, longer),
                  ratio('seconds to routed seconds', seconds, routed.seconds, thresholds.reportedSlowerThanRouted),
                  ratio('routed metres to metres', routed.metres, metres, longer),
                  ratio('metres to routed metres', metres, routed.metres, thresholds.reportedLongerThanRouted),
              ] as const)),
    ];
    const failed = checks.find(([fails]) => fails);
    if (failed === undefined) return [];
    const [, measure, value, limit] = failed;
    return [measured('anomaly', 'distance_duration_anomaly', measure, value, limit)];
}

/** Whether one is more thousandths of the other than the limit. */
function ratio(measure: string, one: number, other: number, limit: number): readonly [boolean, string, number, number] {
    return [one * 1_000 > other * limit, measure, other === 0 ? 0 : Math.floor((one * 1_000) / other), limit];
}

function fraudFindings(
    journey: RecordedJourney,
    { own, foreign }: { readonly own: readonly RecordedJourney[]; readonly foreign: readonly RecordedJourney[] },
    dayOf: (instant: number) => string,
    thresholds: CarpoolThresholds,
): readonly Finding[] {
    const most = thresholds.mostTripsADayAcrossOperators;
    const findings: Finding[] = foreign
        .filter((other) => overlapSeconds(journey, other) > thresholds.mostOverlapSecondsAcrossOperators)
        .map((other) => ({
            kind: 'fraud',
            label: 'interoperator_overlap',
            conflictingJourney: other.id,
            conflictingOperator: other.operator,
            overlapPpm: overlapPpm(journey, other),
        }));
    const trips = ridersOf(journey)
        .filter((rider) => otherTrips(journey, rider, foreign, dayOf) > 0)
        .map((rider) => otherTrips(journey, rider, [...own, ...foreign], dayOf));
    if (trips.some((count) => count >= most))
        findings.push(measured('fraud', 'interoperator_too_many_trips_by_day', 'trips', Math.max(...trips) + 1, most));
    const least = thresholds.leastSecondsBetweenTripsAcrossOperators;
    const close = tooClose(journey, foreign, least);
    if (close !== undefined) findings.push(against(close, journey, 'fraud', 'interoperator_too_close_trips', least));
    return findings;
}

/** Trips of a rider that start on the day of this one, itself not counted. */
function otherTrips(
    journey: RecordedJourney,
    rider: string,
    others: readonly RecordedJourney[],
    dayOf: (instant: number) => string,
): number {
    const day = dayOf(journey.start);
    const trips = others
        .filter((other) => ridersOf(other).includes(rider) && !isSameTrip(journey, other) && dayOf(other.start) === day)
        .map(({ operator, tripId }) => JSON.stringify([operator, tripId]));
    return new Set(trips).size;
}

/** Another trip of the same driver and passenger less than so many seconds before or after. */
function tooClose(
    journey: RecordedJourney,
    others: readonly RecordedJourney[],
    leastSeconds: number,
): RecordedJourney | undefined {
    return others.find(
        (other) =>
            other.driver === journey.driver &&
            other.passenger === journey.passenger &&
            !isSameTrip(journey, other) &&
            secondsBetween(journey, other) < leastSeconds,
    );
}

function overlapPpm(journey: RecordedJourney, other: RecordedJourney): number {
    const seconds = Math.max(1, journey.end - journey.start);
    return Math.floor((overlapSeconds(journey, other) * 1_000_000) / seconds);
}

function measured(
    kind: Finding['kind'],
    label: Finding['label'],
    measure: string,
    value: number,
    limit: number,
): Finding {
    return { kind, label, measure, measured: value, limit };
}

function against(
    other: RecordedJourney,
    journey: RecordedJourney,
    kind: Finding['kind'],
    label: Finding['label'],
    limit: number,
): Finding {
    return {
        ...measured(kind, label, 'seconds between', secondsBetween(journey, other), limit),
        conflictingJourney: other.id,
        conflictingOperator: other.operator,
    };
}
