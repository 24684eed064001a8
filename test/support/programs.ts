/** The two programs as processes: all that scenarios and faults know of the system, whichever engine runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { removeNetwork } from '@quartier/network';
import { expect } from 'chai';

const QUARTIER_NETWORK = programOf('@quartier/network', 'quartier-network.js');
const QUARTIER = programOf('@quartier/client', 'quartier.js');

function programOf(workspace: string, file: string): string {
    return path.join(path.dirname(require.resolve(`${workspace}/package.json`)), 'bin', file);
}

export type Engine = 'embedded' | 'fabric';

/** The engines of this machine: Fabric's own programs where they are installed. */
export function engines(): readonly Engine[] {
    const folders = [process.env['FABRIC_BIN'] ?? '', ...(process.env['PATH'] ?? '').split(path.delimiter)];
    const hasFabric = folders.some((folder) => folder !== '' && existsSync(path.join(folder, 'orderer')));
    return hasFabric ? ['embedded', 'fabric'] : ['embedded'];
}

/** A program that was started, with what it has said so far. */
export interface RunningProgram {
    readonly process: ChildProcess;
    readonly errors: () => string;
    /** The next line on its standard output; undefined when it has ended. */
    line(): Promise<string | undefined>;
    /** Sends a signal, unless none is given, and waits for the end. */
    ended(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface ProgramOptions {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
}

/** Runs a JavaScript file on the Node.js that the tests run on. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): RunningProgram {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const exit = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    return {
        process: child,
        errors: () => errors,
        line: async () => {
            const next = await lines.next();
            return next.done === true ? undefined : next.value;
        },
        ended: async (signal) => {
            if (signal !== undefined) child.kill(signal);
            const [code, endedBy] = await exit;
            return { code, signal: endedBy };
        },
    };
}

/** The program `quartier` as it runs, for commands that go on until they are ended. */
export function runQuartier(profile: string, ...args: readonly string[]): RunningProgram {
    return runProgram(QUARTIER, args, { env: { ...process.env, QUARTIER_PROFILE: profile } });
}

export function runQuartierNetwork(...args: readonly string[]): RunningProgram {
    return runProgram(QUARTIER_NETWORK, args);
}

/** What a command of `quartier` came to. */
export interface Finished {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
    /** Standard output read as JSON, where the command was given `--json`. */
    readonly json: unknown;
}

/** A command of `quartier` under way. */
export interface RunningCommand {
    readonly finished: Promise<Finished>;
    kill(signal: NodeJS.Signals): void;
}

/** Starts a command of `quartier`: its words, separated by blanks; on a clock that is so many seconds ahead. */
export function startQuartier(command: string, profile?: string, secondsAhead = 0): RunningCommand {
    const words = command.split(' ').filter((word) => word !== '');
    const { QUARTIER_PROFILE: _, ...env } = process.env;
    const clock = secondsAhead === 0 ? [] : ['--require', path.join(__dirname, 'shifted-clock.js')];
    const child = spawn(process.execPath, [...clock, QUARTIER, ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
            ...env,
            ...(profile === undefined ? {} : { QUARTIER_PROFILE: profile }),
            ...(secondsAhead === 0 ? {} : { QUARTIER_CLOCK_AHEAD_MS: String(secondsAhead * 1_000) }),
        },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return {
        finished: once(child, 'close').then(([exitCode]: (number | null)[]) => ({
            exitCode: exitCode ?? null,
            stdout,
            stderr,
            json: words.includes('--json') && stdout !== '' ? (JSON.parse(stdout) as unknown) : undefined,
        })),
        kill: (signal) => child.kill(signal),
    };
}

/** An organisation's back office at its terminal. */
export interface BackOffice {
    /** Connection profile, as the network told it. */
    readonly profile: string;
    start(command: string): RunningCommand;
    run(command: string): Promise<Finished>;
    /** Runs a command with `--json` that must end with 0; its result. */
    ask(command: string): Promise<unknown>;
    /** Runs a command with `--json` that must end with 1; the code of the refusal. */
    refused(command: string): Promise<string>;
    /** The same back office with a clock that is so many seconds ahead. */
    ahead(seconds: number): BackOffice;
}

export function backOffice(profile: string, secondsAhead = 0): BackOffice {
    const run = (command: string): Promise<Finished> => startQuartier(command, profile, secondsAhead).finished;
    return {
        profile,
        start: (command) => startQuartier(command, profile, secondsAhead),
        run,
        ask: async (command) => {
            const { exitCode, stdout, stderr, json } = await run(`${command} --json`);
            expect(exitCode, `${command}: ${stdout} ${stderr}`).to.equal(0);
            return json;
        },
        refused: async (command) => {
            const { exitCode, stdout, json } = await run(`${command} --json`);
            expect(exitCode, `${command}: ${stdout}`).to.equal(1);
            return (json as { readonly error: { readonly code: string } }).error.code;
        },
        ahead: (seconds) => backOffice(profile, secondsAhead + seconds),
    };
}

/** A network that `quartier-network up` runs, with a folder of its own. */
export interface RunningNetwork {
    readonly engine: Engine;
    readonly dataDir: string;
    readonly program: () => RunningProgram;
    office(organisation: string): BackOffice;
    /** Writes an input file; its path. */
    write(name: string, content: string | Uint8Array): string;
    /** Ends the program, by SIGTERM unless told otherwise. The ledger stays. */
    stop(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
    /** Starts the program on the same ledger again. */
    restart(): Promise<void>;
    /** Stops it if it runs, and removes its folder. */
    remove(): Promise<void>;
}

/** Of the sample consortium, unless the file of another is given. */
export async function startNetwork(engine: Engine = 'embedded', consortium?: string): Promise<RunningNetwork> {
    const folder = mkdtempSync(path.join(tmpdir(), 'quartier-network-'));
    const dataDir = path.join(folder, 'data');
    const args = [
        ...['up', '--data', dataDir],
        ...(engine === 'embedded' ? [] : ['--engine', engine]),
        ...(consortium === undefined ? [] : ['--consortium', consortium]),
    ];
    let program = runQuartierNetwork(...args);
    let profiles = await readyProfiles(program);
    return {
        engine,
        dataDir,
        program: () => program,
        office: (organisation) => backOffice(profiles[organisation] ?? ''),
        write: (name, content) => {
            const file = path.join(folder, name);
            writeFileSync(file, content);
            return file;
        },
        stop: (signal = 'SIGTERM') => program.ended(signal),
        restart: async () => {
            program = runQuartierNetwork(...args);
            profiles = await readyProfiles(program);
        },
        remove: async () => {
            const { exitCode, signalCode } = program.process;
            if (exitCode === null && signalCode === null) await program.ended('SIGTERM');
            // Ends what a killed program has left of Fabric's nodes.
            await removeNetwork(dataDir);
            rmSync(folder, { recursive: true });
        },
    };
}

/** The profiles of the ready line. */
export async function readyProfiles(program: RunningProgram): Promise<Readonly<Record<string, string>>> {
    const line = await program.line();
    if (line === undefined) throw new Error(`The network has ended: ${program.errors()}`);
    const said = JSON.parse(line) as { readonly ready: boolean; readonly profiles: Readonly<Record<string, string>> };
    expect(said.ready, line).to.equal(true);
    return said.profiles;
}
