/** The values that one transaction purges of a vehicle: notes first, the identity with the last of them. */
export interface VehicleErasure {
    /** Ids of events whose notes are purged. */
    readonly notes: readonly string[];
    readonly identity: boolean;
    /** Whether another transaction must go on. */
    readonly more: boolean;
}

export function valuesToErase(notes: readonly string[], mostValues: number): VehicleErasure {
    const all = notes.length < mostValues;
    return { notes: notes.slice(0, mostValues), identity: all, more: !all };
}
