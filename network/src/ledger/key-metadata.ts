import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, NO_BYTES, sortedByBytes } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';

const { KVMetadataEntry, KVMetadataWrite } = ledger.rwset.kvrwset;

type Entry = InstanceType<typeof KVMetadataEntry>;

/** What chaincode keeps beside a value, by name. */
export type Metadata = ReadonlyMap<string, Uint8Array>;

/** The name under which chaincode sets a key's own endorsement policy. */
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

export function metadataEntries(metadata: Metadata): Entry[] {
    const sorted = sortedByBytes(metadata, ([name]) => name);
    return sorted.map(([name, value]) => message(KVMetadataEntry, { name, value }));
}

/** Metadata as the state keeps it; no entries is no metadata. */
export function encodeMetadata(entriesList: readonly Entry[]): Buffer {
    return entriesList.length === 0 ? NO_BYTES : encoded(KVMetadataWrite, { entriesList });
}

export function decodeMetadata(metadata: Uint8Array): ReadonlyMap<string, Buffer> {
    const entries = KVMetadataWrite.deserializeBinary(metadata).getEntriesList();
    return new Map(entries.map((entry) => [entry.getName(), asBuffer(entry.getValue_asU8())]));
}

/** A key's own endorsement policy, serialised, or undefined when it has none. */
export function validationParameter(metadata: Uint8Array | undefined): Buffer | undefined {
    const policy = metadata === undefined ? undefined : decodeMetadata(metadata).get(VALIDATION_PARAMETER);
    return policy === undefined || policy.length === 0 ? undefined : policy;
}
