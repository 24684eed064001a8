import { setTimeout as pause } from 'node:timers/promises';

/** How often and how long apart a call that met a passing condition is tried. */
export interface RetryPolicy {
    /** Attempts in all. */
    readonly attempts: number;
    /** Longest pause before the second attempt; it doubles from one to the next. */
    readonly firstPauseMs: number;
    readonly longestPauseMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 8, firstPauseMs: 60, longestPauseMs: 2_000 };

/** Runs an operation again while it fails in a way that may pass; the last failure is thrown as it is. */
export async function retrying<Result>(
    policy: RetryPolicy,
    mayPass: (error: unknown) => boolean,
    operation: () => Promise<Result>,
): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await operation();
        } catch (error) {
            if (attempt >= policy.attempts || !mayPass(error)) throw error;
        }
        await pause(pauseMs(policy, attempt));
    }
}

/** Between half and the whole of the step, at random, so that callers who collided do not collide again. */
export function pauseMs(policy: RetryPolicy, attempt: number): number {
    const step = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (attempt - 1));
    return step * (0.5 + Math.random() / 2);
}
