import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkRefusal } from '../admin/network-refusal.js';
import { endProcess, forgetProcess, recordProcess } from './process-record.js';
import type { Watchdog } from './watchdog.js';

/** A program that runs beside this one for as long as the network does. */
export interface Daemon {
    readonly name: string;
    stop(): Promise<void>;
    /** Ends it at once, as if its machine had failed. */
    kill(): Promise<void>;
}

export interface DaemonOptions {
    readonly name: string;
    readonly program: string;
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly logFile: string;
    /** Where it is noted that the program runs. */
    readonly records: string;
    readonly watchdog: Watchdog;
    readonly isReady: () => Promise<boolean>;
    /** Told when the program ends unasked. */
    readonly log: (line: string) => void;
}

const READY_MS = 90_000;
const POLL_MS = 100;
const RESTART_MS = 1_000;
const TOLD_CHARACTERS = 1_500;

/**
 * Starts a program and waits until it is ready. Should it end later unasked, it is started again.
 * @throws {NetworkRefusal} `PROCESS_ENDED` when it ends, or is not ready in time, with the end of its log
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
    const state = { stopping: false, child: await launch(options) };
    try {
        await untilReady(options, state.child);
    } catch (error) {
        await end(state.child);
        throw error;
    }
    const supervised = supervise(state, options);
    const stop = async (ending: (child: ChildProcess) => unknown): Promise<void> => {
        state.stopping = true;
        await ending(state.child);
        await supervised;
        await forgetProcess(options.records, options.name);
    };
    return { name: options.name, stop: () => stop(end), kill: () => stop((child) => child.kill('SIGKILL')) };
}

interface Supervised {
    readonly stopping: boolean;
    child: ChildProcess;
}

async function supervise(state: Supervised, options: DaemonOptions): Promise<void> {
    for (;;) {
        await ended(state.child);
        if (isStopping(state)) return;
        options.log(
            `${options.name} ended unasked (${endOf(state.child)}) and is started again; see ${options.logFile}`,
        );
        await sleep(RESTART_MS);
        if (isStopping(state)) return;
        try {
            state.child = await launch(options);
        } catch (error) {
            options.log(`${options.name} cannot be started: ${error instanceof Error ? error.message : String(error)}`);
        }
        if (isStopping(state)) await end(state.child);
    }
}

function isStopping(state: { readonly stopping: boolean }): boolean {
    return state.stopping;
}

async function launch(options: DaemonOptions): Promise<ChildProcess> {
    const { name, program, args, environment, logFile, records, watchdog } = options;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    // A group of its own: what a terminal sends to this program it must not get as well.
    const child = spawn(program, args, { env: environment, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    await once(child, 'spawn');
    const { pid } = child;
    if (pid === undefined) return child;
    watchdog.watch(pid);
    child.once('exit', () => {
        watchdog.forget(pid);
    });
    await recordProcess(records, name, pid);
    return child;
}

async function untilReady(options: DaemonOptions, child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await options.isReady())) {
        if (!isAlive(child)) throw await failure(options, `ended as it started (${endOf(child)})`);
        if (Date.now() > deadline) throw await failure(options, `is not ready after ${String(READY_MS / 1000)} s`);
        await sleep(POLL_MS);
    }
}

async function failure({ name, logFile }: DaemonOptions, what: string): Promise<NetworkRefusal> {
    const log = await readFile(logFile, 'utf8');
    return new NetworkRefusal(
        'PROCESS_ENDED',
        `${name} ${what}; the end of ${logFile}:\n${log.slice(-TOLD_CHARACTERS)}`,
    );
}

async function end(child: ChildProcess): Promise<void> {
    if (child.pid !== undefined && isAlive(child)) await endProcess(child.pid, () => isAlive(child));
}

async function ended(child: ChildProcess): Promise<void> {
    if (isAlive(child)) await once(child, 'exit');
}

function isAlive(child: ChildProcess): boolean {
    return child.exitCode === null && child.signalCode === null;
}

function endOf({ exitCode, signalCode }: ChildProcess): string {
    return signalCode ?? `exit code ${String(exitCode)}`;
}
