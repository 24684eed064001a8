import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Engine } from '../support/programs.js';

const PROGRAM = join(dirname(require.resolve('@quartier/network/package.json')), 'bin', 'quartier-network.js');

/** `quartier-network up` in a process of its own. */
export interface NetworkProcess {
    /** Connection profiles by organisation. */
    readonly profiles: Readonly<Record<string, string>>;
    /** From the start of the process to its ready line. */
    readonly readyMs: number;
    /** Resident memory, highest since the last reset, in MB; undefined where the system does not tell. */
    peakMemoryMB(): number | undefined;
    resetPeakMemory(): void;
    /** Resident memory of all its processes now, in MB. */
    memoryMB(): number;
    stop(): Promise<void>;
}

/** How a network is run. */
export interface NetworkOptions {
    /** Default embedded. */
    readonly engine?: Engine;
    /** Default one for all. */
    readonly chaincodeServers?: 'shared' | 'per-organisation';
}

/** Starts a network and waits until it is ready. */
export async function startNetworkProcess(
    dataDir: string,
    consortium?: string,
    { engine = 'embedded', chaincodeServers = 'shared' }: NetworkOptions = {},
): Promise<NetworkProcess> {
    const started = performance.now();
    const definition = consortium === undefined ? [] : ['--consortium', consortium];
    const how = ['--engine', engine, '--chaincode-servers', chaincodeServers];
    const args = ['up', ...how, '--data', dataDir, ...definition];
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = once(child, 'exit');
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
    const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), exit.then(() => [])]);
    const readyMs = performance.now() - started;
    const [ready] = line as readonly unknown[];
    if (typeof ready !== 'string') throw new Error(`The network ended before it was ready. ${said}`);
    const { profiles } = JSON.parse(ready) as { readonly profiles: Record<string, string> };
    return {
        profiles,
        readyMs,
        peakMemoryMB: () => peakMemoryMB(child),
        resetPeakMemory: () => {
            resetPeakMemory(child);
        },
        memoryMB: () => memoryMB([child.pid, ...recordedProcesses(dataDir)]),
        stop: async () => {
            child.kill('SIGTERM');
            await exit;
        },
    };
}

/** A folder for one network, gone when the work with it has ended. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = mkdtempSync(join(tmpdir(), 'quartier-bench-'));
    try {
        return await work(folder);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** A new network, and a folder for files beside it, both gone when the work with them has ended. */
export function withNewNetwork<Result>(
    consortium: string,
    work: (network: NetworkProcess, folder: string) => Promise<Result>,
    options: NetworkOptions = {},
): Promise<Result> {
    return inTemporaryFolder((folder) =>
        withNetwork(join(folder, 'network'), consortium, (network) => work(network, folder), options),
    );
}

/** A network while some work with it lasts. */
export async function withNetwork<Result>(
    folder: string,
    consortium: string,
    work: (network: NetworkProcess) => Promise<Result>,
    options: NetworkOptions = {},
): Promise<Result> {
    const network = await startNetworkProcess(folder, consortium, options);
    try {
        return await work(network);
    } finally {
        await network.stop();
    }
}

/** The nodes of Fabric, as the network notes them; the embedded network has none. */
function recordedProcesses(dataDir: string): readonly number[] {
    const folder = join(dataDir, 'run', 'processes');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((file) => {
        return (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly pid: number }).pid;
    });
}

function memoryMB(pids: readonly (number | undefined)[]): number {
    const each = pids.map((pid) => statusMB(pid, 'VmRSS') ?? Number.NaN);
    return each.reduce((sum, megabytes) => sum + megabytes, 0);
}

const peakMemoryMB = ({ pid }: ChildProcess): number | undefined => statusMB(pid, 'VmHWM');

/** A line of a process's status in proc(5), which Linux has. */
function statusMB(pid: number | undefined, name: 'VmHWM' | 'VmRSS'): number | undefined {
    try {
        const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
        const [, kilobytes] = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'mu').exec(status) ?? [];
        return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
    } catch {
        return undefined;
    }
}

/** Linux takes 5 for the peak of the resident memory (proc(5)); elsewhere there is no such file. */
function resetPeakMemory({ pid }: ChildProcess): void {
    try {
        writeFileSync(`/proc/${String(pid)}/clear_refs`, '5');
    } catch {
        // The peak then is that of the whole run.
    }
}
