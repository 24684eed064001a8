/** npx passes on what the terminal sends to both of them: signals this close together are one. */
const SAME_SIGNAL_MS = 500;

/** Resolves with the first signal that asks the program to end. A second one kills it. */
export function untilStopped(): Promise<void> {
    return new Promise((resolve) => {
        let first: number | undefined;
        function onSignal(signal: NodeJS.Signals): void {
            first ??= performance.now();
            resolve();
            if (performance.now() - first < SAME_SIGNAL_MS) return;
            process.removeAllListeners(signal);
            process.kill(process.pid, signal);
        }
        for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
    });
}
