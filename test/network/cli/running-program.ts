import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(dirname(require.resolve('@quartier/network/package.json')), 'bin', 'quartier-network.js');

/** A program that was started, with what it has said so far. */
export interface RunningProgram {
    readonly process: ChildProcess;
    readonly errors: () => string;
    /** The next line on its standard output; undefined when it has ended. */
    line(): Promise<string | undefined>;
    /** Sends a signal, unless none is given, and waits for the end. */
    ended(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export function runQuartierNetwork(...args: readonly string[]): RunningProgram {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
