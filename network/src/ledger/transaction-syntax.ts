import { common, peer } from '@hyperledger/fabric-protos';
import type { Identity, IdentityChecker } from '../identity/membership.js';
import { proposalHash, transactionIdOf, type Header } from './proposal.js';
import { decodeReadWriteSet, type ReadWriteSet } from './read-write-set.js';
import {
    readChaincodeAction,
    readEndorsedAction,
    readEnvelope,
    readPayload,
    type ChaincodeAction,
    type EndorsedAction,
} from './transaction.js';

const Code = peer.TxValidationCode;

/** A transaction of a block: either found wrong in itself, or ready to be judged against policies and state. */
export type ReadTransaction =
    { readonly wellFormed: false; readonly txId: string; readonly code: number } | WellFormedTransaction;

export interface WellFormedTransaction {
    readonly wellFormed: true;
    readonly txId: string;
    readonly chaincode: string;
    readonly sets: readonly ReadWriteSet[];
    /** Who endorsed it, each once, with a good signature. */
    readonly endorsers: readonly Identity[];
}

/** Reads a transaction and checks all that can be checked in it alone, in Fabric's order, with Fabric's codes. */
export async function readForValidation(
    envelope: Buffer,
    channel: string,
    checkIdentity: IdentityChecker,
): Promise<ReadTransaction> {
    let txId = '';
    try {
        const { payload, signature } = attempt(Code.INVALID_OTHER_REASON, () => readEnvelope(envelope));
        attempt(Code.BAD_PAYLOAD, () => common.Payload.deserializeBinary(payload));
        const { header, data } = attempt(Code.BAD_COMMON_HEADER, () => readPayload(payload));
        txId = header.txId;
        checkHeader(header, channel);
        const creator = checkIdentity(header.creator);
        demand(
            creator.status === 'valid' && (await creator.identity.verifyInPool(payload, signature)),
            Code.BAD_CREATOR_SIGNATURE,
        );
        demand(header.type === common.HeaderType.ENDORSER_TRANSACTION, Code.UNSUPPORTED_TX_PAYLOAD);
        demand(txId === transactionIdOf(header), Code.BAD_PROPOSAL_TXID);
        const endorsed = attempt(Code.INVALID_ENDORSER_TRANSACTION, () => readEndorsedAction(data));
        const response = attempt(Code.INVALID_ENDORSER_TRANSACTION, () =>
            peer.ProposalResponsePayload.deserializeBinary(endorsed.response),
        );
        demand(hashMatches(header, endorsed, response.getProposalHash_asU8()), Code.INVALID_ENDORSER_TRANSACTION);
        const extension = attempt(Code.BAD_HEADER_EXTENSION, () =>
            peer.ChaincodeHeaderExtension.deserializeBinary(header.extension),
        );
        demand(response.getExtension_asU8().length > 0, Code.BAD_RESPONSE_PAYLOAD);
        const action = attempt(Code.BAD_RESPONSE_PAYLOAD, () => readChaincodeAction(endorsed.response));
        const sets = attempt(Code.BAD_RWSET, () => decodeReadWriteSet(action.results));
        const chaincode = checkChaincode(extension, action);
        const namespaces = sets.filter(({ collection }) => collection === '').map(({ namespace }) => namespace);
        demand(new Set(namespaces).size === namespaces.length, Code.ILLEGAL_WRITESET);
        return {
            wellFormed: true,
            txId,
            chaincode,
            sets,
            endorsers: await validEndorsers(endorsed, checkIdentity),
        };
    } catch (error) {
        if (error instanceof InvalidTransaction) {
            return { wellFormed: false, txId, code: error.code };
        }
        throw error;
    }
}

class InvalidTransaction extends Error {
    constructor(readonly code: number) {
        super(`invalid transaction: ${code}`);
    }
}

function attempt<T>(code: number, read: () => T): T {
    try {
        return read();
    } catch {
        throw new InvalidTransaction(code);
    }
}

function demand(condition: boolean, code: number): void {
    if (!condition) throw new InvalidTransaction(code);
}

const KNOWN_TYPES: readonly number[] = [
    common.HeaderType.ENDORSER_TRANSACTION,
    common.HeaderType.CONFIG,
    common.HeaderType.CONFIG_UPDATE,
];

function checkHeader(header: Header, channel: string): void {
    demand(KNOWN_TYPES.includes(header.type), Code.BAD_COMMON_HEADER);
    demand(header.epoch === 0 && header.nonce.length > 0 && header.creator.length > 0, Code.BAD_COMMON_HEADER);
    demand(header.channel === channel, Code.TARGET_CHAIN_NOT_FOUND);
}

function hashMatches(header: Header, endorsed: EndorsedAction, agreed: Uint8Array): boolean {
    const { channelHeader } = header;
    const hash = proposalHash({ channelHeader, signatureHeader: endorsed.signatureHeader }, endorsed.publicPayload);
    return hash.equals(agreed);
}

function checkChaincode(extension: peer.ChaincodeHeaderExtension, action: ChaincodeAction): string {
    const name = extension.getChaincodeId()?.getName() ?? '';
    demand(extension.hasChaincodeId() && action.chaincode !== undefined, Code.INVALID_OTHER_REASON);
    demand(name !== '' && name === action.chaincode?.name && action.chaincode.version !== '', Code.INVALID_CHAINCODE);
    demand(action.event === undefined || action.event.getChaincodeId() === name, Code.INVALID_OTHER_REASON);
    return name;
}

async function validEndorsers(endorsed: EndorsedAction, checkIdentity: IdentityChecker): Promise<Identity[]> {
    const seen = new Set<string>();
    const checks = endorsed.endorsements.map(async ({ endorser, signature }) => {
        const check = checkIdentity(endorser);
        if (check.status !== 'valid' || seen.has(check.identity.key)) {
            return undefined;
        }
        seen.add(check.identity.key);
        const signed = Buffer.concat([endorsed.response, endorser]);
        return (await check.identity.verifyInPool(signed, signature)) ? check.identity : undefined;
    });
    return (await Promise.all(checks)).filter((identity) => identity !== undefined);
}
