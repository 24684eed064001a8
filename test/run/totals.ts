/** How many tests ended which way. */
export interface Totals {
    readonly passes: number;
    readonly pending: number;
    readonly failures: number;
}

/** What a group left: all it said, and its totals, which are its last line; undefined where it did not come to its end. */
export interface GroupOutput {
    readonly text: string;
    readonly totals: Totals | undefined;
}

export function readOutput(output: string): GroupOutput {
    const lines = output.trimEnd().split('\n');
    const totals = readTotals(lines.at(-1) ?? '');
    return totals === undefined ? { text: output, totals } : { text: lines.slice(0, -1).join('\n'), totals };
}

export function sumOf(totals: readonly Totals[]): Totals {
    const sum = (of: keyof Totals): number => totals.reduce((total, its) => total + its[of], 0);
    return { passes: sum('passes'), pending: sum('pending'), failures: sum('failures') };
}

function readTotals(line: string): Totals | undefined {
    try {
        const found = JSON.parse(line) as Partial<Totals> | null;
        const { passes, pending, failures } = found ?? {};
        return passes === undefined || pending === undefined || failures === undefined
            ? undefined
            : { passes, pending, failures };
    } catch {
        return undefined;
    }
}
