/**
 * A line of credit that batches of several lanes draw on without meeting: each lane has an equal part of it, and takes
 * what the others leave unused only once its own is gone.
 */

/** A lane's part of a limit before anything was moved between lanes; what does not divide is of the first. */
export function partOfLane(limit: bigint, lanes: number, lane: number): bigint {
    const part = limit / BigInt(lanes);
    return lane === 0 ? limit - part * BigInt(lanes - 1) : part;
}

export interface LaneUse {
    /** What was moved to this lane from the others; all lanes' add up to nothing. */
    readonly movedMicroEur: bigint;
    readonly usedMicroEur: bigint;
}

/** What a lane may still record; negative where the limit was lowered below what is owed. */
export function roomOfLane(limit: bigint, lanes: number, lane: number, use: LaneUse): bigint {
    return partOfLane(limit, lanes, lane) + use.movedMicroEur - use.usedMicroEur;
}

/** What has to be moved to each lane so that all have equal room, whatever they have used. */
export function evenedOut(limit: bigint, used: readonly bigint[]): readonly bigint[] {
    const lanes = used.length;
    const left = limit - used.reduce((sum, of) => sum + of, 0n);
    return used.map((of, lane) => of + partOfLane(left, lanes, lane) - partOfLane(limit, lanes, lane));
}
