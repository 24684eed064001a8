import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];
process.once('exit', () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Any part of a definition, for tests to change before it is written. */
export type Tree = Record<string, unknown>;

/** A consortium of two organisations and one area. */
export function smallDefinition(): Tree {
    return {
        name: 'small.example',
        organisations: {
            north: { mspId: 'NorthMSP', domain: 'north.small.example' },
            south: { mspId: 'SouthMSP', domain: 'south.small.example' },
            east: { mspId: 'EastMSP', domain: 'east.small.example' },
        },
        channels: {
            water: {
                organisations: ['north', 'south'],
                chaincodes: {
                    water: {
                        version: '1.0',
                        path: 'chaincode',
                        policy: "AND('NorthMSP.peer', 'SouthMSP.peer')",
                        roles: { south: ['reader'] },
                        clockToleranceSeconds: 300,
                        collections: { levels: ['south', 'north'] },
                        collectionSettings: 'collections.json',
                    },
                },
            },
        },
    };
}

/** Sets what stands at a path such as `channels.water.organisations`; undefined removes it. */
export function withChange(definition: Tree, path: string, value: unknown): Tree {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let place = definition;
    for (const name of names) place = (place[name] ??= {}) as Tree;
    if (value === undefined) Reflect.deleteProperty(place, last);
    else place[last] = value;
    return definition;
}

/** Writes a definition into a folder that goes with the process, with the collection settings it names; gives the file. */
export function writeDefinition(definition: Tree | string): string {
    const folder = mkdtempSync(join(tmpdir(), 'quartier-definition-'));
    folders.push(folder);
    const settings = [
        {
            name: 'levels',
            requiredPeerCount: 0,
            maxPeerCount: 0,
            blockToLive: 0,
            memberOnlyRead: true,
            memberOnlyWrite: true,
        },
    ];
    writeFileSync(join(folder, 'collections.json'), JSON.stringify(settings));
    const file = join(folder, 'consortium.yaml');
    writeFileSync(file, typeof definition === 'string' ? definition : JSON.stringify(definition));
    return file;
}
