import { Client, connectivityState, credentials, status, type ServiceError } from '@grpc/grpc-js';

import { ConnectionFailed } from './failures.js';
import type { ProfilePeer } from './profile.js';

/** Fabric's own limit of a message. */
const MESSAGE_BYTES = 100 * 1024 * 1024;

/**
 * Opens a channel to the first of the organisation's peers that answers.
 *
 * @throws ConnectionFailed naming each peer and why it does not.
 */
export async function openChannel(
    peers: readonly ProfilePeer[],
    timeoutMs: number,
): Promise<{ readonly client: Client; readonly peer: ProfilePeer }> {
    const failures: string[] = [];
    for (const peer of peers) {
        const client = newClient(peer);
        if (await isReady(client, timeoutMs)) return { client, peer };
        failures.push(`${peer.name} at ${peer.address}: ${await lastError(client)}`);
        client.close();
    }
    throw new ConnectionFailed(`No gateway answers. ${failures.join('; ')}`);
}

function newClient(peer: ProfilePeer): Client {
    const channelCredentials =
        peer.tlsRoots === undefined ? credentials.createInsecure() : credentials.createSsl(peer.tlsRoots);
    return new Client(peer.address, channelCredentials, {
        'grpc.max_receive_message_length': MESSAGE_BYTES,
        'grpc.max_send_message_length': MESSAGE_BYTES,
        ...peer.channelOptions,
    });
}

/** False as soon as every address of the peer has failed once, or at the deadline. */
function isReady(client: Client, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    const channel = client.getChannel();
    return new Promise((resolve) => {
        function look(late?: Error): void {
            const state = channel.getConnectivityState(true);
            if (state === connectivityState.READY) resolve(true);
            else if (late !== undefined || state === connectivityState.TRANSIENT_FAILURE) resolve(false);
            else channel.watchConnectivityState(state, deadline, look);
        }
        look();
    });
}

/** Only a call that fails says why: the address refuses, or the certificate is not of the profile's authority. */
function lastError(client: Client): Promise<string> {
    return new Promise((resolve) => {
        const bytes = (value: Buffer): Buffer => value;
        client.makeUnaryRequest(
            '/gateway.Gateway/Evaluate',
            bytes,
            bytes,
            Buffer.alloc(0),
            { deadline: Date.now() + 1_000 },
            (error) => {
                resolve(error === null ? NO_ANSWER : reasonOf(error));
            },
        );
    });
}

const NO_ANSWER = 'it does not answer';

/** grpc-js wraps the one thing that helps in words about its own workings. */
function reasonOf({ code, details }: ServiceError): string {
    if (code === status.DEADLINE_EXCEEDED) return NO_ANSWER;
    return /Last error: (?:Error: )?(.+?)\. Resolution note:/su.exec(details)?.[1] ?? details;
}
