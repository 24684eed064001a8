/** Fabric's default for how long peers count on one of whom nothing is heard. */
const EXPIRATION_MS = 25_000;

/** Whether a peer runs, and whether the others still count on it. */
export class Presence {
    #stoppedAt: number | undefined;

    get isRunning(): boolean {
        return this.#stoppedAt === undefined;
    }

    /** It runs, or has not been missed yet. */
    get isExpected(): boolean {
        return this.#stoppedAt === undefined || Date.now() - this.#stoppedAt < EXPIRATION_MS;
    }

    stopped(): void {
        this.#stoppedAt ??= Date.now();
    }

    started(): void {
        this.#stoppedAt = undefined;
    }
}
