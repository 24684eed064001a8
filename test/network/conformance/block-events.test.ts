import { checkpointers, type CloseableAsyncIterable, type Network } from '@hyperledger/fabric-gateway';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine, type Conformance } from '../../support/conformance/engines.js';
import { take } from '../../support/conformance/take.js';

interface Options {
    readonly startBlock?: bigint;
    readonly checkpoint?: ReturnType<typeof checkpointers.inMemory>;
}

interface Kind<Block> {
    readonly title: string;
    readonly open: (network: Network, options?: Options) => Promise<CloseableAsyncIterable<Block>>;
    readonly numberOf: (block: Block) => number;
}

const whole: Kind<common.Block> = {
    title: 'blocks',
    open: (network, options) => network.getBlockEvents(options),
    numberOf: (block) => block.getHeader()?.getNumber() ?? -1,
};

const filtered: Kind<peer.FilteredBlock> = {
    title: 'filtered blocks',
    open: (network, options) => network.getFilteredBlockEvents(options),
    numberOf: (block) => block.getNumber(),
};

const withPrivateData: Kind<peer.BlockAndPrivateData> = {
    title: 'blocks with private data',
    open: (network, options) => network.getBlockAndPrivateDataEvents(options),
    numberOf: (block) => block.getBlock()?.getHeader()?.getNumber() ?? -1,
};

