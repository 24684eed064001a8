import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, NO_BYTES, sortedByBytes } from './bytes.js';

const { KVMetadataEntry, KVMetadataWrite } = ledger.rwset.kvrwset;

type Entry = InstanceType<typeof KVMetadataEntry>;

/** The name under which chaincode sets a key's own endorsement policy. */
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

export function metadataEntries(metadata: ReadonlyMap<string, Uint8Array>): Entry[] {
    return sortedByBytes(metadata, ([name]) => name).map(([name, value]) => {
        const entry = new KVMetadataEntry();
        entry.setName(name);
        entry.setValue(value);
        return entry;
    });
}

/** Metadata as the state keeps it; no entries is no metadata. */
export function encodeMetadata(entries: readonly Entry[]): Buffer {
    if (entries.length === 0) {
        return NO_BYTES;
    }
    const write = new KVMetadataWrite();
    write.setEntriesList([...entries]);
    return asBuffer(write.serializeBinary());
}

export function decodeMetadata(metadata: Uint8Array): ReadonlyMap<string, Buffer> {
    const write = KVMetadataWrite.deserializeBinary(metadata);
    return new Map(write.getEntriesList().map((entry) => [entry.getName(), asBuffer(entry.getValue_asU8())]));
}

/** A key's own endorsement policy, serialised, or undefined when it has none. */
export function validationParameter(metadata: Uint8Array | undefined): Buffer | undefined {
    const policy = metadata === undefined ? undefined : decodeMetadata(metadata).get(VALIDATION_PARAMETER);
    return policy === undefined || policy.length === 0 ? undefined : policy;
}
