import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Gateway } from '@hyperledger/fabric-gateway';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { decodeState } from '@quartier/network/dist/ledger/state-records.js';
import { ClassicLevel } from 'classic-level';

import type { RunningNetwork } from './programs.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

/** The blocks of a channel from its first to the one of this number, as any member of the channel gets them. */
export async function readBlocks(gateway: Gateway, channel: string, last: bigint): Promise<common.Block[]> {
    const blocks: common.Block[] = [];
    const events = await gateway.getNetwork(channel).getBlockEvents({ startBlock: 0n });
    try {
        for await (const block of events) {
            blocks.push(block);
            if (BigInt(block.getHeader()?.getNumber() ?? 0) >= last) break;
        }
    } finally {
        events.close();
    }
    return blocks;
}

/** All that a transaction in a block shows. */
export interface ShownTransaction {
    readonly txId: string;
    readonly creator: Buffer;
    readonly chaincode: string;
    /** Of the proposal, whose transient part is left out. */
    readonly args: readonly Buffer[];
    readonly transientNames: readonly string[];
    readonly reply: Buffer;
    readonly eventName: string;
    readonly eventPayload: Buffer;
    readonly publicReads: readonly string[];
    readonly publicWrites: readonly { readonly key: string; readonly value: Buffer }[];
    readonly collections: readonly ShownCollection[];
}

export interface ShownCollection {
    readonly name: string;
    readonly keyHashes: readonly Buffer[];
    readonly valueHashes: readonly Buffer[];
    readonly setHash: Buffer;
}

export function shownTransactions(block: common.Block): ShownTransaction[] {
    return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope) => {
        const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
        const header = common.ChannelHeader.deserializeBinary(payload.getHeader()?.getChannelHeader_asU8() ?? NOTHING);
        if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
        const creator = common.SignatureHeader.deserializeBinary(
            payload.getHeader()?.getSignatureHeader_asU8() ?? NOTHING,
        ).getCreator_asU8();
        return peer.Transaction.deserializeBinary(payload.getData_asU8())
            .getActionsList()
            .map((action) => ({
                txId: header.getTxId(),
                creator: Buffer.from(creator),
                ...shownAction(peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())),
            }));
    });
}

const NOTHING = new Uint8Array();

function shownAction(payload: peer.ChaincodeActionPayload): Omit<ShownTransaction, 'txId' | 'creator'> {
    const proposal = peer.ChaincodeProposalPayload.deserializeBinary(payload.getChaincodeProposalPayload_asU8());
    const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec();
    const response = peer.ProposalResponsePayload.deserializeBinary(
        payload.getAction()?.getProposalResponsePayload_asU8() ?? NOTHING,
    );
    const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
    const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
    const sets = rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8()).getNsRwsetList();
    const publicSets = sets.map((set) => kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()));
    return {
        chaincode: spec?.getChaincodeId()?.getName() ?? '',
        args: (spec?.getInput()?.getArgsList_asU8() ?? []).map((arg) => Buffer.from(arg)),
        transientNames: [...proposal.getTransientmapMap().keys()],
        reply: Buffer.from(action.getResponse()?.getPayload_asU8() ?? NOTHING),
        eventName: event.getEventName(),
        eventPayload: Buffer.from(event.getPayload_asU8()),
        publicReads: publicSets.flatMap((set) => set.getReadsList().map((read) => read.getKey())),
        publicWrites: publicSets.flatMap((set) =>
            set.getWritesList().map((write) => ({ key: write.getKey(), value: Buffer.from(write.getValue_asU8()) })),
        ),
        collections: sets.flatMap((set) => set.getCollectionHashedRwsetList().map(shownCollection)),
    };
}

function shownCollection(set: InstanceType<typeof rwset.CollectionHashedReadWriteSet>): ShownCollection {
    const hashed = kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8());
    const keyed = [...hashed.getHashedReadsList(), ...hashed.getHashedWritesList(), ...hashed.getMetadataWritesList()];
    return {
        name: set.getCollectionName(),
        keyHashes: keyed.map((its) => Buffer.from(its.getKeyHash_asU8())),
        valueHashes: hashed
            .getHashedWritesList()
            .map((write) => Buffer.from(write.getValueHash_asU8()))
            .filter(({ length }) => length > 0),
        setHash: Buffer.from(set.getPvtRwsetHash_asU8()),
    };
}

/** What a peer's disk holds of a channel. */
export interface StoredLedger {
    /** What every peer of the channel stores: blocks, public state, hashes. */
    readonly shared: readonly Buffer[];
    /** What only the peers of a collection's members store; empty where it cannot be told from the disk. */
    readonly privateRecords: readonly { readonly key: string; readonly value: Buffer }[];
}

/** Reads the ledger of a network that has been stopped. */
export async function readStoredLedger(
    { engine, dataDir }: Pick<RunningNetwork, 'engine' | 'dataDir'>,
    channel: string,
): Promise<StoredLedger> {
    return engine === 'embedded'
        ? readEmbedded(path.join(dataDir, 'ledger', 'channels', channel))
        : readFabric(dataDir);
}

/** Of the embedded network's records these letters begin what is in the collections. */
const PRIVATE = new Set(['p', 'v', 'x', 'k', 'e', 'y']);
const PRIVATE_STATE = 'p';

async function readEmbedded(folder: string): Promise<StoredLedger> {
    const database = new ClassicLevel<Buffer, Buffer>(folder, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
    const shared: Buffer[] = [];
    const privateRecords: { key: string; value: Buffer }[] = [];
    for await (const [key, value] of database.iterator()) {
        const letter = key.toString('latin1', 0, 1);
        if (!PRIVATE.has(letter)) shared.push(key, value);
        if (letter !== PRIVATE_STATE) continue;
        privateRecords.push({ key: key.toString().split('\0').slice(2).join('\0'), value: decodeState(value).value });
    }
    await database.close();
    return { shared, privateRecords };
}

function readFabric(dataDir: string): StoredLedger {
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter(({ name }) =>
        name.startsWith('blockfile_'),
    );
    return {
        shared: files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name))),
        privateRecords: [],
    };
}
