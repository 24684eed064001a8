import { formatSums, type EnergySums } from './energy-sums.js';
import { energyLimits, type EnergyTotals } from './records.js';

/**
 * Totals as anybody may read them: withheld where so few consumers or producers stand behind them that they would tell
 * what one of them consumed or produced.
 */
export function publicTotals(day: {
    readonly totals: EnergySums;
    readonly consumers: number;
    readonly producers: number;
}): EnergyTotals | null {
    const fewest = Math.min(day.consumers, day.producers);
    return fewest < energyLimits.membersBehindPublicTotals ? null : formatSums(day.totals);
}
