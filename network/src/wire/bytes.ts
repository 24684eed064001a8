import { createHash } from 'node:crypto';

export const NO_BYTES: Buffer = Buffer.alloc(0);

/** The same memory, seen as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
    const hash = createHash('sha256');
    for (const part of parts) {
        hash.update(part);
    }
    return hash.digest();
}

/** Fabric orders keys by their UTF-8 bytes, which is not the order of JavaScript strings. */
export function sortedByBytes<T>(items: Iterable<T>, key: (item: T) => string): T[] {
    return [...items]
        .map((item) => ({ item, bytes: Buffer.from(key(item)) }))
        .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
        .map(({ item }) => item);
}
