import type { ConsortiumEvents } from '@quartier/rules/consortium';
import type { EnergyEvents } from '@quartier/rules/energy';

import type { AreaEvent } from '../gateway/index.js';

type Events = ConsortiumEvents & EnergyEvents;

/** An event of the energy area: the name tells the shape of the payload. */
export type EnergyEvent = {
    readonly [Name in keyof Events]: Omit<AreaEvent, 'name' | 'payload'> & {
        readonly name: Name;
        readonly payload: Events[Name];
    };
}[keyof Events];
