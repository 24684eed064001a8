/** Runs all tests: groups of files, each in a process of its own, as many at once as the machine has processors. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import { grouped } from './groups.js';
import { readOutput, sumOf, type GroupOutput } from './totals.js';

const BUILT = path.resolve(__dirname, '..');
const MOCHA = path.join(path.dirname(require.resolve('mocha/package.json')), 'bin', 'mocha.js');
const REPORTER = path.join(__dirname, 'group-reporter.js');
/** Scenarios start the programs hundreds of times: each but the first finds its code compiled. */
const COMPILED = path.resolve(BUILT, '../../node_modules/.cache/quartier-tests');
/** Some groups wait while others work. */
const AT_ONCE = availableParallelism() + 1;
/** How long a process may live on after its last test: a network that a failed test left running never ends by itself. */
const LINGER_MS = 60_000;

interface Ended extends GroupOutput {
    readonly name: string;
    readonly seconds: number;
    /** All tests passed, and the process ended by itself. */
    readonly isGood: boolean;
}

const running = new Set<ChildProcess>();

async function main(): Promise<number> {
    const started = performance.now();
    const files = readdirSync(BUILT, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.js'))
        .map((file) => file.replaceAll(path.sep, '/'))
        .sort();
    const waiting = [...grouped(files)];
    const ended: Ended[] = [];
    const work = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
            const group = await run(...next);
            ended.push(group);
            // What failed is said last, where it is found.
            if (group.isGood) tell(group);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const bad = ended.filter(({ isGood }) => !isGood);
    bad.forEach(tell);
    const { passes, pending, failures } = sumOf(ended.flatMap(({ totals }) => totals ?? []));
    say(`  ${String(passes)} passing (${duration((performance.now() - started) / 1_000)})`);
    if (pending > 0) say(`  ${String(pending)} pending`);
    if (failures > 0) say(`  ${String(failures)} failing`);
    if (bad.length > 0) say(`  not good: ${bad.map(({ name }) => name).join('; ')}`);
    return bad.length === 0 ? 0 : 1;
}

async function run(name: string, files: readonly string[]): Promise<Ended> {
    const started = performance.now();
    const colour = process.stdout.isTTY ? ['--color'] : [];
    const paths = files.map((file) => path.join(BUILT, file));
    const child = spawn(process.execPath, [MOCHA, '--reporter', REPORTER, ...colour, ...paths], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    });
    running.add(child);
    let output = '';
    let lingering: NodeJS.Timeout | undefined;
    const add = (said: string): void => {
        output += said;
        if (readOutput(output).totals !== undefined) lingering ??= setTimeout(() => child.kill('SIGKILL'), LINGER_MS);
    };
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(lingering);
    running.delete(child);
    const read = readOutput(output);
    const seconds = (performance.now() - started) / 1_000;
    return { ...read, name, seconds, isGood: code === 0 && read.totals?.failures === 0 };
}

function tell({ name, text, totals, seconds }: Ended): void {
    const passed = totals === undefined ? 'did not come to its end' : `${String(totals.passes)} passing`;
    say(`${text.trimEnd()}\n\n  [${name}: ${passed}, ${duration(seconds)}]\n`);
}

function duration(seconds: number): string {
    const whole = Math.round(seconds);
    return whole < 60 ? `${String(whole)}s` : `${String(Math.floor(whole / 60))}m ${String(whole % 60)}s`;
}

function say(text: string): void {
    process.stdout.write(`${text}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
        for (const child of running) child.kill(signal);
        process.exitCode = 1;
    });
}

void main().then((exitCode) => {
    process.exitCode ??= exitCode;
});
