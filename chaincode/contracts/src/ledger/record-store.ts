import type { KeyParts, Recorded, RecordKind } from './keys.js';

/** Where records stand: the public state, or a private collection. */
export interface RecordStore {
    get<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): Promise<Recorded<Kind> | undefined>;
    put<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>, record: Recorded<Kind>): Promise<void>;
}
