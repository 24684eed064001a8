import { status } from '@grpc/grpc-js';
import { GatewayError } from './gateway-error.js';

/** Runs something unless too much of its kind runs already: then it throws as a peer's gRPC server does. */
export type Admission = <T>(run: () => T | Promise<T>) => Promise<T>;

export function concurrencyLimit(service: string, limit: number): Admission {
    let active = 0;
    return async (run) => {
        if (active >= limit) {
            const reason = `too many requests for ${service}, exceeding concurrency limit (${limit})`;
            throw new GatewayError(status.UNKNOWN, reason);
        }
        active += 1;
        try {
            return await run();
        } finally {
            active -= 1;
        }
    };
}
