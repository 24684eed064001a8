import type { CallOptions } from '@grpc/grpc-js';

/** How long each step of a call may take. */
export interface Deadlines {
    readonly evaluateMs: number;
    readonly endorseMs: number;
    readonly submitMs: number;
    /** Until the transaction stands in a block, attempts to ask included. */
    readonly commitMs: number;
}

/** Above Fabric's own limits (30 s to execute), so that its answer is seen rather than our impatience. */
export const defaultDeadlines: Deadlines = {
    evaluateMs: 45_000,
    endorseMs: 60_000,
    submitMs: 30_000,
    commitMs: 120_000,
};

export function within(milliseconds: number): CallOptions {
    return { deadline: Date.now() + milliseconds };
}
