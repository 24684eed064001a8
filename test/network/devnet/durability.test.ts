import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { common } from '@hyperledger/fabric-protos';
import { issueIdentities } from '@quartier/network';
import { expect } from 'chai';

import {
    connectClient,
    probeConsortium,
    startProbeNetwork,
    textOf,
    type ProbeClient,
} from '../../support/probe-network.js';

describe('the ledger on disk', () => {
    it('is the same after a restart, with the same ports', async () => {
        const network = await startProbeNetwork();
        try {
            await network.client('alpha').contract.submitTransaction('put', 'a', '1');
            await network.restart();
            const { contract } = network.client('beta');
            expect(textOf(await contract.evaluateTransaction('get', 'a'))).to.equal('1');
            await contract.submitTransaction('put', 'a', '2');
            expect(textOf(await contract.evaluateTransaction('get', 'a'))).to.equal('2');
        } finally {
            await network.close();
        }
    });

    it('holds, after kill -9 amid a stream of transactions, all that were reported committed, and whole blocks', async () => {
        const folder = mkdtempSync(path.join(tmpdir(), 'probe-'));
        const cryptoDir = path.join(folder, 'crypto');
        await issueIdentities({ consortium: probeConsortium(), cryptoDir });
        try {
            const committed = await submitUntilKilled(folder, cryptoDir);
            expect(committed.length).to.be.greaterThan(20);

            const again = await startChild(folder);
            const client = connectClient(cryptoDir, again.ports, 'beta');
            const kept = JSON.parse(textOf(await client.contract.evaluateTransaction('range', 'k', 'l'))) as string[];
            expect(committed.filter((key) => !kept.includes(key))).to.deep.equal([]);
            await client.contract.submitTransaction('put', 'after', 'x');
            await expectWholeChain(client);
            client.close();
            again.child.kill('SIGKILL');
            await once(again.child, 'exit');
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
});

interface RunningChild {
    readonly child: ChildProcess;
    readonly ports: ReadonlyMap<string, number>;
}

async function startChild(folder: string): Promise<RunningChild> {
    const child = fork(path.resolve(__dirname, '../../support/run-probe-network.js'), [folder]);
    const [ports] = (await once(child, 'message')) as [[string, number][]];
    return { child, ports: new Map(ports) };
}

/** Several clients at once write key after key; gives the keys whose commit was reported before the kill. */
async function submitUntilKilled(folder: string, cryptoDir: string): Promise<string[]> {
    const { child, ports } = await startChild(folder);
    const clients = (['alpha', 'beta', 'gamma'] as const).map((member) => connectClient(cryptoDir, ports, member));
    const committed: string[] = [];
    let killed = false;
    const writers = clients.map(async ({ contract }, writer) => {
        for (let i = 0; !killed; i += 1) {
            const key = `k${writer}-${i}`;
            await contract.submitTransaction('put', key, 'v'.repeat(2000));
            committed.push(key);
            if (committed.length === 60) {
                killed = true;
                child.kill('SIGKILL');
            }
        }
    });
    await Promise.allSettled([...writers, once(child, 'exit')]);
    clients.forEach((client) => {
        client.close();
    });
    return committed;
}

async function expectWholeChain(client: ProbeClient): Promise<void> {
    const { blockNumber } = await (await client.contract.submitAsync('noop')).getStatus();
    const blocks = await client.network.getBlockEvents({ startBlock: 0n });
    let previous: Uint8Array = Buffer.alloc(0);
    let expected = 0;
    try {
        for await (const block of blocks) {
            const header = block.getHeader() ?? new common.BlockHeader();
            const data = createHash('sha256').update(Buffer.concat(block.getData()?.getDataList_asU8() ?? []));
            expect(header.getNumber()).to.equal(expected);
            expect(Buffer.from(header.getPreviousHash_asU8()).equals(previous), `block ${expected}`).to.equal(true);
            expect(Buffer.from(header.getDataHash_asU8()).equals(data.digest()), `block ${expected}`).to.equal(true);
            previous = headerHash(header);
            expected += 1;
            if (BigInt(header.getNumber()) >= blockNumber) {
                return;
            }
        }
    } finally {
        blocks.close();
    }
}

/** ASN.1 sequence of the number (below 2^15 here) and the two hashes, hashed. */
function headerHash(header: common.BlockHeader): Buffer {
    const number = header.getNumber();
    const digits = number < 128 ? [number] : number < 256 ? [0, number] : [number >> 8, number & 0xff];
    const [previous, data] = [header.getPreviousHash_asU8(), header.getDataHash_asU8()];
    const body = Buffer.concat([
        Buffer.from([2, digits.length, ...digits, 4, previous.length]),
        previous,
        Buffer.from([4, data.length]),
        data,
    ]);
    return createHash('sha256')
        .update(Buffer.from([0x30, body.length]))
        .update(body)
        .digest();
}
