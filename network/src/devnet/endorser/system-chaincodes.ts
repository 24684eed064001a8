import { peer } from '@hyperledger/fabric-protos';
import { message } from '../../wire/message.js';
import type { Identity } from '../../identity/membership.js';
import { isAllowed } from '../access.js';
import type { Channel } from '../channel.js';
import type { Peer } from '../peer.js';
import type { Proposal } from '../../ledger/proposal.js';

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

    constructor(reason: string, status = 500) {
        super(reason);
        this.status = status;
    }
}

export async function answerSystemCall(chaincode: SystemChaincode, call: SystemCall): Promise<peer.Response> {
    try {
        return message(peer.Response, { status: 200, payload: await chaincode(call) });
    } catch (error) {
        if (error instanceof ErrorReply)
            return message(peer.Response, { status: error.status, message: error.message });
        throw error;
    }
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
    if (policy === 'Members' || creator.role === 'admin') return undefined;
    const reason = `The identity is not an admin under this MSP [${mspId}]: The identity does not contain OU [ADMIN], MSP: [${mspId}]`;
    return `Failed verifying that proposal's creator satisfies local MSP principal ${during}: [${reason}]`;
}
