import { ledger } from '@hyperledger/fabric-protos';

/** Where a value was last written: the block, and the transaction's place in it. */
export interface Version {
    readonly block: number;
    readonly tx: number;
}

export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
    return a === undefined || b === undefined ? a === b : a.block === b.block && a.tx === b.tx;
}

/** As Fabric prints it in its errors. */
export function printVersion(version: Version | undefined): string {
    return version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.tx}}`;
}

type ProtoVersion = InstanceType<typeof ledger.rwset.kvrwset.Version>;

export function encodeVersion(version: Version | undefined): ProtoVersion | undefined {
    if (version === undefined) {
        return undefined;
    }
    const encoded = new ledger.rwset.kvrwset.Version();
    encoded.setBlockNum(version.block);
    encoded.setTxNum(version.tx);
    return encoded;
}

export function decodeVersion(version: ProtoVersion | undefined): Version | undefined {
    return version === undefined ? undefined : { block: version.getBlockNum(), tx: version.getTxNum() };
}
