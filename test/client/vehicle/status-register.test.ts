import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { enterStatus, readRegister, Refusal, UnusableFile, withdrawStatus } from '@quartier/client';
import { expect } from 'chai';

const LIST = 'https://garage.example/status/1';

describe('An issuer’s record of its credentials', () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), 'quartier-status-'));
        file = path.join(folder, 'status.json');
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it('gives each credential an index of its own, the same again the same, also when many ask at once', async () => {
        const ids = Array.from({ length: 12 }, (_, index) => `urn:uuid:${String(index)}`);
        const entries = await Promise.all(ids.map((id) => enterStatus(file, LIST, id)));
        expect(new Set(entries.map(({ statusListIndex }) => statusListIndex)).size).to.equal(12);
        expect(await enterStatus(file, LIST, 'urn:uuid:3')).to.deep.equal(entries[3]);
        expect(Object.keys((await readRegister(file)).entries)).to.have.lengthOf(12);
    });

    it('draws indices at random, so that they do not count what was issued', async () => {
        const indices = [];
        for (const id of ['a', 'b', 'c', 'd'])
            indices.push(Number((await enterStatus(file, LIST, id)).statusListIndex));
        expect(Math.max(...indices)).to.be.greaterThan(10);
    });

    it('withdraws once, and only what it listed', async () => {
        const { statusListIndex } = await enterStatus(file, LIST, 'a');
        expect((await withdrawStatus(file, 'a')).withdrawn).to.deep.equal([Number(statusListIndex)]);
        expect((await withdrawStatus(file, 'a')).withdrawn).to.have.lengthOf(1);
        const refused = await withdrawStatus(file, 'b').catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(Refusal).with.property('code', 'VEHICLE_CREDENTIAL_NOT_LISTED');
    });

    it('keeps one list a file, for its owner alone', async () => {
        await enterStatus(file, LIST, 'a');
        expect(statSync(file).mode & 0o077).to.equal(0);
        const refused = await enterStatus(file, `${LIST}0`, 'b').catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(Refusal).with.property('code', 'VEHICLE_STATUS_LIST_OTHER');
        expect(readFileSync(file, 'utf8')).to.contain(LIST);
        const missing = await readRegister(path.join(folder, 'none.json')).catch((error: unknown) => error);
        expect(missing).to.be.instanceOf(UnusableFile).with.property('code', 'FILE_MISSING');
    });
});
