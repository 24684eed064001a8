import { Refused } from '../wire/index.js';
import type { AllocationRule } from './records.js';
import type { StaticKey } from './transactions.js';

export const WHOLE_PPM = 1_000_000;

/**
 * The keys that come with parameters; none with the rule `prorata`.
 * @throws Refused ENERGY_KEYS_MISSING where the rule `static` has none or the rule `prorata` has some; ENERGY_KEYS_INVALID
 *   where a meter has two or they add up to more than 1 000 000.
 */
export function requireKeysForRule(rule: AllocationRule, keys: readonly StaticKey[] | undefined): readonly StaticKey[] {
    const given = keys !== undefined && keys.length > 0;
    if (given !== (rule === 'static')) throw new Refused('ENERGY_KEYS_MISSING');
    if (!given) return [];
    if (new Set(keys.map(({ meter }) => meter)).size !== keys.length)
        throw new Refused('ENERGY_KEYS_INVALID', { reason: 'a meter has more than one key' });
    const sum = keys.reduce((total, { keyPpm }) => total + keyPpm, 0);
    if (sum > WHOLE_PPM) throw new Refused('ENERGY_KEYS_INVALID', { reason: `the keys add up to ${String(sum)} ppm` });
    return keys;
}
