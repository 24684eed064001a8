import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** In a network's data directory. */
export const LOG_FOLDER = 'logs';

const NAME = 'network.log';
const MAX_BYTES = 5_000_000;
/** The current file and those before it. */
const FILES = 4;

/** Adds a line to a network's log: `TIME [SOURCE] TEXT`. */
export type LogWriter = (line: string) => void;

/** The log files of a network, the oldest first. There may be none yet. */
export function logFiles(folder: string): readonly string[] {
    const files = Array.from({ length: FILES }, (_, age) => fileOf(folder, age)).reverse();
    return files.filter((file) => existsSync(file));
}

export const currentLogFile = (folder: string): string => fileOf(folder, 0);

/**
 * Opens the log in a folder: `network.log`, and when it is full `network.log.1` for what was before, up to
 * `network.log.3`; together they stay below 20 MB. A line that cannot be written is left out: the network goes on.
 */
export function openLog(folder: string): LogWriter {
    mkdirSync(folder, { recursive: true });
    const file = currentLogFile(folder);
    let size = existsSync(file) ? statSync(file).size : 0;
    return (line) => {
        const text = `${new Date().toISOString()} ${line}\n`;
        try {
            if (size + Buffer.byteLength(text) > MAX_BYTES) {
                rotate(folder);
                size = 0;
            }
            appendFileSync(file, text);
            size += Buffer.byteLength(text);
        } catch {
            size = MAX_BYTES;
        }
    };
}

function rotate(folder: string): void {
    for (let age = FILES - 2; age >= 0; age -= 1) {
        if (existsSync(fileOf(folder, age))) renameSync(fileOf(folder, age), fileOf(folder, age + 1));
    }
}

const fileOf = (folder: string, age: number): string => join(folder, age === 0 ? NAME : `${NAME}.${String(age)}`);
