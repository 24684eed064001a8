import { malformed, object, Refused, wholeNumber, type Decoder } from '../../wire/index.js';

import { id, instant } from '../members.js';

/**
 * A window takes legs (OPEN), its members compare their statements (CLOSING), every pair agrees (AGREED), the nets stand
 * and are being paid (NETTED), all is booked (SETTLED). A window without legs runs through the same states.
 */
export type WindowState = 'OPEN' | 'CLOSING' | 'AGREED' | 'NETTED' | 'SETTLED';

/** A span of time whose legs are cleared together. Instants are seconds since 1970-01-01T00:00:00Z. */
export interface ClearingWindow {
    readonly window: string;
    /** First instant. */
    readonly from: number;
    /** First instant after. */
    readonly to: number;
    /** How long after its end it still takes legs that ended in it. */
    readonly graceSeconds: number;
    readonly state: WindowState;
    /** Of its netting: 0 before it is netted, 1 at first, one more after each declared default. */
    readonly revision: number;
}

export interface WindowSpan {
    readonly window: string;
    readonly from: number;
    readonly to: number;
    readonly graceSeconds: number;
}

const MOST_GRACE_SECONDS = 31 * 86_400;
const MOST_WINDOW_SECONDS = 366 * 86_400;
const spanMembers = object({
    window: id,
    from: instant,
    to: instant,
    graceSeconds: wholeNumber(0, MOST_GRACE_SECONDS),
});

/**
 * Up to 366 days and 31 days of grace.
 *
 * @throws Refused REQUEST_MALFORMED
 */
export const windowSpan: Decoder<WindowSpan> = (value, at) => {
    const span = spanMembers(value, at);
    if (span.to <= span.from) throw malformed(`${at}.to`, 'must be after from');
    if (span.to - span.from > MOST_WINDOW_SECONDS) throw malformed(`${at}.to`, 'must be within 366 days of from');
    return span;
};

/**
 * A new window. It starts where the last one ends, so every instant has exactly one window.
 *
 * @param last the window that ends last, undefined for the first of all
 * @throws Refused MOBILITY_WINDOW_NOT_NEXT
 */
export function openWindow(span: WindowSpan, last: ClearingWindow | undefined): ClearingWindow {
    const { window, from, to, graceSeconds } = span;
    const expected = last?.to ?? from;
    if (from !== expected) throw new Refused('MOBILITY_WINDOW_NOT_NEXT', { window, expected });
    return { window, from, to, graceSeconds, state: 'OPEN', revision: 0 };
}

/** Each step of a window: the state it is taken in and the state it leads to. */
const STEPS = {
    close: { in: 'OPEN', to: 'CLOSING', revised: false },
    agree: { in: 'CLOSING', to: 'AGREED', revised: false },
    net: { in: 'AGREED', to: 'NETTED', revised: true },
    netAgain: { in: 'NETTED', to: 'NETTED', revised: true },
    settle: { in: 'NETTED', to: 'SETTLED', revised: false },
} as const satisfies Readonly<Record<string, { in: WindowState; to: WindowState; revised: boolean }>>;

export type WindowStep = keyof typeof STEPS;

/**
 * The window after a step.
 *
 * @param time of the transaction
 * @throws Refused MOBILITY_WINDOW_STATE, MOBILITY_WINDOW_NOT_OVER
 */
export function moveWindow(window: ClearingWindow, step: WindowStep, time: number): ClearingWindow {
    const { in: expected, to, revised } = STEPS[step];
    const { window: id, state, revision } = window;
    if (state !== expected) throw new Refused('MOBILITY_WINDOW_STATE', { window: id, state, step });
    if (step === 'close' && time < lastArrival(window)) {
        throw new Refused('MOBILITY_WINDOW_NOT_OVER', { window: id, until: lastArrival(window) });
    }
    return { ...window, state: to, revision: revised ? revision + 1 : revision };
}

/** First instant at which the window takes no more legs. */
export function lastArrival({ to, graceSeconds }: WindowSpan): number {
    return to + graceSeconds;
}
