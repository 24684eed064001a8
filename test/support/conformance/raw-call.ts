import * as grpc from '@grpc/grpc-js';

/** How a call that no client library makes was answered. */
export interface RawAnswer {
    readonly code: string;
    readonly message: string;
}

/** Bytes go as they are, a message as the method has it. */
function serializerOf<Request, Response>({
    requestSerialize,
}: grpc.MethodDefinition<Request, Response>): (message: Request | Buffer) => Buffer {
    return (message) => (Buffer.isBuffer(message) ? message : requestSerialize(message));
}

/** Sends a message, or any bytes in place of one. */
export function rawCall<Request, Response>(
    client: grpc.Client,
    method: grpc.MethodDefinition<Request, Response>,
    request: Request | Buffer,
    timeoutMs = 10_000,
): Promise<RawAnswer> {
    const serialize = serializerOf(method);
    return new Promise((resolve) => {
        const options = { deadline: Date.now() + timeoutMs };
        client.makeUnaryRequest(method.path, serialize, method.responseDeserialize, request, options, (error) => {
            const code = grpc.status[error?.code ?? grpc.status.OK];
            resolve({ code, message: error?.details ?? '' });
        });
    });
}

/** Opens a stream with a message, or any bytes in place of one, and waits for its end. */
export function rawStream<Request, Response>(
    client: grpc.Client,
    method: grpc.MethodDefinition<Request, Response>,
    request: Request | Buffer,
    timeoutMs = 10_000,
): Promise<RawAnswer> {
    const serialize = serializerOf(method);
    return new Promise((resolve) => {
        const options = { deadline: Date.now() + timeoutMs };
        const call = client.makeServerStreamRequest(
            method.path,
            serialize,
            method.responseDeserialize,
            request,
            options,
        );
        call.on('data', () => undefined);
        call.on('error', () => undefined);
        call.on('status', ({ code, details }) => {
            resolve({ code: grpc.status[code], message: details });
        });
    });
}
