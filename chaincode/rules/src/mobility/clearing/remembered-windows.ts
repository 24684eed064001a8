import { Refused } from '../../wire/index.js';
import { hasDebts, type WindowDebts } from '../windows/index.js';
import { clearingLimits } from './limits.js';

/**
 * Windows that every batch of legs looks at, in the order given: all that are not settled or have debts that stay between
 * two, for as long as a pair may be asked about them, and the last of the others, for late legs.
 *
 * @param windows in order of time
 * @throws Refused MOBILITY_DEBTS_TOO_MANY
 */
export function rememberedWindows<Window extends WindowDebts>(windows: readonly Window[]): readonly Window[] {
    const { windowsRemembered, windowsWithDebts: limit } = clearingLimits;
    if (windows.filter(hasDebts).length > limit) throw new Refused('MOBILITY_DEBTS_TOO_MANY', { limit });
    const past = windows.filter((window) => window.state === 'SETTLED' && !hasDebts(window));
    const forgotten = new Set(past.slice(0, Math.max(0, past.length - windowsRemembered)));
    return windows.filter((window) => !forgotten.has(window));
}
