/**
 * A time zone as data: its offsets over a stated span, so that every peer turns a local day into the same instants
 * without a time zone database of its own.
 */
export interface ZoneTable {
    /** IANA name, `Europe/Paris`. */
    readonly zone: string;
    /** The table holds for instants in `[from, until)`. */
    readonly from: number;
    readonly until: number;
    /** In order of instant: from `at` on, local time is UTC plus `offsetSeconds`. The first stands at `from`. */
    readonly transitions: readonly { readonly at: number; readonly offsetSeconds: number }[];
}
