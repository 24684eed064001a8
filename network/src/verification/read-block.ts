import type { common } from '@hyperledger/fabric-protos';
import { assembleBlock, validationCodes } from '../ledger/block.js';
import type { LedgerStore } from '../ledger/ledger-store.js';

/** A block as it stands in the ledger, taken apart. */
export interface StoredBlock {
    readonly number: number;
    readonly header: common.BlockHeader;
    readonly metadata: readonly Uint8Array[];
    readonly codes: Uint8Array;
    readonly envelopes: readonly Buffer[];
}

/** @throws {Error} when it is not there, or not a block */
export async function readStoredBlock(store: LedgerStore, number: number): Promise<StoredBlock> {
    const frame = store.blockFrame(number);
    if (frame === undefined) throw new Error('its header is not there');
    const envelopes = await store.envelopes(number);
    const block = assembleBlock(frame, envelopes);
    const header = block.getHeader();
    if (header === undefined) throw new Error('it has no header');
    const metadata = block.getMetadata()?.getMetadataList_asU8() ?? [];
    return { number, header, metadata, codes: validationCodes(block), envelopes };
}
