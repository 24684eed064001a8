import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkRefusal } from '../admin/network-refusal.js';
import { replaceFile } from '../identity/staged-folder.js';

/** An address on this machine that needs a port. */
export interface PortRequest {
    readonly name: string;
    /** The one that the definition asks for. */
    readonly wanted?: number;
    /** Nobody else has noted it: another one does as well. */
    readonly isMovable?: boolean;
}

/** Below what operating systems hand out to outgoing connections, which could take a port between two starts. */
const CHOICE = { from: 15_000, to: 30_000 };
const ATTEMPTS = 100;
/** A process that was just ended may hold its port for a moment. */
const RELEASE_MS = 2_000;
const POLL_MS = 100;

/**
 * Gives each name a port on the loopback interface: the definition's, else the one it had before, else a free one. The
 * choice is kept in `file`: addresses of peers and orderers stand in the channels' configuration.
 * @throws {NetworkRefusal} `PORT_TAKEN` by another program
 */
export async function choosePorts(
    requests: readonly PortRequest[],
    file: string,
): Promise<ReadonlyMap<string, number>> {
    const remembered = await readPorts(file);
    const chosen = new Map<string, number>();
    for (const { name, wanted, isMovable = false } of requests) {
        const before = wanted ?? remembered[name];
        if (before !== undefined && (await (isMovable ? isFree(before) : comesFree(before)))) {
            chosen.set(name, before);
        } else if (before === undefined || isMovable) {
            chosen.set(name, await freePort(new Set([...Object.values(remembered), ...chosen.values()])));
        } else {
            const message = `the port ${String(before)} of ${name} belongs to another program; end that one first`;
            throw new NetworkRefusal('PORT_TAKEN', message);
        }
    }
    const all = { ...remembered, ...Object.fromEntries(chosen) };
    await replaceFile(file, `${JSON.stringify(all, undefined, 2)}\n`);
    return chosen;
}

async function readPorts(file: string): Promise<Readonly<Record<string, number>>> {
    try {
        return JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
    } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
        throw error;
    }
}

async function comesFree(port: number): Promise<boolean> {
    const deadline = Date.now() + RELEASE_MS;
    while (!(await isFree(port))) {
        if (Date.now() > deadline) return false;
        await sleep(POLL_MS);
    }
    return true;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const port = randomInt(CHOICE.from, CHOICE.to);
        if (!taken.has(port) && (await isFree(port))) return port;
    }
    throw new NetworkRefusal('PORT_TAKEN', `no free port from ${String(CHOICE.from)} to ${String(CHOICE.to)}`);
}

function isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => {
            resolve(false);
        });
        server.listen(port, '127.0.0.1', () => {
            server.close(() => {
                resolve(true);
            });
        });
    });
}
