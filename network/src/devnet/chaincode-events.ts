import { status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { validationCodes } from './block.js';
import { blocksFrom } from './block-stream.js';
import type { Channel } from './channel.js';
import { GatewayError } from './gateway-error.js';
import { readChaincodeAction, readEndorsedAction, readEnvelope, readPayload } from './transaction.js';

/** The events of a chaincode, block after block: those of valid transactions, in their order. */
export async function* chaincodeEvents(
    channel: Channel,
    request: gateway.ChaincodeEventsRequest,
    signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
    const isWanted = eventFilter(request);
    for await (const block of blocksFrom(channel, startBlock(channel, request), signal)) {
        const events = eventsOf(block).filter(isWanted);
        if (events.length > 0) {
            const response = new gateway.ChaincodeEventsResponse();
            response.setEventsList(events);
            response.setBlockNumber(block.getHeader()?.getNumber() ?? 0);
            yield response;
        }
    }
}

/** The event of a transaction, or undefined for transactions without one. */
export function eventOf(envelope: Uint8Array): peer.ChaincodeEvent | undefined {
    const { header, data } = readPayload(readEnvelope(envelope).payload);
    return header.type === common.HeaderType.ENDORSER_TRANSACTION
        ? readChaincodeAction(readEndorsedAction(data).response).event
        : undefined;
}

function eventsOf(block: common.Block): peer.ChaincodeEvent[] {
    const codes = validationCodes(block);
    return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, index) => {
        const event = codes[index] === peer.TxValidationCode.VALID ? eventOf(envelope) : undefined;
        const isComplete = event !== undefined && event.getChaincodeId() !== '' && event.getEventName() !== '';
        return isComplete ? [event] : [];
    });
}

function eventFilter(request: gateway.ChaincodeEventsRequest): (event: peer.ChaincodeEvent) => boolean {
    const after = request.getAfterTransactionId();
    let passed = after === '';
    return (event) => {
        if (!passed) {
            passed = event.getTxId() === after;
            return false;
        }
        return event.getChaincodeId() === request.getChaincodeId();
    };
}

function startBlock(channel: Channel, request: gateway.ChaincodeEventsRequest): number {
    const after = request.getAfterTransactionId();
    const known = after === '' ? undefined : channel.store.transaction(after);
    if (known !== undefined) {
        return known.at.block;
    }
    const start = request.getStartPosition();
    if (start === undefined || start.hasNextCommit()) {
        return channel.store.height;
    }
    const specified = start.getSpecified();
    if (specified === undefined) {
        if (start.hasNewest() || start.hasOldest()) {
            throw new GatewayError(status.INVALID_ARGUMENT, 'invalid start position type');
        }
        return channel.store.height;
    }
    return specified.getNumber();
}
