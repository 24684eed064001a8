import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { medianOf } from './measure.js';

/** What a program of this folder writes when it has run in a new process: nothing that ran before has warmed it. */
export async function inOwnProcess<Result>(program: string, ...args: readonly (string | number)[]): Promise<Result> {
    const file = join(__dirname, `${program}.js`);
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...args.map(String)]);
    return JSON.parse(stdout) as Result;
}

/** In milliseconds. */
export interface ColdAndWarm {
    /** The first time in a process. */
    readonly coldMs: number;
    /** The median of the others. */
    readonly warmMs: number;
}

export function coldAndWarm(rounds: number, work: () => unknown): ColdAndWarm {
    const coldMs = millisecondsOf(work);
    return { coldMs, warmMs: medianMs(rounds, work) };
}

export function medianMs(rounds: number, work: () => unknown): number {
    return medianOf(Array.from({ length: rounds }, () => millisecondsOf(work)));
}

function millisecondsOf(work: () => unknown): number {
    const started = performance.now();
    work();
    return performance.now() - started;
}
