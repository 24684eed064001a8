import * as grpc from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { asBuffer } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';

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

    constructor(code: grpc.status, reason: string, details: readonly FailureDetail[] = []) {
        super(reason);
        this.code = code;
        this.details = details;
    }
}

/** The error in the form a gRPC server answers with. */
export function toServiceError(error: unknown): Partial<grpc.StatusObject> {
    if (!(error instanceof GatewayError)) return { code: grpc.status.UNKNOWN, details: messageOf(error) };
    const metadata = new grpc.Metadata();
    if (error.details.length > 0) metadata.set('grpc-status-details-bin', encodeStatus(error));
    return { code: error.code, details: error.message, metadata };
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function encodeStatus({ code, message: reason, details }: GatewayError): Buffer {
    const status = message(google.rpc.Status, { code, message: reason });
    for (const { address, mspId, message: text } of details) {
        const detail = status.addDetails();
        detail.setTypeUrl('type.googleapis.com/gateway.ErrorDetail');
        detail.setValue(encoded(gateway.ErrorDetail, { address, mspId, message: text }));
    }
    return asBuffer(status.serializeBinary());
}
