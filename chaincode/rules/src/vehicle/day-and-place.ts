/** When and where, and what is due when. */

/** `YYYY-MM-DD`. */
export type Day = string;
/** Seconds since 1970 UTC, of the transaction. */
export type Instant = number;

/** A place rounded to tenths of a degree, some ten kilometres. */
export interface Place {
    readonly latitudeTenths: number;
    readonly longitudeTenths: number;
}

export interface NextDue {
    readonly day?: Day;
    /** Odometer, in metres, decimal. */
    readonly odometerM?: string;
    readonly work: readonly string[];
}
