import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogSelection, openLog, readLog } from '@quartier/network/dist/logs/index.js';
import { expect } from 'chai';

describe('the log of a network', () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'log-'));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it('is told whole, or of one peer or one chaincode', async () => {
        const log = openLog(folder);
        for (const source of ['peer0.a.example', 'probe_1.0:abcd', 'peer0.b.example', 'probes_1.0:abcd', 'main']) {
            log(`[${source}] said something`);
        }
        expect(await sources({})).to.have.length(5);
        expect(await sources({ peer: 'peer0.b.example' })).to.deep.equal(['peer0.b.example']);
        expect(await sources({ chaincode: 'probe' })).to.deep.equal(['probe_1.0:abcd']);
    });

    it('keeps the newest of it, and no more than 20 MB', async () => {
        const log = openLog(folder);
        const long = 'x'.repeat(100_000);
        for (let line = 0; line < 260; line += 1) log(`[${String(line)}] ${long}`);

        const files = readdirSync(folder);
        expect(files).to.have.members(['network.log', 'network.log.1', 'network.log.2', 'network.log.3']);
        const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
        expect(bytes).to.be.within(15_000_000, 20_000_000);
        const kept = (await sources({})).map(Number);
        expect(kept.at(-1)).to.equal(259);
        expect(kept).to.deep.equal(Array.from({ length: kept.length }, (_, index) => 260 - kept.length + index));
    });

    it('is followed as it grows, a line written after another program began it included', async () => {
        openLog(folder)('[first] before');
        const until = new AbortController();
        const seen: string[] = [];
        for await (const line of readLog(folder, {}, until.signal)) {
            seen.push(sourceOf(line));
            if (seen.length === 1) openLog(folder)('[second] after');
            if (seen.length === 2) until.abort();
        }
        expect(seen).to.deep.equal(['first', 'second']);
    });

    async function sources(selection: LogSelection): Promise<string[]> {
        const found: string[] = [];
        for await (const line of readLog(folder, selection)) found.push(sourceOf(line));
        return found;
    }
});

const sourceOf = (line: string): string => /^\d{4}-\d\d-\d\dT[\d:.]+Z \[(.*?)\]/.exec(line)?.[1] ?? line;
