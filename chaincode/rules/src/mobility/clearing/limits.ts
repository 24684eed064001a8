/** Roles that organisations hold in the clearing, and what no request or record goes beyond. */

export const mobilityRoles = {
    operator: 'operator',
    seller: 'seller',
    mediator: 'mediator',
    settlement: 'settlement',
} as const;

export const clearingLimits = {
    rowsPerList: 100,
    versionsPerTariff: 1_000,
    versionsPerPlan: 1_000,
    /** Rows of one batch of subscriptions or headrooms. */
    rowsPerBatch: 250,
    /** Bucket of a roster; it is doubled when one is full. */
    subscriptionsPerBucket: 1_000,
    bucketsPerRoster: 64,
    /** Spans of one subscription as a roster keeps them. */
    spansPerSubscription: 50,
    /** Records of one lane that ended on one UTC day. */
    legsPerLaneAndDay: 20_000,
    /** Records between two organisations, one direction and lane in one window. */
    legsPerLaneAndWindow: 100_000,
    /** Windows that are not settled yet. */
    windowsUnderWay: 100,
    /** Settled windows that are still looked at for late legs. */
    windowsRemembered: 30,
    /** Windows with debts that stay between two: each is looked at with every batch of legs. */
    windowsWithDebts: 100,
    disputesPerLane: 5_000,
    stepsPerDispute: 20,
    bookingsPerWindow: 2_000,
    bookingsPerRequest: 250,
    /** Rider-days, or riders of a pass, that are shared at once. */
    rowsPerShare: 1_000,
    /** Legs that a page of a list has at most. */
    legsPerPage: 1_000,
    /** Legs that a side may send to be compared. */
    legsPerComparison: 20_000,
} as const;
