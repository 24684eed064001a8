import { StatusCode } from '@hyperledger/fabric-gateway';
import { ledger } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, textOf, type Member, type ProbeNetwork } from '../../support/probe-network.js';
import { sha256 } from '../../support/sha256.js';

const MEMBERS = ['AlphaMSP', 'BetaMSP'];

describe('private data', () => {
    let network: ProbeNetwork;

    before(async () => {
        network = await startProbeNetwork();
    });
    after(() => network.close());

    const write = (member: Member, collection: string, key: string, value: string): Promise<Uint8Array> =>
        network.client(member).contract.submit('putPrivate', {
            arguments: [collection, key],
            transientData: { value },
            endorsingOrganizations: MEMBERS,
        });
    const read = async (member: Member, collection: string, key: string): Promise<string> =>
        textOf(await network.client(member).contract.evaluateTransaction('getPrivate', collection, key));

    it('is read by the members, and its hash by all', async () => {
        await write('alpha', 'shared', 'k', 'secret');
        expect(await read('beta', 'shared', 'k')).to.equal('secret');
        const hash = sha256('secret');
        const { contract } = network.client('gamma');
        expect(textOf(await contract.evaluateTransaction('privateHash', 'shared', 'k'))).to.equal(hash);
    });

    it('is refused to a client of another organisation, on its own peer and on a member’s', async () => {
        const denied = 'tx creator does not have read access permission on privatedata in chaincodeName:probe';
        expect((await failureOf(read('gamma', 'shared', 'k'))).message).to.contain(denied);
        const { contract } = network.client('alpha', { as: 'gamma' });
        const failure = await failureOf(contract.evaluateTransaction('getPrivate', 'shared', 'k'));
        expect(failure.message).to.contain(denied);
        const written = await failureOf(write('gamma', 'shared', 'k', 'forged'));
        expect(written.details.join()).to.contain('tx creator does not have write access permission');
    });

    it('is not there on the peer of another organisation, even where anyone may read', async () => {
        await write('alpha', 'open', 'k', 'for members’ peers');
        const failure = await failureOf(read('gamma', 'open', 'k'));
        expect(failure.message).to.match(
            /private data matching public hash version is not available\. Public hash version = \{BlockNum: \d+, TxNum: 0\}, Private data version = <nil>/,
        );
        const { contract } = network.client('gamma');
        expect(textOf(await contract.evaluateTransaction('privateRange', 'open', '', ''))).to.equal('[]');
    });

    it('with transient data is endorsed by the collection’s members without being told', async () => {
        const { contract } = network.client('beta');
        await contract.submit('putPrivate', { arguments: ['shared', 'planned'], transientData: { value: 'p' } });
        expect(await read('alpha', 'shared', 'planned')).to.equal('p');
    });

    it('stays unwritten when one member alone endorses', async () => {
        const { contract } = network.client('alpha');
        const failure = await failureOf(
            contract.submit('putPrivate', {
                arguments: ['shared', 'alone'],
                transientData: { value: 'x' },
                endorsingOrganizations: ['AlphaMSP', 'GammaMSP'],
            }),
        );
        expect(failure.code).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE);
        expect(await read('alpha', 'shared', 'alone')).to.equal('');
    });

    it('conflicts like public state', async () => {
        await write('alpha', 'shared', 'c', 'a');
        const { contract } = network.client('alpha');
        const propose = (value: string): ReturnType<ReturnType<typeof contract.newProposal>['endorse']> =>
            contract
                .newProposal('appendPrivate', {
                    arguments: ['shared', 'c'],
                    transientData: { value },
                    endorsingOrganizations: MEMBERS,
                })
                .endorse();
        const [first, second] = [await propose('b'), await propose('c')];
        const commits = [await first.submit(), await second.submit()];
        const codes = await Promise.all(commits.map(async (commit) => (await commit.getStatus()).code));
        expect(codes).to.deep.equal([StatusCode.VALID, StatusCode.MVCC_READ_CONFLICT]);
        expect(await read('beta', 'shared', 'c')).to.equal('ab');
    });

    it('is read in ranges by members, in evaluations', async () => {
        await write('alpha', 'open', 'r1', '1');
        await write('alpha', 'open', 'r2', '2');
        const { contract } = network.client('beta');
        const keys = textOf(await contract.evaluateTransaction('privateRange', 'open', 'r', 's'));
        expect(JSON.parse(keys)).to.deep.equal(['r1', 'r2']);
    });

    it('is gone after a purge, for good and from the stream of blocks too', async () => {
        await write('alpha', 'shared', 'erased', 'first');
        await write('alpha', 'shared', 'erased', 'second');
        expect(await privateValuesOf(network, 'erased')).to.deep.equal(['first', 'second']);
        await network.client('alpha').contract.submit('purgePrivate', {
            arguments: ['shared', 'erased'],
            endorsingOrganizations: MEMBERS,
        });
        expect(await read('beta', 'shared', 'erased')).to.equal('');
        expect(await privateValuesOf(network, 'erased')).to.deep.equal([]);
        await network.restart();
        expect(await read('beta', 'shared', 'erased')).to.equal('');
    });

    it('expires with its time to live', async () => {
        await write('alpha', 'brief', 'b', 'x');
        const { contract } = network.client('alpha');
        await contract.submitTransaction('noop');
        await contract.submitTransaction('noop');
        expect(await read('alpha', 'brief', 'b')).to.equal('x');
        await contract.submitTransaction('noop');
        expect(await read('alpha', 'brief', 'b')).to.equal('');
        expect(textOf(await contract.evaluateTransaction('privateHash', 'brief', 'b'))).to.equal('');
    });

    it('of an organisation’s own collection stays on its peer', async () => {
        await network.client('gamma').contract.submit('putPrivate', {
            arguments: ['_implicit_org_GammaMSP', 'mine'],
            transientData: { value: 'g' },
            endorsingOrganizations: ['GammaMSP'],
        });
        expect(await read('gamma', '_implicit_org_GammaMSP', 'mine')).to.equal('g');
        const failure = await failureOf(read('alpha', '_implicit_org_GammaMSP', 'mine'));
        expect(failure.message).to.contain('private data matching public hash version is not available');
    });
});

/** The values of a private key in the blocks from the first, as a member's client is sent them. */
async function privateValuesOf(network: ProbeNetwork, key: string): Promise<string[]> {
    const client = network.client('beta');
    const { blockNumber } = await (await client.contract.submitAsync('noop')).getStatus();
    const values: string[] = [];
    const blocks = await client.network.getBlockAndPrivateDataEvents({ startBlock: 0n });
    try {
        for await (const event of blocks) {
            for (const [, sets] of [...event.getPrivateDataMapMap().entries()]) {
                values.push(...valuesIn(sets, key));
            }
            if (BigInt(event.getBlock()?.getHeader()?.getNumber() ?? 0) >= blockNumber) {
                break;
            }
        }
    } finally {
        blocks.close();
    }
    return values;
}

function valuesIn(sets: ledger.rwset.TxPvtReadWriteSet, key: string): string[] {
    return sets
        .getNsPvtRwsetList()
        .flatMap((namespace) => namespace.getCollectionPvtRwsetList())
        .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
        .filter((write) => write.getKey() === key && !write.getIsDelete())
        .map((write) => textOf(write.getValue_asU8()));
}
