import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { ChaincodeDefinition } from '@quartier/network';
import { packageChaincode } from '@quartier/network/dist/fabric/chaincode-package.js';
import { writeExternalBuilder } from '@quartier/network/dist/fabric/external-builder.js';
import { expect } from 'chai';

describe('a chaincode package', () => {
    const root = mkdtempSync(join(tmpdir(), 'quartier-package-'));
    const code = join(root, 'code');

    before(() => {
        mkdirSync(join(code, 'dist'), { recursive: true });
        writeFileSync(join(code, 'package.json'), JSON.stringify({ name: 'water', version: '1.0.0' }));
        writeFileSync(join(code, 'dist', 'index.js'), 'exports.contracts = [];\n');
    });

    after(() => {
        rmSync(root, { recursive: true });
    });

    it('has the same bytes wherever the same code stands', async () => {
        const elsewhere = join(root, 'elsewhere');
        cpSync(code, elsewhere, { recursive: true });
        writeFileSync(join(elsewhere, 'notes.txt'), 'not code');

        const one = await packageChaincode(chaincode(code), 'water/meters');
        const other = await packageChaincode(chaincode(elsewhere), 'water/meters');
        expect(other.bytes.equals(one.bytes)).to.equal(true);
        expect(one.id).to.equal(`meters_1.0:${hash('sha256', one.bytes, 'hex')}`);
    });

    it('changes with the code', async () => {
        const before = await packageChaincode(chaincode(code), 'water/meters');
        const changed = join(root, 'changed');
        cpSync(code, changed, { recursive: true });
        writeFileSync(join(changed, 'dist', 'index.js'), 'exports.contracts = [ ];\n');

        expect((await packageChaincode(chaincode(changed), 'water/meters')).id).not.to.equal(before.id);
    });

    it('is for a service whose address each peer fills in by itself', async () => {
        const { bytes } = await packageChaincode(chaincode(code), 'water/meters');
        const outer = unpacked(bytes);
        expect(JSON.parse(text(outer, 'metadata.json'))).to.include({ type: 'ccaas', label: 'meters_1.0' });

        const [source, metadata, built, released] = ['source', 'metadata', 'built', 'released'].map((name) => {
            const folder = join(root, name);
            mkdirSync(folder);
            return folder;
        }) as [string, string, string, string];
        for (const [name, content] of unpacked(outer.get('code.tar.gz')!)) writeFileSync(join(source, name), content);
        writeFileSync(join(metadata, 'metadata.json'), text(outer, 'metadata.json'));
        const builder = join(root, 'builder');
        await writeExternalBuilder(builder, new Map([['water/meters', '127.0.0.1:4321']]));

        execFileSync(join(builder, 'bin', 'detect'), [source, metadata]);
        execFileSync(join(builder, 'bin', 'build'), [source, metadata, built]);
        execFileSync(join(builder, 'bin', 'release'), [built, released]);
        const connection = readFileSync(join(released, 'chaincode', 'server', 'connection.json'), 'utf8');
        expect(JSON.parse(connection)).to.include({ address: '127.0.0.1:4321', tls_required: false });
    });
});

function chaincode(path: string): ChaincodeDefinition {
    return { name: 'meters', version: '1.0', path, main: 'dist/index.js', policy: '', collections: [] };
}

/** The files of a compressed tar archive. */
function unpacked(archive: Uint8Array): ReadonlyMap<string, Buffer> {
    const bytes = gunzipSync(archive);
    const files = new Map<string, Buffer>();
    for (let at = 0; bytes[at] !== 0;) {
        const name = bytes.toString('ascii', at, bytes.indexOf(0, at));
        const size = Number.parseInt(bytes.toString('ascii', at + 124, at + 135), 8);
        files.set(name, bytes.subarray(at + 512, at + 512 + size));
        at += 512 + Math.ceil(size / 512) * 512;
    }
    return files;
}

function text(files: ReadonlyMap<string, Buffer>, name: string): string {
    return files.get(name)!.toString();
}
