import { common, peer } from '@hyperledger/fabric-protos';
import { validationCodes } from './block.js';
import { eventOf } from './chaincode-events.js';
import { readEnvelope, readPayload } from './transaction.js';

/** A block's transactions with their validation codes, and their events without what those carry. */
export function filteredBlock(block: common.Block, channel: string): peer.FilteredBlock {
    const codes = validationCodes(block);
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    const filtered = new peer.FilteredBlock();
    filtered.setChannelId(channel);
    filtered.setNumber(block.getHeader()?.getNumber() ?? 0);
    filtered.setFilteredTransactionsList(
        envelopes.map((envelope, index) => filteredTransaction(envelope, codes[index] ?? 0)),
    );
    return filtered;
}

function filteredTransaction(envelope: Uint8Array, code: number): peer.FilteredTransaction {
    const { header } = readPayload(readEnvelope(envelope).payload);
    const transaction = new peer.FilteredTransaction();
    transaction.setTxid(header.txId);
    transaction.setType(header.type as Parameters<typeof transaction.setType>[0]);
    transaction.setTxValidationCode(code as Parameters<typeof transaction.setTxValidationCode>[0]);
    if (header.type === common.HeaderType.ENDORSER_TRANSACTION) {
        const actions = new peer.FilteredTransactionActions();
        const event = eventOf(envelope);
        actions.setChaincodeActionsList(event === undefined ? [] : [filteredAction(event)]);
        transaction.setTransactionActions(actions);
    }
    return transaction;
}

function filteredAction(event: peer.ChaincodeEvent): peer.FilteredChaincodeAction {
    const bare = new peer.ChaincodeEvent();
    bare.setTxId(event.getTxId());
    bare.setChaincodeId(event.getChaincodeId());
    bare.setEventName(event.getEventName());
    const action = new peer.FilteredChaincodeAction();
    action.setChaincodeEvent(bare);
    return action;
}
