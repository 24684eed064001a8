import { Refused } from '../../wire/index.js';

import { lastArrival, type ClearingWindow } from './clearing-window.js';

/** When a leg ended and when the ledger received it. */
export interface LegTimes {
    readonly endedAt: number;
    readonly arrivedAt: number;
}

export interface LegWindow {
    readonly window: string;
    /** It arrived after the grace of the window it ended in. */
    readonly late: boolean;
}

/**
 * The one window that a leg belongs to, by its times alone: the window it ended in if it arrives before the end of that
 * window's grace, else, marked late, the window of the instant it arrives.
 *
 * @param windows at least those of the two instants
 * @throws Refused MOBILITY_WINDOW_NONE_OPEN
 */
export function windowOfLeg({ endedAt, arrivedAt }: LegTimes, windows: readonly ClearingWindow[]): LegWindow {
    const own = windowAt(endedAt, windows);
    if (own !== undefined && arrivedAt < lastArrival(own)) return { window: own.window, late: false };
    const open = windowAt(arrivedAt, windows);
    if (open === undefined) throw new Refused('MOBILITY_WINDOW_NONE_OPEN', { endedAt, arrivedAt });
    return { window: open.window, late: true };
}

function windowAt(instant: number, windows: readonly ClearingWindow[]): ClearingWindow | undefined {
    return windows.find(({ from, to }) => from <= instant && instant < to);
}
