/** Prices legs again and again. */
import { priceLeg, type Segment, type TariffVersion, type Usage } from '@quartier/rules/mobility';

import { coldAndWarm } from './own-process.js';

export type PricingKind = 'exact' | 'floating' | 'capped';

const DAY = 86_400;
/** 1 January 2026 at midnight UTC. */
const START = 1_767_225_600;
const utc = { zone: 'UTC', from: START, until: START + 400 * DAY, transitions: [{ at: START, offsetSeconds: 0 }] };

/** A euro to unlock, 15 then 10 cents a minute, 25 cents a kilometre from the third on, 30 euro at most. */
const tariff: TariffVersion = {
    operator: 'WheelsMSP',
    tariff: 'bench',
    version: 1,
    from: START,
    to: null,
    mode: 'bike',
    currency: 'EUR',
    intervals: 'started',
    vatPpm: 100_000,
    taxIncluded: true,
    price: {
        baseMicroEur: '1000000',
        time: [
            { start: 0, end: 3_600, interval: 60, rateMicroEur: '150000' },
            { start: 3_600, interval: 60, rateMicroEur: '100000' },
        ],
        distance: [{ start: 2_000, interval: 1_000, rateMicroEur: '250000' }],
        maximumMicroEur: '30000000',
    },
};

/** With a surcharge in peak hours and a cap of the day, which need the local time of every leg. */
const capped: TariffVersion = {
    ...tariff,
    price: {
        ...tariff.price,
        peaks: [{ window: { weekdays: [1, 2, 3, 4, 5], from: 28_800, until: 36_000 }, ratePpm: 200_000 }],
        caps: [{ period: 'day', maximumMicroEur: '15000000' }],
    },
};

function main([kind = '', legs = '', rounds = '']: readonly string[]): void {
    const usages = Array.from({ length: Number(legs) }, (_, index) => usageOf(index));
    const times = coldAndWarm(Number(rounds), () => priceAll(kind as PricingKind, usages));
    process.stdout.write(JSON.stringify(times));
}

function priceAll(kind: PricingKind, usages: readonly Usage[]): number {
    if (kind === 'floating') return usages.reduce((sum, usage) => sum + floatingPrice(usage), 0);
    const of = kind === 'capped' ? capped : tariff;
    return usages.reduce((sum, usage) => sum + priceLeg(of, usage, { zone: utc }).lines.length, 0);
}

function usageOf(index: number): Usage {
    return {
        start: START + ((index * 997) % (365 * DAY)),
        durationSeconds: 300 + ((index * 31) % 5_000),
        distanceMetres: (index * 73) % 20_000,
    };
}

/** The price as anyone would write it first: no lines, no tax, no rounding. */
function floatingPrice({ durationSeconds, distanceMetres }: Usage): number {
    const cost = ({ start, end = Infinity, interval, rateMicroEur }: Segment, usage: number): number =>
        usage > start ? Math.ceil((Math.min(usage, end) - start) / interval) * (Number(rateMicroEur) / 1e6) : 0;
    const { time = [], distance = [] } = tariff.price;
    const ridden = time.reduce((sum, segment) => sum + cost(segment, durationSeconds), 1);
    return Math.min(
        30,
        distance.reduce((sum, segment) => sum + cost(segment, distanceMetres), ridden),
    );
}

main(process.argv.slice(2));
