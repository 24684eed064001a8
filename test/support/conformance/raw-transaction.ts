import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';

/** The parts of an endorsed transaction, each of which a test may spoil before it is put together again. */
export interface TransactionParts {
    readonly channelHeader: common.ChannelHeader;
    readonly signatureHeader: common.SignatureHeader;
    readonly transaction: peer.Transaction;
    readonly action: peer.ChaincodeActionPayload;
    readonly response: peer.ProposalResponsePayload;
    readonly payload: common.Payload;
}

/** A transaction's payload, spoiled. */
export function spoiledPayload(endorsed: Transaction, spoil: (parts: TransactionParts) => void): Uint8Array {
    const parts = partsOf(endorsed);
    const { channelHeader, signatureHeader, transaction, action, response, payload } = parts;
    const untouched = payload.getData_asU8();
    const list = transaction.getActionsList();
    spoil(parts);
    const header = new common.Header();
    header.setChannelHeader(channelHeader.serializeBinary());
    header.setSignatureHeader(signatureHeader.serializeBinary());
    payload.setHeader(header);
    if (Buffer.compare(payload.getData_asU8(), untouched) === 0) {
        action.getAction()?.setProposalResponsePayload(response.serializeBinary());
        list[0]?.setPayload(action.serializeBinary());
        payload.setData(transaction.serializeBinary());
    }
    return payload.serializeBinary();
}

function partsOf(endorsed: Transaction): TransactionParts {
    const envelope = gateway.PreparedTransaction.deserializeBinary(endorsed.getBytes()).getEnvelope();
    const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
    const header = payload.getHeader() ?? new common.Header();
    const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
    const [first] = transaction.getActionsList();
    const action = peer.ChaincodeActionPayload.deserializeBinary(first?.getPayload_asU8() ?? new Uint8Array());
    return {
        channelHeader: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
        signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
        transaction,
        action,
        response: peer.ProposalResponsePayload.deserializeBinary(
            action.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
        ),
        payload,
    };
}

/** What the endorsers of a transaction agreed on having read and written. */
export function endorsedResults(endorsed: Transaction): InstanceType<typeof ledger.rwset.TxReadWriteSet> {
    const action = peer.ChaincodeAction.deserializeBinary(partsOf(endorsed).response.getExtension_asU8());
    return ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
}
