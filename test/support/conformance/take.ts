import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway';

/** The first so many of a stream, which is closed then. */
export async function take<T>(events: CloseableAsyncIterable<T>, count: number): Promise<T[]> {
    const taken: T[] = [];
    try {
        for await (const event of events) {
            taken.push(event);
            if (taken.length === count) {
                break;
            }
        }
    } finally {
        events.close();
    }
    return taken;
}
