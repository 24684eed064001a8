import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { HOST } from './fabric-configuration.js';

const START_TIMEOUT_MS = 60_000;

export interface Program {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly logFile: string;
    /** It has started when this port accepts connections. */
    readonly port: number;
}

export interface RunningProgram {
    stop(): Promise<void>;
}

/** @throws {Error} when it does not listen in time */
export async function startProgram(program: Program): Promise<RunningProgram> {
    const child = launch(program);
    await listening(program.port, () => child.exitCode === null);
    return {
        stop: async () => {
            if (child.exitCode === null) {
                child.kill('SIGTERM');
                await once(child, 'exit');
            }
        },
    };
}

/** A program that is started again whenever it ends. */
export function keepRunning(program: Program): RunningProgram {
    let stopped = false;
    let child = launch(program);
    const relaunch = (): void => {
        if (!stopped) {
            child = launch(program);
            child.once('exit', relaunch);
        }
    };
    child.once('exit', relaunch);
    return {
        stop: async () => {
            stopped = true;
            if (child.exitCode === null) {
                child.kill('SIGTERM');
                await once(child, 'exit');
            }
        },
    };
}

/** Runs a command to its end and gives what it prints. */
export async function run(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
    return stdout;
}

export async function freePorts(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const servers = await Promise.all(
        names.map(async () => {
            const server = createServer().listen(0, HOST);
            await once(server, 'listening');
            return server;
        }),
    );
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    servers.forEach((server) => server.close());
    return new Map(names.map((name, index) => [name, ports[index] ?? 0]));
}

function launch({ command, args, env, logFile }: Program): ChildProcess {
    const log = openSync(logFile, 'a');
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
}

/** Waits until a port accepts connections. */
export async function listening(port: number, isRunning = (): boolean => true): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await accepts(port))) {
        if (!isRunning() || Date.now() > deadline) {
            throw new Error(`nothing listens on port ${port}`);
        }
        await sleep(50);
    }
}

function accepts(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const connection = connect(port, HOST);
        connection.once('connect', () => {
            connection.destroy();
            resolve(true);
        });
        connection.once('error', () => {
            resolve(false);
        });
    });
}
