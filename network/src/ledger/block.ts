import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { NO_BYTES, sha256, asBuffer } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';
import type { SigningIdentity } from '../identity/signing-identity.js';

/** The places of a block's metadata. */
const SIGNATURES = 0;
const TRANSACTIONS_FILTER = 2;
const COMMIT_HASH = 4;
const METADATA_PLACES = 5;

/** A block as the orderer cuts it: not yet validated. */
export interface OrderedBlock {
    readonly number: number;
    readonly headerHash: Buffer;
    /** Block without its transactions; the validation codes are not yet in its metadata. */
    readonly frame: common.Block;
    readonly envelopes: readonly Buffer[];
}

export interface BlockContents {
    readonly number: number;
    readonly previousHash: Uint8Array;
    readonly envelopes: readonly Buffer[];
    /** The number of the block with the configuration in force after this one. */
    readonly lastConfig: number;
}

/** Chains the transactions to the block before and signs as the orderer. */
export function createBlock(contents: BlockContents, signer: SigningIdentity): OrderedBlock {
    const { number, previousHash, envelopes, lastConfig } = contents;
    const dataHash = sha256(...envelopes);
    const headerBytes = encodeHeader(number, previousHash, dataHash);
    const metadataList = Array.from({ length: METADATA_PLACES }, () => NO_BYTES);
    metadataList[SIGNATURES] = signatures(headerBytes, lastConfig, signer);
    const frame = message(common.Block, {
        header: message(common.BlockHeader, { number, previousHash, dataHash }),
        metadata: message(common.BlockMetadata, { metadataList }),
    });
    return { number, headerHash: sha256(headerBytes), frame, envelopes };
}

/** Notes each transaction's validation code, and the hash that chains what the blocks have written. */
export function closeBlock({ frame }: OrderedBlock, codes: readonly number[], commitHash: Buffer): Buffer {
    const metadataList = [...(frame.getMetadata()?.getMetadataList() ?? [])];
    metadataList[TRANSACTIONS_FILTER] = Buffer.from(codes);
    if (commitHash.length > 0) metadataList[COMMIT_HASH] = encoded(common.Metadata, { value: commitHash });
    frame.getMetadata()?.setMetadataList(metadataList);
    return asBuffer(frame.serializeBinary());
}

/** The whole block, from its two parts in the ledger. */
export function assembleBlock(frame: Uint8Array, envelopes: readonly Uint8Array[]): common.Block {
    const block = common.Block.deserializeBinary(frame);
    block.setData(message(common.BlockData, { dataList: envelopes }));
    return block;
}

export function validationCodes(block: common.Block): Uint8Array {
    return block.getMetadata()?.getMetadataList_asU8()[TRANSACTIONS_FILTER] ?? NO_BYTES;
}

/** The number of the block with the configuration in force after this one. */
export function lastConfigBlock(block: common.Block): number {
    const metadata = common.Metadata.deserializeBinary(
        block.getMetadata()?.getMetadataList_asU8()[SIGNATURES] ?? NO_BYTES,
    );
    const value = common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8());
    return value.getLastConfig()?.getIndex() ?? 0;
}

function signatures(headerBytes: Buffer, configBlock: number, signer: SigningIdentity): Buffer {
    const value = encoded(common.OrdererBlockMetadata, {
        lastConfig: message(common.LastConfig, { index: configBlock }),
    });
    const signatureHeader = encoded(common.SignatureHeader, { creator: signer.serialized, nonce: randomBytes(24) });
    const signature = signer.sign(Buffer.concat([value, signatureHeader, headerBytes]));
    return encoded(common.Metadata, {
        value,
        signaturesList: [message(common.MetadataSignature, { signatureHeader, signature })],
    });
}

/** The header as it is hashed: an ASN.1 sequence of the number and the two hashes. */
export function encodeHeader(number: number, previousHash: Uint8Array, dataHash: Uint8Array): Buffer {
    const hex = number.toString(16);
    const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    const integer = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
    const body = Buffer.concat([der(0x02, integer), der(0x04, previousHash), der(0x04, dataHash)]);
    return der(0x30, body);
}

/** All parts are shorter than 128 bytes. */
function der(tag: number, content: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from([tag, content.length]), content]);
}
