import type { PriceModel, Segment, TariffVersion } from '@quartier/rules/mobility';

/** Micro-euro of an amount in euro with at most six decimals, given as text. */
export function euro(text: string): string {
    const [whole = '', decimals = ''] = text.replace('-', '').split('.');
    const amount = BigInt(`${whole}${decimals.padEnd(6, '0')}`);
    return String(text.startsWith('-') ? -amount : amount);
}

/** A tariff of bikes without tax whose started intervals count, but for what is said. */
export function tariffOf(price: Partial<PriceModel>, other: Partial<Omit<TariffVersion, 'price'>> = {}): TariffVersion {
    return {
        operator: 'WheelsMSP',
        tariff: 'city-bikes',
        version: 1,
        from: 0,
        to: null,
        mode: 'bike',
        currency: 'EUR',
        intervals: 'started',
        vatPpm: 0,
        taxIncluded: true,
        ...other,
        price: { baseMicroEur: '0', ...price },
    };
}

/** A rate in euro for every `minutes`, from a minute on. */
export function every(minutes: number, rate: string, other: Partial<Segment> = {}): Segment {
    return { start: 0, interval: minutes * 60, rateMicroEur: euro(rate), ...other };
}

/** A rate in euro an hour, charged by steps of so many seconds. */
export function anHour(rate: string, step: number, other: Partial<Segment> = {}): Segment {
    return { start: 0, interval: step, rateMicroEur: euro(rate), per: 3_600, ...other };
}

/** A rate in euro for every kilometre. */
export function everyKm(rate: string, other: Partial<Segment> = {}): Segment {
    return { start: 0, interval: 1_000, rateMicroEur: euro(rate), ...other };
}

export const minutes = (count: number): number => count * 60;
