import { counterKey, millionths, type CompiledPolicy } from '@quartier/rules/mobility';

import { jsonOf, readText, type UnusableFile } from '../../files/index.js';

import { unusable } from './file-refusals.js';

interface Entry {
    readonly count: string;
    readonly of: string;
    readonly per: string;
    readonly id?: string;
    readonly who?: string | readonly string[];
    readonly period?: string;
    readonly used?: number;
    readonly usedEuro?: string;
}

/**
 * Reads what limits have counted before the first journey: a JSON list of
 * `{ "count", "of", "per", "who", "period", "used" | "usedEuro", "id" }`.
 *
 * @throws UnusableFile MOBILITY_COUNTERS_INVALID where an entry is of no limit of the policy.
 */
export async function readCountersFile(file: string, compiled: CompiledPolicy): Promise<Map<string, bigint>> {
    const value = jsonOf(file, await readText(file));
    if (!Array.isArray(value)) throw invalid(file, 'they must be a list');
    const counters = new Map<string, bigint>();
    value.forEach((entry: unknown, index) => {
        const reason = addEntry(counters, entry, compiled);
        if (reason !== undefined) throw invalid(file, `[${String(index)}] ${reason}`);
    });
    return counters;
}

/** Adds an entry to the counter of every limit that it is of; what is wrong with it, if anything. */
function addEntry(counters: Map<string, bigint>, value: unknown, { caps }: CompiledPolicy): string | undefined {
    if (typeof value !== 'object' || value === null) return 'must be an object';
    const entry = value as Entry;
    const { count, of, per, id, who = [], period = '' } = entry;
    const limits = caps.filter(
        (cap) => cap.count === count && cap.of === of && cap.per === per && (id === undefined || cap.id === id),
    );
    if (limits.length === 0) return 'is of no limit of the policy';
    if (per !== 'campaign' && period === '') return 'must have the period that it is of';
    const used = usedOf(entry);
    if (used === undefined) return count === 'amount' ? 'must have usedEuro, such as "149.00"' : 'must have used';
    for (const cap of limits) counters.set(counterKey(cap, typeof who === 'string' ? [who] : who, period), used);
    return undefined;
}

function usedOf({ count, used, usedEuro }: Entry): bigint | undefined {
    if (count === 'amount') return typeof usedEuro === 'string' ? millionths(usedEuro) : undefined;
    return typeof used === 'number' && Number.isSafeInteger(used) && used >= 0 ? BigInt(used) : undefined;
}

function invalid(file: string, reason: string): UnusableFile {
    return unusable('MOBILITY_COUNTERS_INVALID', { file, reason });
}
