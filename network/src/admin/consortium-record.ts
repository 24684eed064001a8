import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Consortium, Organisation, UserDefinition } from '../consortium/definition.js';
import { replaceFile } from '../identity/staged-folder.js';
import { NetworkRefusal } from './network-refusal.js';

/** What a data directory's certificates were issued for. A definition may add to it, never change it. */
interface ConsortiumRecord {
    readonly name: string;
    readonly engine: Engine;
    readonly organisations: readonly RecordedOrganisation[];
}

export type RecordedOrganisation = Pick<Organisation, 'name' | 'mspId' | 'domain' | 'users'>;

/** What runs the peers: this package's embedded network, or Fabric's own programs. */
export type Engine = 'embedded' | 'fabric';

export const RECORD_FILE = 'consortium.json';

export function hasRecord(root: string): boolean {
    return existsSync(join(root, RECORD_FILE));
}

/** The organisations that a data directory's certificates were issued for. */
export async function recordedOrganisations(root: string): Promise<readonly RecordedOrganisation[]> {
    return (await readRecord(root)).organisations;
}

async function readRecord(root: string): Promise<ConsortiumRecord> {
    return JSON.parse(await readFile(join(root, RECORD_FILE), 'utf8')) as ConsortiumRecord;
}

/**
 * Checks that a data directory is this consortium's, or nobody's yet, and records what the definition adds.
 * @throws {NetworkRefusal} `DATA_OF_ANOTHER_CONSORTIUM`, with what differs
 */
export async function admitConsortium(root: string, consortium: Consortium, engine: Engine): Promise<void> {
    const file = join(root, RECORD_FILE);
    const recorded = hasRecord(root) ? await readRecord(root) : undefined;
    const problem = recorded === undefined ? undefined : difference(recorded, consortium, engine);
    if (problem !== undefined) {
        throw new NetworkRefusal(
            'DATA_OF_ANOTHER_CONSORTIUM',
            `${root} holds a network of another consortium: ${problem}. ` +
                'Use the definition it was made with, choose another directory, or reset this one',
        );
    }
    const organisations = consortium.organisations.map((organisation) => {
        return recordedOrganisation(
            organisation,
            recorded?.organisations.find(({ name }) => name === organisation.name),
        );
    });
    const text = `${JSON.stringify({ name: consortium.name, engine, organisations }, undefined, 2)}\n`;
    await replaceFile(file, text);
}

function recordedOrganisation(
    { name, mspId, domain, users }: Organisation,
    before: RecordedOrganisation | undefined,
): RecordedOrganisation {
    const gone = before?.users.filter((user) => !users.some((other) => other.name === user.name)) ?? [];
    return { name, mspId, domain, users: [...users, ...gone] };
}

function difference(recorded: ConsortiumRecord, consortium: Consortium, engine: Engine): string | undefined {
    if (recorded.name !== consortium.name) return `its name is ${recorded.name}, not ${consortium.name}`;
    for (const before of recorded.organisations) {
        const now = consortium.organisations.find(({ name }) => name === before.name);
        if (now === undefined) return `its organisation ${before.name} is not in the definition`;
        if (now.mspId !== before.mspId) return `${before.name} has the MSP id ${before.mspId}, not ${now.mspId}`;
        if (now.domain !== before.domain) return `${before.name} has the domain ${before.domain}, not ${now.domain}`;
        const user = now.users.find((one) => isChanged(one, before.users));
        if (user !== undefined) return `the certificate of ${user.name} of ${before.name} says something else`;
    }
    if (recorded.engine !== engine) return `its engine is ${recorded.engine}, not ${engine}`;
    return undefined;
}

function isChanged(user: UserDefinition, recorded: readonly UserDefinition[]): boolean {
    const before = recorded.find(({ name }) => name === user.name);
    return before !== undefined && certified(before) !== certified(user);
}

function certified({ unit, attributes }: UserDefinition): string {
    return JSON.stringify([unit, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
