/** Local energy at cost price: each consumer pays each producer the producer's cost price for what it received from it. */
import { assertBalanced, type Posting } from '../accounts/index.js';
import {
    divideHalfUp,
    microEur,
    wattHours,
    type MicroEur,
    type MicroEurPerKwh,
    type WattHours,
    type Numbers,
} from '../units/index.js';
import { Refused } from '../wire/index.js';
import type { Day } from './records.js';
import type { DaySettlement } from './settle-day.js';

const WH_A_KWH = 1_000n;

/** The asset of the postings. */
export const MICRO_EUR = 'microEur';

/** Who supplied whom on a day: a {@link DaySettlement}, or what is kept of one. */
export interface SuppliedDay {
    readonly consumers: readonly Pick<DaySettlement['consumers'][number], 'id'>[];
    readonly producers: readonly Pick<DaySettlement['producers'][number], 'id'>[];
    /** From producer `p` to consumer `c` at `c * producers.length + p`. */
    readonly suppliedWh: Numbers;
}

export interface PricedSupply {
    readonly consumer: string;
    readonly producer: string;
    readonly energyWh: WattHours;
    readonly amountMicroEur: MicroEur;
}

/** The amount of a supply, rounded once to whole micro-euro, halves up. */
export function costOf(energyWh: bigint, price: MicroEurPerKwh): MicroEur {
    return microEur(divideHalfUp(energyWh * price, WH_A_KWH));
}

/**
 * Prices every supply of a day, one a pair, in the order of the consumers and for each in that of the producers; a pair
 * without energy has none.
 * @throws Refused ENERGY_PRICE_MISSING where a producer that supplied has no price.
 */
export function priceSupplies(
    day: Day,
    { consumers, producers, suppliedWh }: SuppliedDay,
    priceOf: (producer: string) => MicroEurPerKwh | undefined,
): readonly PricedSupply[] {
    const prices = producers.map(({ id }) => priceOf(id));
    const unpriced = new Set<number>();
    const supplies: PricedSupply[] = [];
    consumers.forEach((consumer, row) => {
        producers.forEach((producer, column) => {
            const energyWh = wattHours(suppliedWh[row * producers.length + column] ?? 0);
            const price = prices[column];
            if (energyWh === 0n) return;
            if (price === undefined) unpriced.add(column);
            else
                supplies.push({
                    consumer: consumer.id,
                    producer: producer.id,
                    energyWh,
                    amountMicroEur: costOf(energyWh, price),
                });
        });
    });
    if (unpriced.size > 0) throw new Refused('ENERGY_PRICE_MISSING', { day, producers: unpriced.size });
    return supplies;
}

/** One posting a supply that costs something: the consumer owes, the producer is owed. */
export function supplyPostings(supplies: readonly PricedSupply[]): readonly Posting[] {
    const postings = supplies
        .filter(({ amountMicroEur }) => amountMicroEur > 0n)
        .map(({ consumer, producer, amountMicroEur }) => ({
            debit: consumer,
            credit: producer,
            asset: MICRO_EUR,
            amount: amountMicroEur,
        }));
    assertBalanced(postings);
    return postings;
}
