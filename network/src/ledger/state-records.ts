import { readVersion, versionBytes, type Version } from './version.js';

/** A value of the state with what Fabric keeps beside it. */
export interface StateRecord {
    readonly version: Version;
    readonly value: Buffer;
    /** The key's metadata as a serialised KVMetadataWrite, or empty. */
    readonly metadata: Buffer;
}

const HEAD = 16;

export function encodeState({ version, value, metadata }: StateRecord): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(metadata.length);
    return Buffer.concat([versionBytes(version), length, metadata, value]);
}

export function decodeState(bytes: Buffer): StateRecord {
    const end = HEAD + bytes.readUInt32BE(12);
    return { version: readVersion(bytes), metadata: bytes.subarray(HEAD, end), value: bytes.subarray(end) };
}
