import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueIdentities } from '@quartier/network';
import { LedgerStore } from '@quartier/network/dist/ledger/ledger-store.js';
import { expect } from 'chai';
import { connectClient, probeConsortium, type ProbeClient } from '../../support/probe-network.js';
import { verifyProbe } from '../../support/verify-probe.js';

/** How often the network is killed; a thorough run sets more. */
const KILLS = Number(process.env['QUARTIER_KILLS'] ?? 4);
const WRITERS = 6;
const LATEST_KILL_MS = 500;

describe('a network that is killed', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kill-'));
    const cryptoDir = path.join(folder, 'crypto');
    const ledger = path.join(folder, 'data', 'channels', 'main');
    let children: ChildProcess[] = [];

    before(() => issueIdentities({ consortium: probeConsortium(), cryptoDir }));

    after(() => {
        children.forEach((child) => child.kill('SIGKILL'));
        rmSync(folder, { recursive: true, force: true });
    });

    it(`keeps, ${String(KILLS)} times, every transaction it reported committed, in a sound ledger`, async () => {
        const reported = new Set<string>();
        for (let round = 0; round < KILLS; round += 1) {
            const child = fork(path.resolve(__dirname, '../../support/run-probe-network.js'), [folder]);
            children = [child];
            const [ports] = (await once(child, 'message')) as [[string, number][]];
            const delay = Math.random() * LATEST_KILL_MS;
            // Now and then the kill comes while the chaincode still starts.
            const awaitsFirst = round % 4 !== 3;
            await writeUntilKilled({ child, ports: new Map(ports), delay, awaitsFirst, reported });

            const found = await verifyProbe(cryptoDir, ledger);
            expect(found.problems, `round ${String(round)}, killed after ${String(delay)} ms`).to.deep.equal([]);
            expect(await notIn(reported)).to.deep.equal([]);
        }
        expect(reported.size).to.be.greaterThan(0);
    }).timeout(60_000 + KILLS * 5_000);

    async function writeUntilKilled({ child, ports, delay, awaitsFirst, reported }: Round): Promise<void> {
        const clients = (['alpha', 'beta'] as const).map((member) => connectClient(cryptoDir, ports, member));
        const exited = once(child, 'exit');
        const first = new AbortController();
        let killed = false;
        const writers = Array.from({ length: WRITERS }, async (_, writer) => {
            for (let turn = 0; !killed; turn += 1) {
                reported.add(await write(clients[writer % clients.length]!, writer, turn));
                first.abort();
            }
        });
        const settled = Promise.allSettled(writers);
        if (awaitsFirst) await Promise.race([once(first.signal, 'abort'), settled]);
        await sleep(delay);
        killed = true;
        child.kill('SIGKILL');
        await exited;
        await settled;
        clients.forEach((client) => {
            client.close();
        });
    }

    async function notIn(reported: ReadonlySet<string>): Promise<string[]> {
        const store = await LedgerStore.open(ledger);
        const missing = [...reported].filter((txId) => store.transaction(txId)?.code !== 0);
        await store.close();
        return missing;
    }
});

interface Round {
    readonly child: ChildProcess;
    readonly ports: ReadonlyMap<string, number>;
    /** From the first commit, or from the first call. */
    readonly delay: number;
    readonly awaitsFirst: boolean;
    /** Receives the ids of the transactions whose commit was reported. */
    readonly reported: Set<string>;
}

/** Resolves to the transaction's id once its commit is reported. */
async function write({ contract }: ProbeClient, writer: number, turn: number): Promise<string> {
    // Fewer keys than turns, so that values are replaced, and what was written in the turn before is purged.
    const key = `${String(writer)}-${String((turn >> 2) % 3)}`;
    const members = { endorsingOrganizations: ['AlphaMSP', 'BetaMSP'] };
    const secret = { ...members, transientData: { value: `secret of ${key}`.repeat(20) } };
    const commit = await [
        () => contract.submitAsync('put', { arguments: [key, 'v'.repeat(1000)] }),
        () => contract.submitAsync('putPrivate', { arguments: ['brief', key], ...secret }),
        () => contract.submitAsync('putPrivate', { arguments: ['shared', key], ...secret }),
        () => contract.submitAsync('purgePrivate', { arguments: ['shared', key], ...members }),
    ][turn % 4]!();
    const { successful, code, transactionId } = await commit.getStatus();
    if (!successful) throw new Error(`${transactionId} has the code ${String(code)}`);
    return transactionId;
}
