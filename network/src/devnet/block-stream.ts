import { common, peer } from '@hyperledger/fabric-protos';
import { message } from '../wire/message.js';
import { assembleBlock, validationCodes } from '../ledger/block.js';
import type { Channel } from './channel.js';
import { readChaincodeAction, readEndorsedAction, readEnvelope, readPayload } from '../ledger/transaction.js';

/** A channel's block, or undefined when it is not yet there. */
export async function readBlock(channel: Channel, number: number): Promise<common.Block | undefined> {
    const frame = channel.store.blockFrame(number);
    return frame === undefined ? undefined : assembleBlock(frame, await channel.store.envelopes(number));
}

/** The channel's blocks from a number on, waiting for those to come, until the signal aborts. */
export async function* blocksFrom(channel: Channel, first: number, signal: AbortSignal): AsyncGenerator<common.Block> {
    for (let number = first; !signal.aborted;) {
        if (number < channel.store.height) {
            const block = await readBlock(channel, number);
            if (block === undefined) throw new Error(`block ${number} is missing`);
            yield block;
            number += 1;
        } else {
            await nextBlock(channel, signal);
        }
    }
}

function nextBlock(channel: Channel, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const unsubscribe = channel.commits.onBlock(done);
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
            unsubscribe();
            signal.removeEventListener('abort', done);
            resolve();
        }
    });
}

/** The event of a transaction, or undefined for transactions without one. */
export function eventOf(envelope: Uint8Array): peer.ChaincodeEvent | undefined {
    const { header, data } = readPayload(readEnvelope(envelope).payload);
    return header.type === common.HeaderType.ENDORSER_TRANSACTION
        ? readChaincodeAction(readEndorsedAction(data).response).event
        : undefined;
}

/** A block's transactions with their validation codes, and their events without what those carry. */
export function filteredBlock(block: common.Block, channelId: string): peer.FilteredBlock {
    const codes = validationCodes(block);
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    return message(peer.FilteredBlock, {
        channelId,
        number: block.getHeader()?.getNumber() ?? 0,
        filteredTransactionsList: envelopes.map((envelope, index) => {
            const { type, txId: txid } = readPayload(readEnvelope(envelope).payload).header;
            return message(peer.FilteredTransaction, {
                txid,
                type: type as 0,
                txValidationCode: (codes[index] ?? 0) as 0,
                transactionActions:
                    type === common.HeaderType.ENDORSER_TRANSACTION ? bareActions(eventOf(envelope)) : undefined,
            });
        }),
    });
}

function bareActions(event: peer.ChaincodeEvent | undefined): peer.FilteredTransactionActions {
    if (event === undefined) return new peer.FilteredTransactionActions();
    const chaincodeEvent = message(peer.ChaincodeEvent, {
        txId: event.getTxId(),
        chaincodeId: event.getChaincodeId(),
        eventName: event.getEventName(),
    });
    const chaincodeActionsList = [message(peer.FilteredChaincodeAction, { chaincodeEvent })];
    return message(peer.FilteredTransactionActions, { chaincodeActionsList });
}
