import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { replaceFile } from '../identity/staged-folder.js';

/** A process as it can be known again: its number may be given to another one later, not with the same start. */
interface ProcessRecord {
    readonly pid: number;
    readonly started: string;
}

const STOP_MS = 20_000;
const POLL_MS = 50;

/** Notes a process that was started, so that a later run finds it if this one is killed. */
export async function recordProcess(folder: string, name: string, pid: number): Promise<void> {
    const started = await startOf(pid);
    if (started === undefined) return;
    await mkdir(folder, { recursive: true });
    const record: ProcessRecord = { pid, started };
    await replaceFile(join(folder, `${name}.json`), JSON.stringify(record));
}

export async function forgetProcess(folder: string, name: string): Promise<void> {
    await rm(join(folder, `${name}.json`), { force: true });
}

/** Ends the processes that a killed run left behind. Resolves to their names. */
export async function endRecordedProcesses(folder: string): Promise<readonly string[]> {
    if (!existsSync(folder)) return [];
    const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
    const ended = await Promise.all(
        files.map(async (file) => {
            const record = JSON.parse(await readFile(join(folder, file), 'utf8')) as ProcessRecord;
            const wasRunning = await isRunning(record);
            if (wasRunning) await endProcess(record.pid, () => isRunning(record));
            await rm(join(folder, file), { force: true });
            return wasRunning ? [file.replace(/\.json$/, '')] : [];
        }),
    );
    return ended.flat();
}

/** Asks a process to end, and kills it when it does not. */
export async function endProcess(pid: number, isAlive: () => boolean | Promise<boolean>): Promise<void> {
    send(pid, 'SIGTERM');
    const deadline = Date.now() + STOP_MS;
    while (await isAlive()) {
        if (Date.now() > deadline) send(pid, 'SIGKILL');
        await sleep(POLL_MS);
    }
}

async function isRunning({ pid, started }: ProcessRecord): Promise<boolean> {
    return (await startOf(pid)) === started;
}

function send(pid: number, signal: NodeJS.Signals): void {
    try {
        process.kill(pid, signal);
    } catch (error) {
        // It ended by itself in the meantime.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
}

/** When a process started, in the operating system's words; undefined when it does not run. */
async function startOf(pid: number): Promise<string | undefined> {
    if (existsSync('/proc/self/stat')) return startInProc(pid);
    try {
        const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
        return stdout.trim();
    } catch {
        return undefined;
    }
}

const STATE = 0;
const START_TIME = 19;

/** From the fields after the program's name, which may hold anything: its state and its start since the system's. */
async function startInProc(pid: number): Promise<string | undefined> {
    try {
        const [boot, stat] = await Promise.all([
            readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
            readFile(`/proc/${String(pid)}/stat`, 'utf8'),
        ]);
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const isGone = fields[STATE] === 'Z' || fields[STATE] === 'X';
        return isGone ? undefined : `${boot.trim()} ${fields[START_TIME] ?? ''}`;
    } catch {
        return undefined;
    }
}
