import { parseMicroEurPerKwh, type MicroEurPerKwh } from '../units/index.js';
import type { CommunityParameters, Day, PriceRecord } from './records.js';

/** The parameters of the latest day that is not after this one; undefined before the first. */
export function parametersOn(parameters: readonly CommunityParameters[], day: Day): CommunityParameters | undefined {
    return inForce(parameters, day);
}

/**
 * The cost price of a producer on a day: its own if it has one by then, else the community's. The latest `from` counts;
 * of rows from the same day the last, which corrects the others. Undefined where none is in force.
 * @param point pseudonym of the producer's meter
 */
export function priceOn(prices: readonly PriceRecord[], point: string, day: Day): MicroEurPerKwh | undefined {
    const own = inForce(
        prices.filter((price) => price.point === point),
        day,
    );
    const price =
        own ??
        inForce(
            prices.filter((price) => price.point === undefined),
            day,
        );
    return price && parseMicroEurPerKwh(price.microEurPerKwh);
}

function inForce<T extends { readonly from: Day }>(rows: readonly T[], day: Day): T | undefined {
    let found: T | undefined;
    for (const row of rows) if (row.from <= day && (found === undefined || row.from >= found.from)) found = row;
    return found;
}
