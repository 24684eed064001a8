import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CollectionConfig, Organisation } from './definition.js';
import { anyText, names } from './names.js';
import {
    choices,
    entries,
    expectMembers,
    isGiven,
    items,
    member,
    type Place,
    report,
    text,
    truth,
    wholeNumber,
} from './place.js';

/** A collection and the MSP ids that share it. */
export interface SharedCollection {
    readonly config: CollectionConfig;
    readonly members: readonly string[];
}

type CollectionSettings = Omit<CollectionConfig, 'policy' | 'endorsementPolicy'>;

const COUNTS = { from: 0, to: 1_000 };
const BLOCKS = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Reads the collections of a chaincode: who shares each comes from the definition, the other settings from the file
 * that the chaincode brings, in the form of Fabric's collection configuration. Its members may read and write; a write
 * is endorsed by both of two members, by a majority of more.
 */
export function readCollections(
    chaincode: Place,
    organisations: readonly Organisation[],
    folder: string,
): readonly SharedCollection[] {
    const written = entries(member(chaincode, 'collections'), names.collection);
    const settingsFile = member(chaincode, 'collectionSettings');
    if (written.length === 0 && !isGiven(settingsFile)) return [];
    const settings = readSettings(settingsFile, folder);
    for (const { name } of settings) {
        if (written.some(([given]) => given === name)) continue;
        report(member(chaincode, 'collections'), `the chaincode has the collection ${name}; name who shares it`);
    }
    return written.flatMap(([name, place]) => {
        const members = readMembers(place, organisations);
        const found = settings.find((one) => one.name === name);
        if (found !== undefined) return [{ members, config: collectionConfig(found, members) }];
        if (settings.length > 0) report(place, 'the chaincode has no such collection; see its collectionSettings');
        return [];
    });
}

function readMembers(place: Place, organisations: readonly Organisation[]): readonly string[] {
    const joined = organisations.map((organisation) => organisation.name);
    const chosen = choices(place, joined, 'an organisation of this channel');
    if (chosen.length < 2) report(place, 'a shared collection has at least two members; name another');
    return chosen.flatMap((name) => organisations.filter((one) => one.name === name).map((one) => one.mspId));
}

function collectionConfig(settings: CollectionSettings, members: readonly string[]): CollectionConfig {
    const principals = (role: string): string => members.map((mspId) => `'${mspId}.${role}'`).join(', ');
    const majority = Math.floor(members.length / 2) + 1;
    return {
        ...settings,
        policy: `OR(${principals('member')})`,
        endorsementPolicy: {
            signaturePolicy:
                members.length === 2
                    ? `AND(${principals('peer')})`
                    : `OutOf(${String(majority)}, ${principals('peer')})`,
        },
    };
}

function readSettings(place: Place, folder: string): readonly CollectionSettings[] {
    const file = text(place, anyText);
    if (file === '') return [];
    const content = readJson(place, resolve(folder, file));
    const list = items({ path: file, value: content, problems: place.problems });
    return list.map((item) => {
        expectMembers(item, [
            'name',
            'requiredPeerCount',
            'maxPeerCount',
            'blockToLive',
            'memberOnlyRead',
            'memberOnlyWrite',
        ]);
        return {
            name: text(member(item, 'name'), names.collection),
            requiredPeerCount: wholeNumber(member(item, 'requiredPeerCount'), COUNTS),
            maxPeerCount: wholeNumber(member(item, 'maxPeerCount'), COUNTS),
            blockToLive: wholeNumber(member(item, 'blockToLive'), BLOCKS),
            memberOnlyRead: truth(member(item, 'memberOnlyRead')),
            memberOnlyWrite: truth(member(item, 'memberOnlyWrite')),
        };
    });
}

function readJson(place: Place, file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        report(place, `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
        return [];
    }
}
