import { hash } from 'node:crypto';

import type { Transaction } from '@hyperledger/fabric-gateway';
import { ledger } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { endorsedResults } from '../../support/conformance/raw-transaction.js';

const { KVRWSet, HashedRWSet } = ledger.rwset.kvrwset;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const hashOf = (text: string): string => hash('sha256', text, 'base64');

describeOnEachEngine('read and write sets', ({ contract }) => {
    const endorse = (name: string, args: string[], value?: string): Promise<Transaction> =>
        contract('any')
            .newProposal(name, { arguments: args, ...(value === undefined ? {} : { transientData: { value } }) })
            .endorse();
    const publicSet = async (name: string, ...args: string[]): Promise<ReturnType<typeof asObject>> =>
        asObject(await endorse(name, args));
    const put = async (key: string): Promise<{ blockNum: number; txNum: number }> => {
        const commit = await contract('any').submitAsync('put', { arguments: [key, 'x'] });
        return { blockNum: Number((await commit.getStatus()).blockNumber), txNum: 0 };
    };

    it('name what was read with its version, and what is written', async () => {
        const version = await put('set-a');
        expect(await publicSet('append', 'set-a', 'y')).to.deep.equal({
            readsList: [{ key: 'set-a', version }],
            rangeQueriesInfoList: [],
            writesList: [{ key: 'set-a', isDelete: false, value: base64(Buffer.from('xy')) }],
            metadataWritesList: [],
        });
        expect((await publicSet('get', 'set-absent')).readsList).to.deep.equal([
            { key: 'set-absent', version: undefined },
        ]);
        expect((await publicSet('remove', 'set-a')).writesList).to.deep.equal([
            { key: 'set-a', isDelete: true, value: '' },
        ]);
    });

    it('name a range with the keys it gave, or with a digest of many', async () => {
        const version = await put('set-range');
        const { rangeQueriesInfoList: short } = await publicSet('countInto', 'set-range', 'set-rangf', 'n');
        expect(short).to.deep.equal([
            {
                startKey: 'set-range',
                endKey: 'set-rangf',
                itrExhausted: true,
                rawReads: { kvReadsList: [{ key: 'set-range', version }] },
                readsMerkleHashes: undefined,
            },
        ]);
        await contract('any').submitTransaction('putMany', 'set-many-', '120');
        const { rangeQueriesInfoList: long } = await publicSet('countInto', 'set-many-', 'set-many.', 'n');
        const [range] = long;
        expect(range).to.include({ itrExhausted: true, rawReads: undefined });
        expect(range?.readsMerkleHashes).to.include({ maxDegree: 50, maxLevel: 1 });
        expect(range?.readsMerkleHashes?.maxLevelHashesList).to.have.length(3);
    });

    it('name a key’s policy as metadata', async () => {
        const { metadataWritesList, readsList } = await publicSet('requireEndorsers', 'set-a', 'Org1MSP');
        expect(readsList).to.deep.equal([]);
        expect(metadataWritesList).to.have.length(1);
        expect(metadataWritesList[0]?.key).to.equal('set-a');
        expect(metadataWritesList[0]?.entriesList.map(({ name }) => name)).to.deep.equal(['VALIDATION_PARAMETER']);
    });

    it('have of private data the hashes alone', async () => {
        const results = endorsedResults(await endorse('appendPrivate', ['one', 'set-private'], 'secret'));
        expect(Buffer.from(results.serializeBinary()).includes('secret')).to.equal(false);
        const [collection] = namespaceOf(results)?.getCollectionHashedRwsetList() ?? [];
        expect(collection?.getCollectionName()).to.equal('one');
        expect(collection?.getPvtRwsetHash_asU8()).to.have.length(32);
        const hashed = HashedRWSet.deserializeBinary(collection?.getHashedRwset_asU8() ?? new Uint8Array());
        expect(hashed.toObject()).to.deep.equal({
            hashedReadsList: [{ keyHash: hashOf('set-private'), version: undefined }],
            hashedWritesList: [
                {
                    keyHash: hashOf('set-private'),
                    isDelete: false,
                    valueHash: hashOf('secret'),
                    isPurge: false,
                },
            ],
            metadataWritesList: [],
        });
    });
});

type Results = ReturnType<typeof endorsedResults>;

/**
 * That of the chaincode `any`. Fabric also notes that it read the chaincode's definition, under `_lifecycle`; the
 * embedded network keeps no definitions on the ledger.
 */
const namespaceOf = (results: Results): ReturnType<Results['getNsRwsetList']>[number] | undefined =>
    results.getNsRwsetList().find((set) => set.getNamespace() === 'any');

function asObject(transaction: Transaction): ReturnType<InstanceType<typeof KVRWSet>['toObject']> {
    const results = endorsedResults(transaction);
    expect(results.getDataModel()).to.equal(ledger.rwset.TxReadWriteSet.DataModel.KV);
    return KVRWSet.deserializeBinary(namespaceOf(results)?.getRwset_asU8() ?? new Uint8Array()).toObject();
}
