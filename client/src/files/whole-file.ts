import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { UnusableFile } from './unusable-file.js';

/**
 * A file's bytes.
 *
 * @throws UnusableFile FILE_MISSING, FILE_IS_A_DIRECTORY, FILE_UNREADABLE
 */
export async function readBytes(file: string): Promise<Buffer> {
    try {
        return await readFile(file);
    } catch (error) {
        throw unreadFile(file, error);
    }
}

/** A file's whole text in UTF-8, without a byte order mark. @throws UnusableFile as {@link readBytes} */
export async function readText(file: string): Promise<string> {
    return (await readBytes(file)).toString('utf8').replace(/^\ufeff/u, '');
}

/** The same of a file, or of what is written to the program where its name is `-`. @throws UnusableFile as {@link readBytes} */
export async function readTextOrInput(file: string): Promise<string> {
    return file === '-' ? (await text(process.stdin)).replace(/^\ufeff/u, '') : readText(file);
}

/** The text of a file that need not be there yet. @throws UnusableFile FILE_IS_A_DIRECTORY, FILE_UNREADABLE */
export async function readTextIfAny(file: string): Promise<string | undefined> {
    try {
        return await readText(file);
    } catch (error) {
        if (error instanceof UnusableFile && error.code === 'FILE_MISSING') return undefined;
        throw error;
    }
}

/** What the content of a file is made into; where that fails, the file is at fault. @throws UnusableFile FILE_UNREADABLE */
export function madeOf<Value>(file: string, make: () => Value): Value {
    try {
        return make();
    } catch (error) {
        if (error instanceof UnusableFile) throw error;
        throw new UnusableFile('FILE_UNREADABLE', { file, reason: (error as Error).message });
    }
}

/** @throws UnusableFile FILE_UNREADABLE where the text is no JSON */
export function jsonOf(file: string, json: string): unknown {
    return madeOf(file, () => JSON.parse(json) as unknown);
}

/** What the file system has against reading a file. */
export function unreadFile(file: string, error: unknown): UnusableFile {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new UnusableFile('FILE_MISSING', { file });
    if (code === 'EISDIR') return new UnusableFile('FILE_IS_A_DIRECTORY', { file });
    return unusable(file, error);
}

/** What it has against any other use of a file, writing it for one. */
export function unusable(file: string, error: unknown): UnusableFile {
    const { code, message } = error as NodeJS.ErrnoException;
    return new UnusableFile('FILE_UNREADABLE', { file, reason: code ?? message });
}
