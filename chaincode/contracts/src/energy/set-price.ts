import {
    energyEvents,
    energyLimits,
    firstSettledIn,
    type PriceRecord,
    type SetPricePrivate,
    type SetPriceRequest,
} from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';

import { loadOwnCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, publicKinds } from './keys.js';

/**
 * Prices are public, the producer that one is of only a pseudonym. A price that is in force already is corrected by a
 * new row that says why, never overwritten: of two rows from the same day the later counts.
 */
export async function setPrice(
    transaction: AreaSubmission,
    { community, from, microEurPerKwh, correction }: SetPriceRequest,
    secret: SetPricePrivate,
): Promise<PriceRecord> {
    const { state } = transaction;
    await loadOwnCommunity(transaction, community);
    const point =
        secret.producer === undefined ? undefined : await producerPoint(transaction, community, secret.producer);
    const record: PriceRecord = {
        from,
        microEurPerKwh,
        ...(point === undefined ? {} : { point }),
        ...(correction === undefined ? {} : { correction }),
    };
    const prices = (await state.get(publicKinds.prices, [community]))?.prices ?? [];
    const own = prices.filter((price) => price.point === point);
    const current = own.findLast((price) => price.from === from);
    if (current?.microEurPerKwh === microEurPerKwh) return current;
    if (current !== undefined && correction === undefined) {
        throw new Refused('ENERGY_PRICE_EXISTS', { from, microEurPerKwh: current.microEurPerKwh });
    }
    if (prices.length >= energyLimits.datedRowsPerCommunity) {
        throw new Refused('ENERGY_ROWS_TOO_MANY', { rows: prices.length });
    }
    const closed = firstSettledIn(await settledRanges(state, community), from, nextChange(own, from));
    if (closed !== undefined) throw new Refused('ENERGY_CHANGE_AFTER_CLOSE', { day: closed });

    await state.put(publicKinds.prices, [community], { prices: [...prices, record] });
    transaction.event(energyEvents.priceSet, { community, from });
    return record;
}

function nextChange(prices: readonly PriceRecord[], from: string): string | null {
    const later = prices.map((price) => price.from).filter((day) => day > from);
    return later.length === 0 ? null : later.reduce((first, day) => (day < first ? day : first));
}

async function producerPoint(transaction: AreaSubmission, community: string, meter: string): Promise<string> {
    const collection = await meteredData(transaction);
    const point = pointOf(collection, meter);
    const record = await collection.get(privateKinds.meter, [point]);
    const isProducer = record?.memberships.some((its) => its.community === community && its.role === 'producer');
    if (isProducer !== true) throw new Refused('ENERGY_PRODUCER_UNKNOWN');
    return point;
}
