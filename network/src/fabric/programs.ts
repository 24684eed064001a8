import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { NetworkRefusal } from '../admin/network-refusal.js';

/** Fabric's own programs, by their paths. */
export interface FabricPrograms {
    readonly peer: string;
    readonly orderer: string;
    readonly configtxgen: string;
    /** As `peer version` gives it, such as `v2.5.16`; a build of one's own may say something else. */
    readonly version: string;
}

const NEEDED = ['peer', 'orderer', 'configtxgen'] as const;

/**
 * Finds Fabric's programs in the folder that FABRIC_BIN names or, without it, on PATH.
 * @throws {NetworkRefusal} `FABRIC_NOT_FOUND`, with what is missing and where the official release is
 */
export async function findFabricPrograms(
    environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<FabricPrograms> {
    const folders = foldersOf(environment);
    const missing = NEEDED.filter((name) => programIn(folders, name) === undefined);
    if (missing.length > 0) {
        const where =
            environment['FABRIC_BIN'] === undefined ? 'on PATH' : `in ${folders.join(delimiter)} (FABRIC_BIN)`;
        throw new NetworkRefusal(
            'FABRIC_NOT_FOUND',
            `Fabric's ${missing.join(', ')} cannot be found ${where}; the official release is at ` +
                'https://github.com/hyperledger/fabric/releases (2.5 or 3.x): unpack it and set FABRIC_BIN to its bin folder',
        );
    }
    const path = (name: string): string => programIn(folders, name) ?? name;
    const peer = path('peer');
    return { peer, orderer: path('orderer'), configtxgen: path('configtxgen'), version: await versionOf(peer) };
}

function foldersOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
    const named = environment['FABRIC_BIN'];
    if (named !== undefined && named !== '') return [resolve(named)];
    return (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

function programIn(folders: readonly string[], name: string): string | undefined {
    return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

async function versionOf(peer: string): Promise<string> {
    const { stdout } = await promisify(execFile)(peer, ['version']);
    return /Version:\s*(\S+)/.exec(stdout)?.[1] ?? 'unknown';
}
