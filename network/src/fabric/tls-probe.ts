import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';

const TIMEOUT_MS = 2_000;

/** Whether a node serves at a loopback port: it listens early, but takes part in TLS only once it serves. */
export async function servesTls(options: {
    readonly port: number;
    readonly host: string;
    readonly caFile: string;
}): Promise<boolean> {
    const ca = await readFile(options.caFile);
    return new Promise((resolve) => {
        const socket = connect({
            port: options.port,
            host: '127.0.0.1',
            servername: options.host,
            ca,
            ALPNProtocols: ['h2'],
            timeout: TIMEOUT_MS,
        });
        const settle = (serves: boolean) => () => {
            socket.destroy();
            resolve(serves);
        };
        socket.once('secureConnect', settle(true));
        socket.once('error', settle(false));
        socket.once('timeout', settle(false));
    });
}
