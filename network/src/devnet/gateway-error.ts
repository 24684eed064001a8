import * as grpc from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { Peer } from './peer.js';

/** What one peer, or the ordering service, had against a request. */
export interface FailureDetail {
    readonly address: string;
    readonly mspId: string;
    readonly message: string;
}

/** A failure as a gateway's client receives it: a gRPC status, with the details of each node asked. */
export class GatewayError extends Error {
    readonly code: grpc.status;
    readonly details: readonly FailureDetail[];

    constructor(code: grpc.status, message: string, details: readonly FailureDetail[] = []) {
        super(message);
        this.code = code;
        this.details = details;
    }
}

export function failureOf({ address, mspId }: Peer, message: string): FailureDetail {
    return { address, mspId, message };
}

/** The error in the form a gRPC server answers with. */
export function toServiceError(error: unknown): Partial<grpc.StatusObject> {
    if (!(error instanceof GatewayError)) {
        return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
    }
    const metadata = new grpc.Metadata();
    if (error.details.length > 0) {
        metadata.set('grpc-status-details-bin', encodeStatus(error));
    }
    return { code: error.code, details: error.message, metadata };
}

/** A google.rpc.Status: code, message, and each detail packed with the name of its type. */
function encodeStatus({ code, message, details }: GatewayError): Buffer {
    const packed = details.map((detail) => {
        const encoded = new gateway.ErrorDetail();
        encoded.setAddress(detail.address);
        encoded.setMspId(detail.mspId);
        encoded.setMessage(detail.message);
        const typeUrl = Buffer.from('type.googleapis.com/gateway.ErrorDetail');
        return Buffer.concat([field(1, typeUrl), field(2, encoded.serializeBinary())]);
    });
    const list = packed.map((any) => field(3, any));
    return Buffer.concat([Buffer.from([0x08, code]), field(2, Buffer.from(message)), ...list]);
}

/** A length-delimited protobuf field. */
function field(number: number, content: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
        bytes.push((rest & 0x7f) | 0x80);
    }
    return Buffer.from([...bytes, rest]);
}
