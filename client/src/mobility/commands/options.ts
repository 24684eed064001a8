import { InvalidArgumentError } from 'commander';

import { legRecord, modes, type LegRecord, type Mode } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { jsonItems, madeOf, readText } from '../../files/index.js';

import { euroAmount, instantOf } from '../legs/leg-row.js';

/** Readers of option values; what they refuse is a usage error. */
export function instantValue(text: string): number {
    return orUsage(() => instantOf(text, 'it'), 'It must be epoch seconds, or ISO 8601 with an offset.');
}

/** An amount in euro, in whole micro-euro. */
export function euroValue(text: string): string {
    return orUsage(() => euroAmount(text, 'it').toString(), 'It must be an amount in euro with at most six decimals.');
}

export function countValue(text: string): number {
    if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number, not negative.');
    return Number(text);
}

export function ppmValue(text: string): number {
    const value = countValue(text);
    if (value > 1_000_000) throw new InvalidArgumentError('It must be at most 1,000,000 ppm.');
    return value;
}

export function modeValue(text: string): Mode {
    const found = modes.find((mode) => mode === text);
    if (found === undefined) throw new InvalidArgumentError(`It must be one of: ${modes.join(', ')}.`);
    return found;
}

/** Words separated by commas. */
export function listValue(text: string): readonly string[] {
    return text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');
}

/** @throws UnusableFile FILE_MISSING, FILE_UNREADABLE */
export async function readJsonObject(file: string): Promise<Readonly<Record<string, unknown>>> {
    const text = await readText(file);
    return madeOf(file, () => {
        const value: unknown = JSON.parse(text);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value as Record<string, unknown>;
        throw new SyntaxError('it is no JSON object');
    });
}

/** Records of legs from a JSON list. @throws UnusableFile FILE_MISSING, FILE_UNREADABLE */
export async function readOwnLegs(file: string | undefined): Promise<readonly LegRecord[]> {
    if (file === undefined) return [];
    const text = await readText(file);
    return madeOf(file, () => jsonItems(text).map(({ line, value }) => legRecord(value, `line ${String(line)}`)));
}

export function instantText(instant: number): string {
    return new Date(instant * 1_000).toISOString().replace('.000Z', 'Z');
}

function orUsage<Value>(read: () => Value, message: string): Value {
    try {
        return read();
    } catch (error) {
        if (error instanceof Refused) throw new InvalidArgumentError(message);
        throw error;
    }
}
