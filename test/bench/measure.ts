/** What was measured, always beside a baseline of the same unit that was measured in the same run. */
export interface Figure {
    readonly what: string;
    readonly value: number;
    readonly unit: 'ms' | 's' | 'MB' | 'bytes' | 'a second';
    /** How the value came about, such as how many calls were in flight. */
    readonly at?: string;
    readonly baseline: Baseline;
    readonly target?: Target;
}

export interface Baseline {
    readonly what: string;
    readonly value: number;
    readonly at?: string;
}

/** What the figure was designed to reach. It is reported, never asserted: a machine may be busy. */
export interface Target {
    readonly what: string;
    readonly reached: boolean;
}

export interface MeasureOptions {
    /** Fewer and shorter rounds, for a look rather than for a figure to quote. */
    readonly quick: boolean;
    readonly progress: (text: string) => void;
}

export interface Measure {
    readonly name: string;
    /** What the figures depend on: sizes, endorsers, engine. */
    readonly conditions: string;
    run(options: MeasureOptions): Promise<readonly Figure[]>;
}

/** The figure as a multiple of its baseline. */
export function ratioOf({ value, baseline }: Figure): number {
    return value / baseline.value;
}

export function medianOf(values: readonly number[]): number {
    const ordered = values.toSorted((a, b) => a - b);
    return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
}
