import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSignaturePolicy } from '../policy/signature-policy.js';
import type { ChaincodeDefinition, Channel, CollectionConfig, Consortium, Organisation } from './definition.js';
import { DefinitionError } from './definition-error.js';
import { anyText, names } from './names.js';
import { expectMembers, isGiven, items, member, type Place, report, text, truth, wholeNumber } from './place.js';
import { policyProblem } from './policy-problem.js';

/** What somebody asks for who deploys a chaincode that the definition does not know. */
export interface ForeignChaincode {
    /** A folder with a `package.json`, whose `main` exports the contracts. */
    readonly folder: string;
    readonly name: string;
    /** That of the `package.json` unless given. */
    readonly version?: string;
    /** Peers of a majority of the channel's organisations unless given, as Fabric has it. */
    readonly policy?: string;
    /** A file in the form of Fabric's collection configuration. */
    readonly collectionsFile?: string;
    /** Each version takes calls only after one that is marked as its initialisation. */
    readonly initRequired?: boolean;
}

const COUNTS = { from: 0, to: 1_000 };
const BLOCKS = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Reads a chaincode from its folder and its collections from their file, for a channel of the consortium.
 * @throws {DefinitionError} that names every problem
 */
export function readForeignChaincode(
    asked: ForeignChaincode,
    channel: Channel,
    consortium: Consortium,
): ChaincodeDefinition {
    const members = consortium.organisations.filter(({ name }) => channel.organisations.includes(name));
    const folder = resolve(asked.folder);
    const problems: string[] = [];
    const at = (path: string, value: unknown): Place => ({ path, value, problems });
    const manifest = readManifest(folder, at('package.json', undefined));
    const policy = asked.policy ?? majorityOf(members);
    const problem = policyProblem(policy, members, []);
    if (problem !== undefined) report(at('policy', policy), problem);
    const definition = {
        name: text(at('name', asked.name), names.chaincode),
        version: text(at('version', asked.version ?? manifest.version ?? '1.0'), names.version),
        path: folder,
        policy,
        collections: readCollectionFile(asked.collectionsFile, problems),
        ...(asked.initRequired === true ? { initRequired: true } : {}),
    };
    if (problems.length > 0) throw new DefinitionError(folder, problems, 'a chaincode that the channel can run');
    return definition;
}

function readManifest(folder: string, place: Place): { readonly version?: string } {
    try {
        const file = join(folder, 'package.json');
        const manifest = JSON.parse(readFileSync(file, 'utf8')) as { version?: string; main?: string };
        if (manifest.main === undefined) report(place, 'names no main module; name the one that exports the contracts');
        else require.resolve(join(folder, manifest.main));
        return manifest;
    } catch (error) {
        const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
        report(place, `${reason ?? ''}; install and build the chaincode, or correct its folder`);
        return {};
    }
}

function majorityOf(members: readonly Organisation[]): string {
    const peers = members.map(({ mspId }) => `'${mspId}.peer'`);
    return `OutOf(${String(Math.floor(peers.length / 2) + 1)}, ${peers.join(', ')})`;
}

function readCollectionFile(file: string | undefined, problems: string[]): readonly CollectionConfig[] {
    if (file === undefined) return [];
    const path = resolve(file);
    try {
        const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return items({ path, value, problems }).map(readCollection);
    } catch (error) {
        problems.push(`${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
        return [];
    }
}

function readCollection(place: Place): CollectionConfig {
    expectMembers(place, [
        ...['name', 'policy', 'requiredPeerCount', 'maxPeerCount', 'blockToLive'],
        ...['memberOnlyRead', 'memberOnlyWrite', 'endorsementPolicy'],
    ]);
    const endorsement = member(place, 'endorsementPolicy');
    return {
        name: text(member(place, 'name'), names.collection),
        policy: signaturePolicy(member(place, 'policy')),
        requiredPeerCount: wholeNumber(member(place, 'requiredPeerCount'), COUNTS),
        maxPeerCount: wholeNumber(member(place, 'maxPeerCount'), COUNTS),
        blockToLive: orWithout(member(place, 'blockToLive'), 0, (given) => wholeNumber(given, BLOCKS)),
        memberOnlyRead: orWithout(member(place, 'memberOnlyRead'), false, truth),
        memberOnlyWrite: orWithout(member(place, 'memberOnlyWrite'), false, truth),
        ...(isGiven(endorsement)
            ? { endorsementPolicy: { signaturePolicy: signaturePolicy(member(endorsement, 'signaturePolicy')) } }
            : {}),
    };
}

function orWithout<T>(place: Place, unlessGiven: T, read: (place: Place) => T): T {
    return isGiven(place) ? read(place) : unlessGiven;
}

function signaturePolicy(place: Place): string {
    const policy = text(place, anyText);
    try {
        if (policy !== '') parseSignaturePolicy(policy);
    } catch (error) {
        report(place, error instanceof Error ? error.message : String(error));
    }
    return policy;
}
