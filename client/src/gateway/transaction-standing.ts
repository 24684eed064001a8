import { hash } from 'node:crypto';

import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

/** The block that a transaction stands in. */
export interface TransactionStanding {
    readonly channel: string;
    readonly transactionId: string;
    readonly blockNumber: bigint;
    /** sha256, hexadecimal, of the block's header, as the next block names it. */
    readonly blockHash: string;
}

/** Asks Fabric's ledger queries (`qscc`) on the channel; any reader of the channel may. */
export async function transactionStanding(
    network: Network,
    channel: string,
    transactionId: string,
): Promise<TransactionStanding> {
    const ledger = network.getContract('qscc');
    const bytes = await ledger.newProposal('GetBlockByTxID', { arguments: [channel, transactionId] }).evaluate();
    const header = common.Block.deserializeBinary(bytes).getHeader();
    if (header === undefined) throw new TypeError(`The block of the transaction ${transactionId} has no header`);
    return { channel, transactionId, blockNumber: BigInt(header.getNumber()), blockHash: headerHash(header) };
}

/** Fabric hashes a header as ASN.1: SEQUENCE { number INTEGER, previousHash OCTET STRING, dataHash OCTET STRING }. */
function headerHash(header: common.BlockHeader): string {
    const fields = Buffer.concat([
        derInteger(BigInt(header.getNumber())),
        derValue(0x04, header.getPreviousHash_asU8()),
        derValue(0x04, header.getDataHash_asU8()),
    ]);
    return hash('sha256', derValue(0x30, fields), 'hex');
}

function derInteger(value: bigint): Buffer {
    const hex = value.toString(16);
    const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    return derValue(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** Numbers and hashes of a header together stay below the 128 bytes up to which one byte says the length. */
function derValue(tag: number, content: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from([tag, content.length]), content]);
}
