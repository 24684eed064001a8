/** What was used: whole seconds and metres. */
export interface Usage {
    /** Instant of unlocking, by which versions, peak hours and caps go. */
    readonly start: number;
    /** From start to end, pauses included. */
    readonly durationSeconds: number;
    readonly distanceMetres: number;
    readonly pauseSeconds?: number;
    /** Before the start. */
    readonly reservationSeconds?: number;
    /** What the operator added by demand, announced before the start. */
    readonly surgePpm?: number;
}
