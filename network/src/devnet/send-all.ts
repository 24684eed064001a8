/** A gRPC stream to write to. */
export interface Writable<T> {
    write(message: T): boolean;
    once(event: 'drain', listener: () => void): unknown;
    removeListener(event: 'drain', listener: () => void): unknown;
}

/** Writes each message when the client has taken those before, until the messages end or the signal aborts. */
export async function sendAll<T>(stream: Writable<T>, messages: AsyncIterable<T>, signal: AbortSignal): Promise<void> {
    for await (const message of messages) {
        if (signal.aborted) {
            return;
        }
        if (!stream.write(message)) {
            await drained(stream, signal);
        }
    }
}

function drained<T>(stream: Writable<T>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        stream.once('drain', done);
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
            stream.removeListener('drain', done);
            signal.removeEventListener('abort', done);
            resolve();
        }
    });
}
