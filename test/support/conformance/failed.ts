import * as grpc from '@grpc/grpc-js';
import { CommitError, EndorseError, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';

import type { ConformanceNetwork } from './conformance-network.js';

/** How a call failed, without what differs from one run to the next. */
export interface Failed {
    readonly step: 'endorse' | 'submit' | 'commit' | 'call';
    /** Name of the gRPC status, or of the transaction's validation code. */
    readonly code: string;
    readonly message: string;
    /** `org1/0: message` for each node, sorted. */
    readonly details: readonly string[];
}

/** The failure of a call that must fail. */
export async function failed(network: ConformanceNetwork, call: Promise<unknown>): Promise<Failed> {
    try {
        await call;
    } catch (error) {
        if (error instanceof CommitError) {
            return {
                step: 'commit',
                code: validationCode(error.code),
                message: withoutIds(error.message),
                details: [],
            };
        }
        if (error instanceof GatewayError) {
            return {
                step: error instanceof EndorseError ? 'endorse' : error.name === 'SubmitError' ? 'submit' : 'call',
                code: grpc.status[error.code] ?? String(error.code),
                message: withoutIds(error.message.replace(/^\d+ [A-Z_]+: /, '')),
                details: error.details
                    .map(
                        ({ address, mspId, message }) => `${nodeName(network, address, mspId)}: ${withoutIds(message)}`,
                    )
                    .sort(),
            };
        }
        throw error;
    }
    throw new Error('the call was expected to fail');
}

function nodeName({ peers }: ConformanceNetwork, address: string, mspId: string): string {
    const peer = peers.find((candidate) => candidate.address === address);
    return peer === undefined ? `${mspId} (${address})` : `${peer.member}/${peer.name.slice(4, 5)}`;
}

/** The name of a transaction's validation code. */
export function validationCode(code: number): string {
    return Object.entries(StatusCode).find(([, value]) => (value as number) === code)?.[0] ?? String(code);
}

/**
 * Transaction ids read TX, and other long rows of digits, such as certificates, HEX. Go's protobuf library sometimes
 * writes a no-break space.
 */
export const withoutIds = (text: string): string =>
    text.replace(/\u00a0/g, ' ').replace(/[0-9a-f]{64,}/g, ({ length }) => (length === 64 ? 'TX' : 'HEX'));
