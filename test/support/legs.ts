import { pricedLeg, type LegFacts, type LegRecord, type TariffVersion } from '@quartier/rules/mobility';

import { every, tariffOf } from './tariffs.js';

export const NOON = 1_465_207_200;
export const HASH = 'ab'.repeat(32);

/** A euro to unlock and five cents for every started minute. */
export const cityBikes: TariffVersion = tariffOf({ baseMicroEur: '1000000', time: [every(1, '0.05')] });

/** A ride of 20 minutes and 5 km, but for what is said. */
export function factsOf(other: Partial<LegFacts> = {}): LegFacts {
    return {
        operator: 'WheelsMSP',
        leg: 'leg-1',
        seller: 'MetroMSP',
        subscription: 'subscription-1',
        rider: 'rider-1',
        mode: 'bike',
        start: NOON,
        end: NOON + 1_200,
        durationSeconds: 1_200,
        distanceMetres: 5_000,
        ...other,
    };
}

export function legOf(other: Partial<LegFacts> = {}, tariff: TariffVersion = cityBikes): LegRecord {
    return pricedLeg(factsOf(other), { tariff, hash: HASH });
}
