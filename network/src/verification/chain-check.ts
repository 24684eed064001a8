import { common } from '@hyperledger/fabric-protos';
import { encodeHeader } from '../ledger/block.js';
import { asBuffer, NO_BYTES, sha256 } from '../wire/bytes.js';
import type { IdentityChecker } from '../identity/membership.js';
import type { Problem } from './problem.js';
import type { StoredBlock } from './read-block.js';

/** What is wrong with a block's header, beside the header before it, and with the orderer's signature. */
export function chainProblems(
    block: StoredBlock,
    previousHeaderHash: Uint8Array,
    checkOrderer: IdentityChecker,
): readonly Problem[] {
    const { header, number, envelopes } = block;
    const problems: Problem[] = [];
    if (header.getNumber() !== number) {
        problems.push({ code: 'BLOCK_NUMBER', message: `its header says block ${String(header.getNumber())}` });
    }
    if (!asBuffer(header.getPreviousHash_asU8()).equals(previousHeaderHash)) {
        problems.push({ code: 'PREVIOUS_HASH', message: 'it does not follow the block before it' });
    }
    if (!asBuffer(header.getDataHash_asU8()).equals(sha256(...envelopes))) {
        problems.push({ code: 'DATA_HASH', message: 'its transactions are not those its header was made for' });
    }
    const unsigned = signatureProblem(block, checkOrderer);
    if (unsigned !== undefined) problems.push({ code: 'ORDERER_SIGNATURE', message: unsigned });
    return problems.map((problem) => ({ ...problem, block: number }));
}

export const headerHash = (block: StoredBlock): Buffer => sha256(headerBytes(block));

function headerBytes({ header }: StoredBlock): Buffer {
    return encodeHeader(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8());
}

function signatureProblem(block: StoredBlock, checkOrderer: IdentityChecker): string | undefined {
    try {
        const metadata = common.Metadata.deserializeBinary(
            block.metadata[common.BlockMetadataIndex.SIGNATURES] ?? NO_BYTES,
        );
        const signatures = metadata.getSignaturesList();
        if (signatures.length === 0) return 'no orderer has signed it';
        const verifies = signatures.every((signature) => {
            const header = signature.getSignatureHeader_asU8();
            const check = checkOrderer(common.SignatureHeader.deserializeBinary(header).getCreator_asU8());
            const signed = Buffer.concat([metadata.getValue_asU8(), header, headerBytes(block)]);
            return check.status === 'valid' && check.identity.verify(signed, signature.getSignature_asU8());
        });
        return verifies ? undefined : "the orderer's signature does not verify";
    } catch {
        return "the orderer's signature cannot be read";
    }
}
