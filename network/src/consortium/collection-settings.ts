import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CollectionConfig } from './definition.js';
import { anyText, names } from './names.js';
import { expectMembers, isGiven, items, member, type Place, report, text, truth, wholeNumber } from './place.js';

/** What a chaincode says of its collection; who shares it and who endorses it is the consortium's to say. */
export type CollectionSettings = Omit<CollectionConfig, 'policy' | 'endorsementPolicy'>;

const COUNTS = { from: 0, to: 1_000 };
const BLOCKS = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Every member endorses and so holds the data already, so that peers send it to no other; it is kept for ever. */
export function usualSettings(name: string): CollectionSettings {
    return {
        name,
        requiredPeerCount: 0,
        maxPeerCount: 0,
        blockToLive: 0,
        memberOnlyRead: true,
        memberOnlyWrite: true,
    };
}

/** Reads the file that a chaincode brings, in the form of Fabric's collection configuration. No file says nothing. */
export function readCollectionSettings(place: Place, folder: string): readonly CollectionSettings[] {
    if (!isGiven(place)) return [];
    const file = text(place, anyText);
    if (file === '') return [];
    const content = readJson(place, resolve(folder, file));
    return items({ path: file, value: content, problems: place.problems }).map(readSettings);
}

function readSettings(place: Place): CollectionSettings {
    expectMembers(place, Object.keys(usualSettings('')));
    return {
        name: text(member(place, 'name'), names.collection),
        requiredPeerCount: wholeNumber(member(place, 'requiredPeerCount'), COUNTS),
        maxPeerCount: wholeNumber(member(place, 'maxPeerCount'), COUNTS),
        blockToLive: wholeNumber(member(place, 'blockToLive'), BLOCKS),
        memberOnlyRead: truth(member(place, 'memberOnlyRead')),
        memberOnlyWrite: truth(member(place, 'memberOnlyWrite')),
    };
}

function readJson(place: Place, file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        report(place, `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
        return [];
    }
}
