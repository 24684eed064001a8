import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { sha256 } from '@quartier/network/dist/wire/bytes.js';
import { envelopeKey, privateStateKey, stateKey } from '@quartier/network/dist/ledger/ledger-keys.js';
import type { ChannelVerification } from '@quartier/network/dist/verification/index.js';
import { expect } from 'chai';
import { ClassicLevel } from 'classic-level';
import { type ProbeNetwork, startProbeNetwork } from '../../support/probe-network.js';
import { verifyProbe } from '../../support/verify-probe.js';

type Database = ClassicLevel<Buffer, Buffer>;

describe('verifying a ledger', () => {
    let network: ProbeNetwork;
    let folder: string;
    let sound: ChannelVerification;

    before(async () => {
        network = await startProbeNetwork({ batch: { timeoutMs: 10 } });
        await writeOfEverything(network);
        await network.stop();
        folder = mkdtempSync(path.join(tmpdir(), 'verify-'));
        sound = await verified(path.join(network.folder, 'data', 'channels', 'main'));
    });

    after(async () => {
        rmSync(folder, { recursive: true });
        await network.close();
    });

    const verified = (ledger: string): Promise<ChannelVerification> =>
        verifyProbe(path.join(network.folder, 'crypto'), ledger);

    /** Verifies a copy of the ledger in which something was changed. */
    const verifiedAfter = async (change: (database: Database) => Promise<unknown>): Promise<ChannelVerification> => {
        const copy = mkdtempSync(path.join(folder, 'copy-'));
        cpSync(path.join(network.folder, 'data', 'channels', 'main'), copy, { recursive: true });
        const database: Database = new ClassicLevel(copy, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
        await change(database);
        await database.close();
        return verified(copy);
    };

    it('finds the ledger sound that a network has written: conflicts, policies, purges, expiry', () => {
        expect(sound.problems).to.deep.equal([]);
        expect(sound.problemCount).to.equal(0);
        expect(sound.transactions).to.be.greaterThan(15);
        expect(sound.lastHeaderHash).to.match(/^[0-9a-f]{64}$/);
    });

    it('finds one changed byte in a record of any kind, at any place', async () => {
        const kinds = ['b', 'n', 'd', 't', 's', 'q', 'v', 'p', '!'];
        for (const [round, kind] of [...kinds, ...kinds].entries()) {
            const found = await verifiedAfter(async (database) => {
                const rows = await database.iterator({ gte: Buffer.from(kind), lt: next(kind) }).all();
                const filled = rows.filter(([, value]) => value.length > 0);
                const [key, value] = filled[(round * 7) % filled.length]!;
                const place = (round * 131 + 3) % value.length;
                const changed = Buffer.from(value);
                changed[place]! ^= 1;
                await database.put(key, changed);
            });
            expect(found.problemCount, `${kind}, round ${String(round)}`).to.be.greaterThan(0);
        }
    });

    it('finds one removed record of any kind', async () => {
        for (const kind of ['b', 'n', 'd', 't', 's', 'q', 'h', 'v', 'p', 'k', '!']) {
            const found = await verifiedAfter(async (database) => {
                const keys = await database.keys({ gte: Buffer.from(kind), lt: next(kind) }).all();
                await database.del(keys[keys.length >> 1]!);
            });
            expect(found.problemCount, kind).to.be.greaterThan(0);
        }
    });

    it('tells the block and transaction that a changed value of the state was written by', async () => {
        const key = stateKey('probe', 'count');
        const { problems } = await verifiedAfter(async (database) => {
            const value = (await database.get(key))!;
            await database.put(key, Buffer.concat([value.subarray(0, -1), Buffer.from('9')]));
        });
        expect(problems).to.deep.equal([
            {
                code: 'RECORD_DIFFERS',
                block: 6,
                transaction: 0,
                message: 'the value of the key "count" of the chaincode probe',
            },
        ]);
    });

    it('tells a private value that does not fit its hash, and one that is not there', async () => {
        const key = privateStateKey('probe', 'shared', 'kept');
        const changed = await verifiedAfter(async (database) => {
            const value = (await database.get(key))!;
            await database.put(key, Buffer.concat([value, Buffer.from('!')]));
        });
        expect(changed.problems.map(({ code }) => code)).to.deep.equal(['PRIVATE_DATA_DIFFERS']);
        const removed = await verifiedAfter((database) => database.del(key));
        expect(removed.problems.map(({ code, message }) => [code, message])).to.deep.equal([
            ['PRIVATE_DATA_MISSING', 'the value of "kept", collection shared of the chaincode probe'],
        ]);
    });

    it('tells the transaction whose recorded code was changed', async () => {
        const { problems } = await verifiedAfter((database) =>
            changeFrame(database, 2, (block) => {
                block.getMetadata()?.getMetadataList_asU8()[2]?.set([11]);
            }),
        );
        expect(problems[0]).to.deep.equal({
            code: 'CODE_DIFFERS',
            block: 2,
            transaction: 0,
            message: 'it is recorded as MVCC_READ_CONFLICT, and found VALID',
        });
        expect(problems.map(({ code }) => code)).to.include('COMMIT_HASH');
    });

    it('finds a forger who makes every hash fit: the orderer has not signed, the next block does not follow', async () => {
        const { problems } = await verifiedAfter(async (database) => {
            const envelope = Buffer.from((await database.get(envelopeKey({ block: 2, tx: 0 })))!);
            envelope[envelope.length - 1]! ^= 1;
            await database.put(envelopeKey({ block: 2, tx: 0 }), envelope);
            await changeFrame(database, 2, (block) => block.getHeader()?.setDataHash(sha256(envelope)));
        });
        const codes = problems.filter(({ block }) => block === 2 || block === 3).map(({ code }) => code);
        expect(codes).to.include.members(['ORDERER_SIGNATURE', 'CODE_DIFFERS', 'PREVIOUS_HASH']);
        expect(codes).to.not.include('DATA_HASH');
    });

    it('finds bytes changed in the database’s own files', async () => {
        // Towards the end it may look like a write that was never finished, which is nobody's loss.
        for (const place of [0.1, 0.35, 0.6]) {
            const copy = mkdtempSync(path.join(folder, 'copy-'));
            cpSync(path.join(network.folder, 'data', 'channels', 'main'), copy, { recursive: true });
            const file = path.join(
                copy,
                readdirSync(copy).find((name) => /\.(log|ldb)$/.test(name))!,
            );
            const bytes = readFileSync(file);
            bytes[Math.floor(bytes.length * place)]! ^= 0x10;
            writeFileSync(file, bytes);
            expect((await verified(copy)).problemCount, String(place)).to.be.greaterThan(0);
        }
    });
});

/** Block 2 is the second value of the key `a`. */
async function writeOfEverything(network: ProbeNetwork): Promise<void> {
    const { contract } = network.client('alpha');
    const members = { endorsingOrganizations: ['AlphaMSP', 'BetaMSP'] };
    const putPrivate = (collection: string, key: string): Promise<Uint8Array> =>
        contract.submit('putPrivate', {
            arguments: [collection, key],
            transientData: { value: `of ${key}` },
            ...members,
        });
    await contract.submitTransaction('put', 'a', '1');
    await contract.submitTransaction('put', 'a', '2');
    await contract.submitTransaction('put', 'gone', '1');
    await contract.submitTransaction('remove', 'gone');
    await contract.submitTransaction('putMany', 'm', '150');
    await contract.submitTransaction('countInto', 'm', 'n', 'count');
    await Promise.allSettled(Array.from({ length: 4 }, () => contract.submitTransaction('append', 'hot', 'x')));
    await contract.submitTransaction('requireEndorsers', 'a', 'BetaMSP');
    await contract
        .submit('put', { arguments: ['alone', '1'], endorsingOrganizations: ['AlphaMSP'] })
        .catch(() => undefined);
    for (const key of ['kept', 'purged', 'removed']) await putPrivate('shared', key);
    await contract.submit('purgePrivate', { arguments: ['shared', 'purged'], ...members });
    await contract.submit('removePrivate', { arguments: ['shared', 'removed'], ...members });
    await putPrivate('brief', 'short');
    for (const value of ['3', '4', '5', '6']) await contract.submitTransaction('put', 'b', value);
    await putPrivate('brief', 'living');
}

async function changeFrame(database: Database, number: number, change: (block: common.Block) => void): Promise<void> {
    const key = Buffer.concat([Buffer.from('b'), Buffer.alloc(8)]);
    key.writeBigUInt64BE(BigInt(number), 1);
    const block = common.Block.deserializeBinary((await database.get(key))!);
    change(block);
    await database.put(key, Buffer.from(block.serializeBinary()));
}

const next = (kind: string): Buffer => Buffer.from([kind.charCodeAt(0) + 1]);