describeOnEachEngine('block events', (conformance) => {
    describeKind(conformance, whole);
    describeKind(conformance, filtered);
    describeKind(conformance, withPrivateData);

    const { contract, client, failed } = conformance;
    const commit = async (name: string, args: string[], chaincode = 'any'): Promise<bigint> => {
        const submitted = await contract(chaincode).submitAsync(name, { arguments: args });
        return (await submitted.getStatus()).blockNumber;
    };
    const network = (): Network => client('org1').network;

    it('name in filtered blocks the transaction, its outcome and its event, without what it carries', async () => {
        const submitted = await contract('any').submitAsync('emit', { arguments: ['filtered', 'not for all'] });
        const { blockNumber: startBlock, transactionId } = await submitted.getStatus();
        const [block] = await take(await network().getFilteredBlockEvents({ startBlock }), 1);
        const [transaction] = block?.getFilteredTransactionsList() ?? [];
        const event = transaction?.getTransactionActions()?.getChaincodeActionsList()[0]?.getChaincodeEvent();
        expect(block?.getChannelId()).to.equal(CHANNEL);
        expect(transaction?.toObject()).to.include({
            txid: transactionId,
            type: common.HeaderType.ENDORSER_TRANSACTION,
            txValidationCode: peer.TxValidationCode.VALID,
        });
        expect(event?.toObject()).to.deep.equal({
            chaincodeId: 'any',
            txId: transactionId,
            eventName: 'filtered',
            payload: '',
        });
    });

    it('have in filtered blocks the invalid transactions too', async () => {
        const submitted = await contract('all').submitAsync('put', {
            arguments: ['few', 'x'],
            endorsingOrganizations: ['Org1MSP'],
        });
        const { blockNumber: startBlock } = await submitted.getStatus();
        const [block] = await take(await network().getFilteredBlockEvents({ startBlock }), 1);
        const [transaction] = block?.getFilteredTransactionsList() ?? [];
        expect(transaction?.getTxValidationCode()).to.equal(peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
        expect(transaction?.getTransactionActions()?.getChaincodeActionsList()).to.deep.equal([]);
    });

    it('have private data of the client’s collections alone', async () => {
        const submitted = await contract('any').submitAsync('putPrivateInTwo', {
            arguments: ['one', 'shared', 'delivered'],
            transientData: { value: 'for members' },
            endorsingOrganizations: ['Org1MSP', 'Org3MSP'],
        });
        const { blockNumber: startBlock, successful } = await submitted.getStatus();
        expect(successful).to.equal(true);
        const collectionsFor = async (user: 'org1' | 'org2' | 'org3'): Promise<readonly string[]> => {
            const { network: seen } = client('org1', { as: user });
            const [block] = await take(await seen.getBlockAndPrivateDataEvents({ startBlock }), 1);
            const sets = block?.getPrivateDataMapMap().get(0)?.getNsPvtRwsetList() ?? [];
            return sets.flatMap((set) => set.getCollectionPvtRwsetList().map((one) => one.getCollectionName())).sort();
        };
        expect(await collectionsFor('org1')).to.deep.equal(['one', 'shared']);
        expect(await collectionsFor('org2')).to.deep.equal([]);
        expect(await collectionsFor('org3')).to.deep.equal(['shared']);
    });

    it('have the keys and values of private data', async () => {
        const submitted = await contract('any').submitAsync('putPrivate', {
            arguments: ['one', 'delivered key'],
            transientData: { value: 'delivered value' },
        });
        const { blockNumber: startBlock } = await submitted.getStatus();
        const [block] = await take(await network().getBlockAndPrivateDataEvents({ startBlock }), 1);
        const [set] = block?.getPrivateDataMapMap().get(0)?.getNsPvtRwsetList() ?? [];
        const bytes = set?.getCollectionPvtRwsetList()[0]?.getRwset_asU8() ?? new Uint8Array();
        const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(bytes).getWritesList();
        expect(set?.getNamespace()).to.equal('any');
        expect(writes.map((write) => [write.getKey(), Buffer.from(write.getValue_asU8()).toString()])).to.deep.equal([
            ['delivered key', 'delivered value'],
        ]);
    });

    it('begin with the channel’s configuration', async () => {
        const [block] = await take(await network().getBlockEvents({ startBlock: 0n }), 1);
        const { header, group } = configurationOf(block ?? new common.Block());
        expect(header.getType()).to.equal(common.HeaderType.CONFIG);
        expect(header.getChannelId()).to.equal(CHANNEL);
        expect([...group.getGroupsMap().keys()].sort()).to.deep.equal(['Application', 'Orderer']);
        const members = group.getGroupsMap().get('Application')?.getGroupsMap().keys() ?? [];
        expect([...members].sort()).to.deep.equal(['Org1MSP', 'Org2MSP', 'Org3MSP']);
    });

    it('are refused to who is not a member', async () => {
        const { network: seen } = client('org1', { as: 'org2', mspId: 'Org1MSP' });
        const refused: unknown = await take(await seen.getBlockEvents(), 1).catch((error: unknown) => error);
        expect(String(refused)).to.equal('Error: Unexpected status response: 403');
    });

    it('of a channel that the peer has not joined are not there', async () => {
        const { network: seen } = client('org1', { channel: 'elsewhere' });
        const refused: unknown = await take(await seen.getBlockEvents(), 1).catch((error: unknown) => error);
        expect(String(refused)).to.equal('Error: Unexpected status response: 404');
    });

    it('carry five kinds of metadata, with a code for each transaction', async () => {
        const startBlock = await commit('put', ['metadata', 'x']);
        const [block] = await take(await network().getBlockEvents({ startBlock }), 1);
        const metadata = metadataOf(block);
        expect(metadata).to.have.length(5);
        const { TRANSACTIONS_FILTER, COMMIT_HASH, SIGNATURES } = common.BlockMetadataIndex;
        expect([...(metadata[TRANSACTIONS_FILTER] ?? [])]).to.deep.equal([0]);
        const read = (index: number): common.Metadata =>
            common.Metadata.deserializeBinary(metadata[index] ?? new Uint8Array());
        expect(read(COMMIT_HASH).getValue_asU8()).to.have.length(32);
        const signed = read(SIGNATURES);
        expect(signed.getSignaturesList()).to.have.length(1);
        const value = common.OrdererBlockMetadata.deserializeBinary(signed.getValue_asU8());
        expect(value.getLastConfig()?.getIndex()).to.equal(0);
    });

    it('end with an error when the client goes away', async () => {
        const events = await network().getBlockEvents();
        events.close();
        expect(await take(events, 1).catch(() => [])).to.deep.equal([]);
        expect(await failed(contract('any').submitTransaction('fail', 'still here'))).to.include({ code: 'ABORTED' });
    });
});

function configurationOf(block: common.Block): {
    readonly header: common.ChannelHeader;
    readonly group: common.ConfigGroup;
} {
    const [envelope = new Uint8Array()] = block.getData()?.getDataList_asU8() ?? [];
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
    const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
    const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
    return {
        header: common.ChannelHeader.deserializeBinary(header),
        group: config?.getChannelGroup() ?? new common.ConfigGroup(),
    };
}

function metadataOf(block: common.Block | undefined): readonly Uint8Array[] {
    return block?.getMetadata()?.getMetadataList_asU8() ?? [];
}

function describeKind<Block>({ contract, client }: Conformance, kind: Kind<Block>): void {
    const commit = async (): Promise<number> => {
        const submitted = await contract('any').submitAsync('put', { arguments: ['block', kind.title] });
        return Number((await submitted.getStatus()).blockNumber);
    };
    const network = (): Network => client('org1').network;

    describe(`as ${kind.title}`, () => {
        it('come as they are committed', async () => {
            const events = await kind.open(network());
            const number = await commit();
            const [block] = await take(events, 1);
            expect(block === undefined ? undefined : kind.numberOf(block)).to.equal(number);
        });

        it('come again from a block', async () => {
            const number = await commit();
            await commit();
            const blocks = await take(await kind.open(network(), { startBlock: BigInt(number) }), 2);
            expect(blocks.map(kind.numberOf)).to.deep.equal([number, number + 1]);
        });

        it('come from the block to come, and from none after it', async () => {
            const number = await commit();
            const events = await kind.open(network(), { startBlock: BigInt(number + 1) });
            const tooFar = await kind.open(network(), { startBlock: BigInt(number + 2) });
            const refused: unknown = await take(tooFar, 1).catch((error: unknown) => error);
            expect(String(refused)).to.equal('Error: Unexpected status response: 404');
            await commit();
            expect((await take(events, 1)).map(kind.numberOf)).to.deep.equal([number + 1]);
        });

        it('come to two listeners of one client', async () => {
            const [first, second] = [await kind.open(network()), await kind.open(network())];
            const number = await commit();
            expect((await take(first, 1)).map(kind.numberOf)).to.deep.equal([number]);
            expect((await take(second, 1)).map(kind.numberOf)).to.deep.equal([number]);
        });

        it('go on after the block of a checkpoint', async () => {
            const checkpoint = checkpointers.inMemory();
            const number = await commit();
            await checkpoint.checkpointBlock(BigInt(number));
            await commit();
            const blocks = await take(await kind.open(network(), { checkpoint }), 1);
            expect(blocks.map(kind.numberOf)).to.deep.equal([number + 1]);
        });
    });
}
