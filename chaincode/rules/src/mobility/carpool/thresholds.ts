/**
 * What is held against a journey, with the figures of the French registry (preuve-covoiturage, providers/carpool and
 * notebooks, read at 4040931). A consortium may decide on others.
 */
export interface CarpoolThresholds {
    /** Terms, at acceptance. A journey is expired when more whole hours than these passed since its start. */
    readonly mostHoursLate: number;
    readonly leastMetres: number;
    readonly mostTripsADay: number;
    readonly leastSecondsBetweenTrips: number;
    /** Two journeys of a rider overlap when they share more than both of these. */
    readonly mostOverlapSeconds: number;
    readonly mostOverlapPpm: number;
    /** Of class C, against a routed way. Factors in thousandths. */
    readonly leastAnomalyMetres: number;
    readonly leastAnomalySeconds: number;
    readonly routedLongerThanReported: number;
    readonly reportedSlowerThanRouted: number;
    readonly reportedLongerThanRouted: number;
    /** Across operators. */
    readonly mostTripsADayAcrossOperators: number;
    readonly mostOverlapSecondsAcrossOperators: number;
    readonly leastSecondsBetweenTripsAcrossOperators: number;
}

export const carpoolThresholds: CarpoolThresholds = {
    mostHoursLate: 24,
    leastMetres: 2_000,
    mostTripsADay: 4,
    leastSecondsBetweenTrips: 1_800,
    mostOverlapSeconds: 20,
    mostOverlapPpm: 700_000,
    leastAnomalyMetres: 300,
    leastAnomalySeconds: 60,
    routedLongerThanReported: 2_500,
    reportedSlowerThanRouted: 7_000,
    reportedLongerThanRouted: 4_000,
    mostTripsADayAcrossOperators: 4,
    mostOverlapSecondsAcrossOperators: 0,
    leastSecondsBetweenTripsAcrossOperators: 1_800,
};
