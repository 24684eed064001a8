import {
    isSettled,
    unpackSums,
    type ListSuppliesReply,
    type ListSuppliesRequest,
    type Supply,
} from '@quartier/rules/energy';
import { daysBetween, monthOf } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { readPostings } from '../accounts/index.js';
import type { AreaTransaction } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { bookOf, loadCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, type DaySettlement } from './keys.js';
import { MeterNames } from './meter-names.js';

/** Who supplied one meter, or whom it supplied, day by day. */
export async function listSupplies(
    transaction: AreaTransaction,
    { community, from, to }: ListSuppliesRequest,
    meter: string,
): Promise<ListSuppliesReply> {
    await loadCommunity(transaction.state, community);
    const collection = await meteredData(transaction);
    const point = pointOf(collection, meter);
    if ((await collection.get(privateKinds.meter, [point])) === undefined) throw new Refused('ENERGY_METER_UNKNOWN');

    const settled = await settledRanges(transaction.state, community);
    const names = new MeterNames(collection, community);
    const supplies: Supply[] = [];
    for (const day of daysBetween(from, to)) {
        if (!isSettled(settled, day)) continue;
        const settlement = await collection.get(privateKinds.settlement, [community, day]);
        // A day without a member, closed with its month.
        if (settlement === undefined) continue;
        const amounts = await amountsByPair(collection, community, day);
        for (const { consumer, producer, energyWh } of pairsOf(settlement, point)) {
            supplies.push({
                day,
                consumer: (await names.on(consumer, day)).meter,
                producer: (await names.on(producer, day)).meter,
                energyWh: String(energyWh),
                amountMicroEur: (amounts.get(`${consumer} ${producer}`) ?? 0n).toString(),
            });
        }
    }
    return { supplies };
}

interface Pair {
    readonly consumer: string;
    readonly producer: string;
    readonly energyWh: number;
}

function pairsOf({ consumers, producers, suppliedWh }: DaySettlement, point: string): Pair[] {
    return unpackSums(suppliedWh).flatMap((energyWh, index) => {
        const consumer = consumers[Math.floor(index / producers.length)] ?? '';
        const producer = producers[index % producers.length] ?? '';
        return energyWh > 0 && (consumer === point || producer === point) ? [{ consumer, producer, energyWh }] : [];
    });
}

async function amountsByPair(
    collection: PrivateCollection,
    community: string,
    day: string,
): Promise<ReadonlyMap<string, bigint>> {
    const postings = await readPostings(collection, { book: bookOf(community), epoch: monthOf(day), ids: [day] });
    return new Map(postings.map(({ debit, credit, amount }) => [`${debit} ${credit}`, amount]));
}
