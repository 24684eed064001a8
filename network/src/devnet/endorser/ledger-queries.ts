import { common, peer } from '@hyperledger/fabric-protos';
import { encoded } from '../../wire/message.js';
import { denied } from '../access.js';
import { readBlock } from '../block-stream.js';
import type { Channel } from '../channel.js';
import { ErrorReply, isAllowedOn, type SystemCall } from './system-chaincodes.js';

type Query = (channel: Channel, argument: Buffer) => Promise<Uint8Array>;

const QUERIES: Readonly<Record<string, Query | undefined>> = {
    GetChainInfo: chainInfo,
    GetBlockByNumber: blockByNumber,
    GetBlockByHash: blockByHash,
    GetTransactionByID: transactionById,
    GetBlockByTxID: blockByTxId,
};

/** Asks for the last block, whatever its number. */
const LAST_BLOCK = 2n ** 64n - 1n;

/** Fabric's `qscc`: queries of a channel's ledger, for its readers. */
export async function ledgerQueries(call: SystemCall): Promise<Uint8Array> {
    const [name, channelName, argument] = call.args;
    if (name === undefined || channelName === undefined) {
        throw new ErrorReply(`Incorrect number of arguments, ${call.args.length}`);
    }
    const [query, id] = [name.toString(), channelName.toString()];
    if (query !== 'GetChainInfo' && argument === undefined) {
        throw new ErrorReply(`missing 3rd argument for ${query}`);
    }
    const channel = call.joined.find((joined) => joined.name === id);
    if (channel === undefined) {
        throw new ErrorReply(`Invalid chain ID, ${id}`);
    }
    const run = QUERIES[query];
    if (run === undefined) {
        throw new ErrorReply(`access denied for [${query}][${id}]: [Unmapped policy for qscc/${query}]`);
    }
    if (!isAllowedOn(channel, 'Readers', call)) {
        throw new ErrorReply(`access denied for [${query}][${id}]: [${denied('Readers', id)}]`);
    }
    return run(channel, argument ?? Buffer.alloc(0));
}

async function chainInfo(channel: Channel): Promise<Uint8Array> {
    const { height, lastHeaderHash } = channel.store.savepoint;
    const last = await readBlock(channel, height - 1);
    return encoded(common.BlockchainInfo, {
        height,
        currentblockhash: lastHeaderHash,
        previousblockhash: last?.getHeader()?.getPreviousHash_asU8() ?? '',
    });
}

async function blockByNumber(channel: Channel, argument: Buffer): Promise<Uint8Array> {
    const text = argument.toString();
    const number = /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
    if (number === undefined || number > LAST_BLOCK) {
        const reason = number === undefined ? 'invalid syntax' : 'value out of range';
        const parsing = `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`;
        throw new ErrorReply(`Failed to parse block number with error ${parsing}`);
    }
    const block = await readBlock(channel, number === LAST_BLOCK ? channel.store.height - 1 : Number(number));
    if (block === undefined) {
        throw new ErrorReply(`Failed to get block number ${number}, error no such block number [${number}] in index`);
    }
    return block.serializeBinary();
}

async function blockByHash(channel: Channel, hash: Buffer): Promise<Uint8Array> {
    const number = channel.store.blockByHash(hash);
    const block = number === undefined ? undefined : await readBlock(channel, number);
    if (block === undefined) {
        const reason = `no such block hash [${hash.toString('hex')}] in index`;
        throw new ErrorReply(`Failed to get block hash ${hash.toString()}, error ${reason}`);
    }
    return block.serializeBinary();
}

async function transactionById(channel: Channel, argument: Buffer): Promise<Uint8Array> {
    const txId = argument.toString();
    const found = channel.store.transaction(txId);
    const envelope = found === undefined ? undefined : (await channel.store.envelopes(found.at.block))[found.at.tx];
    if (found === undefined || envelope === undefined) {
        throw new ErrorReply(`Failed to get transaction with id ${txId}, error ${noTransaction(txId)}`);
    }
    return encoded(peer.ProcessedTransaction, {
        transactionenvelope: common.Envelope.deserializeBinary(envelope),
        validationcode: found.code,
    });
}

async function blockByTxId(channel: Channel, argument: Buffer): Promise<Uint8Array> {
    const txId = argument.toString();
    const found = channel.store.transaction(txId);
    const block = found === undefined ? undefined : await readBlock(channel, found.at.block);
    if (block === undefined) {
        throw new ErrorReply(`Failed to get block for txID ${txId}, error ${noTransaction(txId)}`);
    }
    return block.serializeBinary();
}

function noTransaction(txId: string): string {
    return `no such transaction ID [${txId}] in index`;
}
