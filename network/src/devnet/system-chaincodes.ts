import { peer } from '@hyperledger/fabric-protos';
import { asBuffer } from './bytes.js';
import { isAllowed } from './access.js';
import type { Channel } from './channel.js';
import type { Identity } from './membership.js';
import type { Peer } from './peer.js';
import type { Proposal } from './proposal.js';

/** A call of a system chaincode: the part of a peer that answers like a chaincode. */
export interface SystemCall {
    readonly args: readonly Buffer[];
    readonly peer: Peer;
    /** The channel that the proposal is for. */
    readonly channel: Channel;
    /** The channels that the peer has joined. */
    readonly joined: readonly Channel[];
    readonly proposal: Proposal;
    readonly creator: Identity;
}

/** Answers a call, or throws an `ErrorReply`. */
export type SystemChaincode = (call: SystemCall) => Promise<Uint8Array>;

/** A system chaincode's own refusal, which clients get as they get any chaincode's. */
export class ErrorReply extends Error {
    readonly status: number;

    constructor(message: string, status = 500) {
        super(message);
        this.status = status;
    }
}

/** The version that endorsements give them. */
export const SYSTEM_VERSION = 'syscc';

export async function answerSystemCall(chaincode: SystemChaincode, call: SystemCall): Promise<peer.Response> {
    const response = new peer.Response();
    try {
        response.setPayload(await chaincode(call));
        response.setStatus(200);
    } catch (error) {
        if (!(error instanceof ErrorReply)) {
            throw error;
        }
        response.setStatus(error.status);
        response.setMessage(error.message);
    }
    return response;
}

export function argumentsOf(proposal: Proposal): readonly Buffer[] {
    return peer.ChaincodeInput.deserializeBinary(proposal.input).getArgsList_asU8().map(asBuffer);
}

/** Whether the caller may read, or write, this channel, whatever channel the proposal is for. */
export function isAllowedOn(channel: Channel, policy: 'Readers' | 'Writers', { proposal }: SystemCall): boolean {
    const check = channel.checkIdentity(proposal.header.creator);
    return check.status === 'valid' && isAllowed(policy, check.identity);
}

/** Why the caller is not a member, or not an administrator, of the peer's own organisation; undefined when it is. */
export function localProblem(
    policy: 'Members' | 'Admins',
    { creator, peer: { mspId } }: SystemCall,
): string | undefined {
    const during = `during channelless check policy with policy [${policy}]`;
    if (creator.mspId !== mspId) {
        return `Failed deserializing proposal creator ${during}: [expected MSP ID ${mspId}, received ${creator.mspId}]`;
    }
    if (policy === 'Members' || creator.role === 'admin') {
        return undefined;
    }
    const reason = `The identity is not an admin under this MSP [${mspId}]: The identity does not contain OU [ADMIN], MSP: [${mspId}]`;
    return `Failed verifying that proposal's creator satisfies local MSP principal ${during}: [${reason}]`;
}
