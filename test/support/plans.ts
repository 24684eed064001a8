import type { Plan, RiddenLeg } from '@quartier/rules/mobility';

import { utc } from './paris.js';
import { euro } from './tariffs.js';

/** 29 EUR a month, everything at the operators' prices, but for what is said. */
export function planOf(other: Partial<Plan> = {}): Plan {
    return {
        seller: 'MetroMSP',
        plan: 'district',
        version: 1,
        from: 0,
        to: null,
        priceMicroEur: euro('29'),
        vatPpm: 100_000,
        period: { kind: 'month' },
        allowances: [],
        overage: [],
        ...other,
    };
}

/** A ride of 20 minutes and 5 km on 1 June 2016 at 08:00 UTC for 2 EUR, but for what is said. */
export function riddenOf(other: Partial<RiddenLeg> = {}): RiddenLeg {
    return {
        operator: 'WheelsMSP',
        leg: 'w-1',
        mode: 'bike',
        start: utc('2016-06-01T08:00:00'),
        durationSeconds: 1_200,
        distanceMetres: 5_000,
        priceMicroEur: euro('2'),
        ...other,
    };
}
