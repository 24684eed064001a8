import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A wire between a client and its gateway that is slow in one direction, and that can be cut. */
export interface Wire {
    /** The profile with the wire's address in place of the gateway's; its text. */
    readonly profile: string;
    /** Breaks the connections there are. New ones are taken again at once, or, when cut for good, refused. */
    cut(how: 'once' | 'for good'): void;
    close(): void;
}

/** What the gateway says arrives this much later: time to cut the wire while a reply is on its way. */
const LATE_MS = 400;

export async function openWire(profileFile: string): Promise<Wire> {
    const text = readFileSync(profileFile, 'utf8');
    const gatewayPort = Number(new URL(gatewayOf(text)).port);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
        const peer = connect(gatewayPort, 'localhost');
        for (const socket of [client, peer]) {
            sockets.add(socket);
            socket.setNoDelay();
            socket.on('error', () => undefined);
            socket.on('close', () => {
                sockets.delete(socket);
                client.destroy();
                peer.destroy();
            });
        }
        client.on('data', (bytes) => peer.write(bytes));
        peer.on('data', (bytes) => {
            setTimeout(() => client.writable && client.write(bytes), LATE_MS);
        });
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const cutAll = (): void => {
        for (const socket of sockets) socket.destroy();
    };
    return {
        profile: profileThrough(text, (server.address() as AddressInfo).port),
        cut: (how) => {
            if (how === 'for good') server.close();
            cutAll();
        },
        close: () => {
            server.close();
            cutAll();
        },
    };
}

/** A connection profile, as text, with another port of this machine in place of the gateway's. */
export function profileThrough(profile: string, port: number): string {
    return profile.replaceAll(`"${gatewayOf(profile)}"`, `"grpcs://localhost:${String(port)}"`);
}

/** Where a connection profile, as text, has the organisation's first peer. */
function gatewayOf(profile: string): string {
    const { peers } = JSON.parse(profile) as { readonly peers: Readonly<Record<string, { readonly url: string }>> };
    const [first] = Object.values(peers);
    if (first === undefined) throw new Error('the profile names no peer');
    return first.url;
}
