import type { EnergyEvents } from '@quartier/rules/energy';

import type { AreaEvent } from '../gateway/index.js';

/** An event of the energy area: the name tells the shape of the payload. */
export type EnergyEvent = {
    readonly [Name in keyof EnergyEvents]: Omit<AreaEvent, 'name' | 'payload'> & {
        readonly name: Name;
        readonly payload: EnergyEvents[Name];
    };
}[keyof EnergyEvents];
