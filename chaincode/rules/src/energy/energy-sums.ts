import { formatDecimal, wattHours, type WattHours } from '../units/index.js';
import type { EnergyTotals } from './records.js';

/** Sums over meters and time, as numbers: see {@link EnergyTotals} for their form on the wire. */
export interface EnergySums {
    readonly consumptionWh: WattHours;
    readonly productionWh: WattHours;
    /** What consumers received from the community's producers. */
    readonly selfConsumedWh: WattHours;
    /** What consumers took from their suppliers. */
    readonly complementWh: WattHours;
    /** What the community took of its producers. */
    readonly sharedWh: WattHours;
    /** What went to the producers' buyers. */
    readonly surplusWh: WattHours;
}

/** Sums from what was metered and what of it stayed in the community. */
export function energySums(metered: {
    readonly consumptionWh: bigint;
    readonly selfConsumedWh: bigint;
    readonly productionWh: bigint;
    readonly sharedWh: bigint;
}): EnergySums {
    return {
        consumptionWh: wattHours(metered.consumptionWh),
        productionWh: wattHours(metered.productionWh),
        selfConsumedWh: wattHours(metered.selfConsumedWh),
        complementWh: wattHours(metered.consumptionWh - metered.selfConsumedWh),
        sharedWh: wattHours(metered.sharedWh),
        surplusWh: wattHours(metered.productionWh - metered.sharedWh),
    };
}

export function addSums(all: Iterable<EnergySums>): EnergySums {
    const sum = { consumptionWh: 0n, selfConsumedWh: 0n, productionWh: 0n, sharedWh: 0n };
    for (const sums of all) {
        sum.consumptionWh += sums.consumptionWh;
        sum.selfConsumedWh += sums.selfConsumedWh;
        sum.productionWh += sums.productionWh;
        sum.sharedWh += sums.sharedWh;
    }
    return energySums(sum);
}

export function formatSums(sums: EnergySums): EnergyTotals {
    return {
        consumptionWh: formatDecimal(sums.consumptionWh),
        productionWh: formatDecimal(sums.productionWh),
        selfConsumedWh: formatDecimal(sums.selfConsumedWh),
        complementWh: formatDecimal(sums.complementWh),
        sharedWh: formatDecimal(sums.sharedWh),
        surplusWh: formatDecimal(sums.surplusWh),
    };
}
