/** A file of an archive. */
export interface ArchiveFile {
    readonly name: string;
    readonly content: Buffer;
}

const BLOCK = 512;

/** A tar archive (POSIX.1-1988 ustar) whose bytes follow from its files alone: no owner, no time, one mode. */
export function tar(files: readonly ArchiveFile[]): Buffer {
    const parts = files.flatMap(({ name, content }) => [
        header(name, content.length),
        content,
        Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
    ]);
    return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Buffer {
    const block = Buffer.alloc(BLOCK);
    const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
    block.write(name, 0, 100, 'ascii');
    block.write(octal(0o644, 7), 100, 'ascii');
    block.write(octal(0, 7), 108, 'ascii');
    block.write(octal(0, 7), 116, 'ascii');
    block.write(octal(size, 11), 124, 'ascii');
    block.write(octal(0, 11), 136, 'ascii');
    block.write(' '.repeat(8), 148, 'ascii');
    block.write('0', 156, 'ascii');
    block.write('ustar\x0000', 257, 'ascii');
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
    return block;
}
