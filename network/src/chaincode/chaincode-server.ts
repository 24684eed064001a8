import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ChaincodeDefinition } from '../consortium/definition.js';

/** Fabric's chaincode shim with one chaincode loaded, on a thread of its own, listening on a socket. */
export interface ChaincodeServer {
    /** As gRPC writes it. */
    readonly address: string;
    /** Resolves when the thread has ended, whatever the cause. */
    readonly ended: Promise<void>;
    /** The folders its code came from, installed packages apart. */
    sourceFolders(): Promise<readonly string[]>;
    stop(): Promise<void>;
}

export interface ChaincodeServerOptions {
    readonly chaincode: ChaincodeDefinition;
    /** The name the chaincode registers with. */
    readonly id: string;
    /** The organisation it runs for; without one it serves several and cannot tell which. */
    readonly mspId?: string;
    /** The loopback port to listen on; without one it is a socket in a folder of its own. */
    readonly port?: number;
    /** Where a stub of the module may be written. */
    readonly folder: string;
    readonly log: (line: string) => void;
}

const START_TIMEOUT_MS = 30_000;
const START_POLL_MS = 5;

/** @throws {Error} when the chaincode ends, or does not listen in time */
export async function startChaincodeServer(options: ChaincodeServerOptions): Promise<ChaincodeServer> {
    const endpoint = options.port === undefined ? socketEndpoint() : portEndpoint(options.port);
    const state = { running: true, failure: '' };
    const worker = startWorker(options, endpoint.address, (line) => {
        // The first error that it tells of while it starts is most likely why it ends.
        state.failure ||= /^\w*Error\b.*/.exec(line)?.[0] ?? '';
    });
    worker.on('error', (error) => {
        state.failure = error instanceof Error ? error.message : String(error);
        options.log(`[${options.id}] failed: ${state.failure}`);
    });
    const ended = once(worker, 'exit').then(() => {
        state.running = false;
        endpoint.release();
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await accepts(endpoint.connect))) {
        if (!state.running) {
            await sleep(START_POLL_MS);
            throw new Error(`chaincode ${options.id} ended as it started. ${state.failure}`);
        }
        if (Date.now() > deadline) {
            await worker.terminate();
            throw new Error(`chaincode ${options.id} does not listen after ${START_TIMEOUT_MS} ms`);
        }
        await sleep(START_POLL_MS);
    }
    return {
        address: endpoint.address,
        ended,
        sourceFolders: async () => {
            worker.postMessage('folders');
            const [folders] = (await Promise.race([once(worker, 'message'), ended.then(() => [[]])])) as [string[]];
            return folders;
        },
        stop: async () => {
            await worker.terminate();
            await ended;
        },
    };
}

interface Endpoint {
    readonly address: string;
    readonly connect: () => Socket;
    readonly release: () => void;
}

function socketEndpoint(): Endpoint {
    const folder = mkdtempSync(path.join(tmpdir(), 'qcc-'));
    const socket = path.join(folder, 's');
    return {
        address: `unix:${socket}`,
        connect: () => connect(socket),
        release: () => {
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

function portEndpoint(port: number): Endpoint {
    return {
        address: `127.0.0.1:${String(port)}`,
        connect: () => connect(port, '127.0.0.1'),
        release: () => undefined,
    };
}

function startWorker(options: ChaincodeServerOptions, address: string, tell: (line: string) => void): Worker {
    const worker = new Worker(path.join(__dirname, 'chaincode-worker.js'), {
        workerData: { shim: shimOf(options.chaincode) },
        argv: [
            'server',
            `--chaincode-address=${address}`,
            `--chaincode-id=${options.id}`,
            `--module-path=${moduleFolder(options)}`,
        ],
        // Its own environment: the shim changes it as it loads.
        env: {
            ...withoutCoreSettings(process.env),
            CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR',
            ...(options.mspId === undefined ? {} : { CORE_PEER_LOCALMSPID: options.mspId }),
        },
        // The shim calls a deprecated function of its gRPC library as it starts.
        execArgv: ['--no-deprecation'],
        stdout: true,
        stderr: true,
    });
    forwardLines(worker.stdout, options, tell);
    forwardLines(worker.stderr, options, tell);
    return worker;
}

/** The shim that the chaincode was installed with; one that brings none gets this package's. */
function shimOf({ path: folder }: ChaincodeDefinition): string {
    const command = 'fabric-shim/cli.js';
    try {
        return require.resolve(command, { paths: [folder] });
    } catch {
        return require.resolve(command);
    }
}

/** The shim loads the module a package.json names: where the definition names another, a stub of a package stands in. */
function moduleFolder({ chaincode, folder }: ChaincodeServerOptions): string {
    if (chaincode.main === undefined) {
        return chaincode.path;
    }
    mkdirSync(folder, { recursive: true });
    const main = path.resolve(chaincode.path, chaincode.main);
    const manifest = { name: chaincode.name, version: chaincode.version, main };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    return folder;
}

/** The shim takes every CORE_ variable for one of its options. */
function withoutCoreSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('CORE_')));
}

function forwardLines(stream: Readable, { id, log }: ChaincodeServerOptions, tell: (line: string) => void): void {
    createInterface({ input: stream }).on('line', (line) => {
        if (!isToldByPeer(line)) {
            log(`[${id}] ${line}`);
        }
        tell(line);
    });
}

/** The shim takes every refusal of a contract for an error of its own; the peer that ran it logs what it was told. */
function isToldByPeer(line: string): boolean {
    return (
        line.includes('[c-api:contracts-spi/chaincodefromcontract.js]') ||
        (line.includes('[c-api:lib/handler.js]') && line.includes('() returned error response'))
    );
}

function accepts(open: () => Socket): Promise<boolean> {
    return new Promise((resolve) => {
        const connection = open();
        connection.once('connect', () => {
            connection.destroy();
            resolve(true);
        });
        connection.once('error', () => {
            resolve(false);
        });
    });
}
