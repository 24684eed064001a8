import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { UnusableFile } from './unusable-file.js';
import { unreadFile } from './whole-file.js';

/** Spreadsheets on Windows still write their own 8-bit code page; its letters are those of latin1. */
type Encoding = 'utf8' | 'utf16le' | 'latin1';

export interface TextFile {
    readonly path: string;
    readonly encoding: Encoding;
    readonly bytes: number;
    /** The first lines, as many as stand in the first megabyte. */
    readonly head: readonly string[];
}

const HEAD_BYTES = 1_048_576;
const CHUNK_BYTES = 262_144;
const EXCERPT_CHARACTERS = 60;

/** Looks at the start of a file. Throws UnusableFile unless it is a text file that holds something. */
export async function openText(path: string): Promise<TextFile> {
    const { start, bytes } = await readStart(path);
    if (bytes === 0) throw new UnusableFile('FILE_EMPTY', { file: path });
    const encoding = encodingOf(start);
    if (encoding === undefined) throw new UnusableFile('FILE_NOT_TEXT', { file: path });
    const text = withoutMark(start.toString(encoding));
    if (text.trim() === '') throw new UnusableFile('FILE_EMPTY', { file: path });
    const lines = text.split('\n');
    if (bytes > start.length && lines.length > 1) lines.pop();
    return { path, encoding, bytes, head: lines.map(withoutReturn) };
}

/**
 * Gives every line to `onLine` with its number from 1, and waits for `onChunk` between chunks of the file, so that the
 * text of only one chunk is in memory.
 */
export async function eachLine(
    file: TextFile,
    onLine: (line: string, number: number) => void,
    onChunk: (bytesRead: number) => Promise<void>,
): Promise<void> {
    const stream = createReadStream(file.path, { encoding: file.encoding, highWaterMark: CHUNK_BYTES });
    let rest = '';
    let number = 0;
    const give = (line: string): void => {
        number += 1;
        onLine(withoutReturn(number === 1 ? withoutMark(line) : line), number);
    };
    for await (const chunk of stream as AsyncIterable<string>) {
        const text = rest + chunk;
        if (text.length > HEAD_BYTES + CHUNK_BYTES && !text.includes('\n'))
            throw new UnusableFile('FILE_NOT_TEXT', { file: file.path });
        let from = 0;
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            give(text.slice(from, end));
            from = end + 1;
        }
        rest = text.slice(from);
        await onChunk(stream.bytesRead);
    }
    if (rest !== '') give(rest);
}

/** A short copy for a report. A slice would keep the whole chunk of the file alive. */
export function excerpt(text: string): string {
    const trimmed = text.trim();
    const short = trimmed.length > EXCERPT_CHARACTERS ? `${trimmed.slice(0, EXCERPT_CHARACTERS)}…` : trimmed;
    return ownCopy(short);
}

/** The same text with storage of its own. */
export function ownCopy(text: string): string {
    return Buffer.from(text, 'utf16le').toString('utf16le');
}

async function readStart(path: string): Promise<{ start: Buffer; bytes: number }> {
    try {
        const file = await open(path, 'r');
        try {
            const stats = await file.stat();
            if (stats.isDirectory()) throw new UnusableFile('FILE_IS_A_DIRECTORY', { file: path });
            if (!stats.isFile()) throw new UnusableFile('FILE_UNREADABLE', { file: path, reason: 'it is no file' });
            const buffer = Buffer.alloc(Math.min(stats.size, HEAD_BYTES));
            const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
            return { start: buffer.subarray(0, bytesRead), bytes: stats.size };
        } finally {
            await file.close();
        }
    } catch (error) {
        if (error instanceof UnusableFile) throw error;
        throw unreadFile(path, error);
    }
}

function encodingOf(start: Buffer): Encoding | undefined {
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf16le';
    if (start.includes(0)) return undefined;
    try {
        // In streaming mode a character cut at the end of the head is no fault.
        new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
        return 'utf8';
    } catch {
        return 'latin1';
    }
}

function withoutMark(text: string): string {
    return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function withoutReturn(line: string): string {
    return line.endsWith('\r') ? line.slice(0, -1) : line;
}
