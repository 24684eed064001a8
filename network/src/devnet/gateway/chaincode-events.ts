import { status } from '@grpc/grpc-js';
import { type common, gateway, peer } from '@hyperledger/fabric-protos';
import { message } from '../../wire/message.js';
import { validationCodes } from '../../ledger/block.js';
import { blocksFrom, eventOf } from '../block-stream.js';
import type { Channel } from '../channel.js';
import { GatewayError } from '../gateway-error.js';

/** The events of a chaincode, block after block: those of valid transactions, in their order. */
export async function* chaincodeEvents(
    channel: Channel,
    request: gateway.ChaincodeEventsRequest,
    signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
    const after = request.getAfterTransactionId();
    let passed = after === '';
    for await (const block of blocksFrom(channel, startBlock(channel, request), signal)) {
        const eventsList: peer.ChaincodeEvent[] = [];
        for (const event of eventsOf(block)) {
            if (passed && event.getChaincodeId() === request.getChaincodeId()) eventsList.push(event);
            passed ||= event.getTxId() === after;
        }
        if (eventsList.length > 0) {
            const blockNumber = block.getHeader()?.getNumber() ?? 0;
            yield message(gateway.ChaincodeEventsResponse, { eventsList, blockNumber });
        }
    }
}

function eventsOf(block: common.Block): peer.ChaincodeEvent[] {
    const codes = validationCodes(block);
    return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, index) => {
        const event = codes[index] === peer.TxValidationCode.VALID ? eventOf(envelope) : undefined;
        const isComplete = event !== undefined && event.getChaincodeId() !== '' && event.getEventName() !== '';
        return isComplete ? [event] : [];
    });
}

function startBlock(channel: Channel, request: gateway.ChaincodeEventsRequest): number {
    const after = request.getAfterTransactionId();
    const known = after === '' ? undefined : channel.store.transaction(after);
    if (known !== undefined) return known.at.block;
    const start = request.getStartPosition();
    if (start?.hasNewest() === true || start?.hasOldest() === true) {
        throw new GatewayError(status.INVALID_ARGUMENT, 'invalid start position type');
    }
    return start?.getSpecified()?.getNumber() ?? channel.store.height;
}
