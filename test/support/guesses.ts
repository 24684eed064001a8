/** What somebody who knows how the ledger is built would try, to find what a hash in a block is of. */
import { hash } from 'node:crypto';

import { canonicalJson } from '@quartier/rules/wire';

import type { ShownTransaction } from './ledger-blocks.js';

/** Hashes of private keys, values and write sets, in hexadecimal. */
export function hashesOf(transactions: readonly ShownTransaction[]): ReadonlySet<string> {
    const collections = transactions.flatMap((transaction) => transaction.collections);
    const hashes = collections.flatMap(({ keyHashes, valueHashes, setHash }) => [
        ...keyHashes,
        ...valueHashes,
        setHash,
    ]);
    return new Set(hashes.map((its) => its.toString('hex')));
}

export function guessed(hashes: ReadonlySet<string>, guesses: Iterable<string>): string[] {
    return [...guesses].filter((guess) => hashes.has(hash('sha256', guess, 'hex')));
}

export interface KeyWords {
    readonly kinds: readonly string[];
    readonly places: readonly string[];
    /** Meters, their pseudonyms, pages. */
    readonly subjects: readonly string[];
    /** Days and months. */
    readonly times: readonly string[];
    readonly versions: readonly string[];
}

/** Every combination of the words, with or without each, joined in the usual ways and as Fabric's composite keys. */
export function* keyGuesses({ kinds, places, subjects, times, versions }: KeyWords): Generator<string> {
    for (const kind of withNone(kinds))
        for (const place of withNone(places))
            for (const subject of withNone(subjects))
                for (const time of withNone(times))
                    for (const version of withNone(versions))
                        yield* joined([kind, place, subject, time, version].filter((word) => word !== ''));
}

const JOINTS = ['/', ':', '_', '-', '.', '|', ' ', '\0'];

function* joined(words: readonly string[]): Generator<string> {
    for (const joint of JOINTS) yield words.join(joint);
    yield `\0${words.join('\0')}\0`;
    yield canonicalJson(words);
    yield canonicalJson(['key', ...words]);
}

function withNone(words: readonly string[]): string[] {
    return ['', ...words];
}

/** A record as it could be stored: bare, wrapped, with an empty or a public salt. */
export function* valueGuesses(record: unknown, publicSalts: readonly string[]): Generator<string> {
    yield canonicalJson(record);
    yield JSON.stringify(record);
    yield canonicalJson({ record });
    for (const salt of ['', ...publicSalts]) yield canonicalJson({ record, salt });
}

/** Every text that stands readable in the transactions: whole, by JSON's leaves, by the parts of keys, by printable runs. */
export function publicTexts(transactions: readonly ShownTransaction[]): ReadonlySet<string> {
    const texts = new Set<string>();
    const add = (bytes: Buffer | string): void => {
        const text = bytes.toString();
        texts.add(text);
        for (const part of text.split('\0')) texts.add(part);
        for (const [run] of text.matchAll(/[\x20-\x7e]{3,}/gu)) texts.add(run);
        for (const leaf of leavesOf(text)) texts.add(leaf);
    };
    for (const { txId, creator, args, reply, eventName, eventPayload, publicReads, publicWrites } of transactions) {
        for (const bytes of [txId, creator, ...args, reply, eventName, eventPayload, ...publicReads]) add(bytes);
        for (const { key, value } of publicWrites) [key, value].forEach(add);
    }
    return texts;
}

function leavesOf(text: string): string[] {
    try {
        return leaves(JSON.parse(text));
    } catch {
        return [];
    }
}

/** Names, texts and numbers of a JSON value. */
function leaves(value: unknown): string[] {
    if (typeof value !== 'object' || value === null) return valuesIn(value);
    return Object.entries(value).flatMap(([name, member]) => [name, ...leaves(member)]);
}

/** Texts and numbers of a JSON value. */
export function valuesIn(value: unknown): string[] {
    if (typeof value === 'string' || typeof value === 'number') return [String(value)];
    if (typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap(valuesIn);
}
