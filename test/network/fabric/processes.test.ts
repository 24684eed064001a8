import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { choosePorts } from '@quartier/network/dist/fabric/ports.js';
import { endRecordedProcesses, recordProcess } from '@quartier/network/dist/fabric/process-record.js';
import { findFabricPrograms } from '@quartier/network/dist/fabric/programs.js';
import { NetworkRefusal } from '@quartier/network';
import { expect } from 'chai';

describe('the processes of a network on Fabric', () => {
    const root = mkdtempSync(join(tmpdir(), 'quartier-processes-'));

    after(() => {
        rmSync(root, { recursive: true });
    });

    it('are found and ended when a killed run has left them', async () => {
        const folder = join(root, 'left');
        const left = sleeper();
        await recordProcess(folder, 'peer0', left.pid!);

        expect(await endRecordedProcesses(folder)).to.deep.equal(['peer0']);
        expect(left.signalCode ?? (await once(left, 'exit'))[1]).to.equal('SIGTERM');
        expect(await endRecordedProcesses(folder)).to.deep.equal([]);
    });

    it('are told from another that has the same number later', async () => {
        const folder = join(root, 'reused');
        const other = sleeper();
        await recordProcess(folder, 'peer0', other.pid!);
        const file = join(folder, 'peer0.json');
        const record = JSON.parse(readFileSync(file, 'utf8')) as object;
        writeFileSync(file, JSON.stringify({ ...record, started: 'at another time' }));

        expect(await endRecordedProcesses(folder)).to.deep.equal([]);
        expect(other.exitCode ?? other.signalCode).to.equal(null);
        other.kill();
    });

    it('keep their ports; one that stands in no channel moves when its port is taken', async () => {
        const file = join(root, 'ports.json');
        const requests = [{ name: 'peer' }, { name: 'metrics', isMovable: true }];
        const first = await choosePorts(requests, file);
        expect(await choosePorts(requests, file)).to.deep.equal(first);

        const taken = await listening(first.get('metrics')!);
        const second = await choosePorts(requests, file);
        taken.close();
        expect(second.get('peer')).to.equal(first.get('peer'));
        expect(second.get('metrics')).not.to.equal(first.get('metrics'));
    }).timeout(20_000);

    it('are refused a port that stands in a channel and is taken', async () => {
        const file = join(root, 'fixed-ports.json');
        const first = await choosePorts([{ name: 'peer' }], file);
        const taken = await listening(first.get('peer')!);
        const failure = await choosePorts([{ name: 'peer' }], file).catch((error: unknown) => error);
        taken.close();
        expect(failure).to.be.instanceOf(NetworkRefusal).with.property('code', 'PORT_TAKEN');
    }).timeout(20_000);

    it('need programs: without them it is said which are missing and where the release is', async () => {
        const failure = await findFabricPrograms({ FABRIC_BIN: root }).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(NetworkRefusal).with.property('code', 'FABRIC_NOT_FOUND');
        expect((failure as Error).message).to.match(
            /peer, orderer, configtxgen .*github\.com\/hyperledger\/fabric\/releases/,
        );
    });
});

function sleeper(): ChildProcess {
    return spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
}

async function listening(port: number): Promise<ReturnType<typeof createServer>> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
}
