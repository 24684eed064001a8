import * as grpc from '@grpc/grpc-js';
import { GatewayError } from './gateway-error.js';
import { secondsSince, type Metrics } from './metrics.js';

/** Runs something unless too much of its kind runs already: then it throws as a peer's gRPC server does. */
export type Admission = <T>(run: () => T | Promise<T>) => Promise<T>;

export function concurrencyLimit(service: string, limit: number): Admission {
    let active = 0;
    return async (run) => {
        if (active >= limit) {
            const reason = `too many requests for ${service}, exceeding concurrency limit (${limit})`;
            throw new GatewayError(grpc.status.UNKNOWN, reason);
        }
        active += 1;
        try {
            return await run();
        } finally {
            active -= 1;
        }
    };
}

/** Aborts when the client cancels or its deadline passes. */
export function cancellationOf(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
    const controller = new AbortController();
    call.on('cancelled', () => {
        controller.abort();
    });
    return controller.signal;
}

/** A gRPC stream to write to. */
interface Writable<T> {
    write(message: T): boolean;
    once(event: 'drain', listener: () => void): unknown;
    removeListener(event: 'drain', listener: () => void): unknown;
}

/** Writes each message when the client has taken those before, until the messages end or the signal aborts. */
export async function sendAll<T>(stream: Writable<T>, messages: AsyncIterable<T>, signal: AbortSignal): Promise<void> {
    for await (const message of messages) {
        if (signal.aborted) return;
        if (!stream.write(message)) await drained(stream, signal);
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

/** Counts and times every call as a Fabric node's gRPC server does. */
export function countCalls(metrics: Metrics): grpc.ServerInterceptor {
    return ({ path, requestStream, responseStream }, call) => {
        const [service = '', method = ''] = path.slice(1).split('/');
        const labels = { service: service.replaceAll('.', '_'), method };
        const of = requestStream || responseStream ? metrics.streamCalls : metrics.unaryCalls;
        const started = performance.now();
        of.received.inc(labels);
        return new grpc.ServerInterceptingCall(call, {
            start: (next) => {
                next({
                    onReceiveMessage: (received, deliver) => {
                        if (of === metrics.streamCalls) metrics.streamMessages.received.inc(labels);
                        deliver(received);
                    },
                });
            },
            sendMessage: (sent, next) => {
                if (of === metrics.streamCalls) metrics.streamMessages.sent.inc(labels);
                next(sent);
            },
            sendStatus: (status, next) => {
                const outcome = { ...labels, code: nameOfStatus(status.code) };
                of.completed.inc(outcome);
                of.duration.observe(outcome, secondsSince(started));
                next(status);
            },
        });
    };
}

/** As Go names it: `OK`, `PermissionDenied`. */
function nameOfStatus(code: grpc.status | undefined): string {
    const name = grpc.status[code ?? grpc.status.UNKNOWN];
    if (name === 'OK') return name;
    return name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
