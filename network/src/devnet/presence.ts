/** Peers still count for a while on one that has gone: so long, roughly, as Fabric's take to notice it. */
const NOTICED_AFTER_MS = 3_000;

/** Whether a peer runs, and whether the others still count on it. */
export class Presence {
    #stoppedAt: number | undefined;

    get isRunning(): boolean {
        return this.#stoppedAt === undefined;
    }

    /** It runs, or has not been missed yet. */
    get isExpected(): boolean {
        return this.#stoppedAt === undefined || Date.now() - this.#stoppedAt < NOTICED_AFTER_MS;
    }

    stopped(): void {
        this.#stoppedAt ??= Date.now();
    }

    started(): void {
        this.#stoppedAt = undefined;
    }
}
