/** Where a value was last written: the block, and the transaction's place in it. */
export interface Version {
    readonly block: number;
    readonly tx: number;
}

export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
    return a?.block === b?.block && a?.tx === b?.tx;
}

/** As Fabric prints it in its errors. */
export function printVersion(version: Version | undefined): string {
    return version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.tx}}`;
}

/** Twelve bytes, in the order of versions. */
export function versionBytes({ block, tx }: Version): Buffer {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64BE(BigInt(block));
    bytes.writeUInt32BE(tx, 8);
    return bytes;
}

export const readVersion = (bytes: Buffer): Version => ({
    block: Number(bytes.readBigUInt64BE(0)),
    tx: bytes.readUInt32BE(8),
});
