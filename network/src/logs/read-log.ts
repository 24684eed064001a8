import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentLogFile, logFiles } from './log-file.js';

/** Whose lines are wanted; all of them unless said. */
export interface LogSelection {
    /** A peer's host name. */
    readonly peer?: string;
    /** A chaincode's name. */
    readonly chaincode?: string;
}

const POLL_MS = 200;

/**
 * The lines that a network has logged, from the oldest that is kept; with a signal also those that it logs from then
 * on, until the signal aborts.
 */
export async function* readLog(folder: string, selection: LogSelection, until?: AbortSignal): AsyncGenerator<string> {
    const current = currentLogFile(folder);
    for (const file of logFiles(folder).filter((one) => one !== current)) {
        yield* selected(await textBetween(file, 0, await sizeOf(file)), selection);
    }
    let place = 0;
    let rest = '';
    do {
        const size = await sizeOf(current);
        // A new file has taken its place.
        if (size < place) place = 0;
        const text = `${rest}${await textBetween(current, place, size)}`;
        const end = text.lastIndexOf('\n') + 1;
        place = size;
        rest = text.slice(end);
        yield* selected(text.slice(0, end), selection);
        if (until?.aborted === false) await sleep(POLL_MS, undefined, { signal: until }).catch(() => undefined);
    } while (until?.aborted === false);
}

function selected(text: string, selection: LogSelection): readonly string[] {
    return text.split('\n').filter((line) => line !== '' && isSelected(line, selection));
}

/** A line is `TIME [SOURCE] TEXT`, where a peer is its host and a chaincode `NAME_VERSION:HASH`. */
function isSelected(line: string, { peer, chaincode }: LogSelection): boolean {
    if (peer === undefined && chaincode === undefined) return true;
    const source = /^\S+ \[([^\]]*)\]/.exec(line)?.[1] ?? '';
    return source === peer || (chaincode !== undefined && source.startsWith(`${chaincode}_`));
}

async function textBetween(file: string, from: number, to: number): Promise<string> {
    if (to <= from) return '';
    const handle = await open(file);
    try {
        const bytes = Buffer.alloc(to - from);
        await handle.read(bytes, 0, bytes.length, from);
        return bytes.toString();
    } finally {
        await handle.close();
    }
}

async function sizeOf(file: string): Promise<number> {
    try {
        return (await stat(file)).size;
    } catch {
        return 0;
    }
}
