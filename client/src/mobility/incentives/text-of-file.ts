import { readFile } from 'node:fs/promises';

import { UnusableFile } from '../../files/index.js';

/** @throws UnusableFile FILE_UNREADABLE */
export async function textOfFile(file: string): Promise<string> {
    try {
        return await readFile(file, 'utf8');
    } catch (error) {
        throw unreadable(file, error);
    }
}

/** @throws UnusableFile FILE_UNREADABLE */
export function jsonOfText(text: string, file: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        throw unreadable(file, error);
    }
}

function unreadable(file: string, error: unknown): UnusableFile {
    return new UnusableFile('FILE_UNREADABLE', { file, reason: (error as Error).message });
}
