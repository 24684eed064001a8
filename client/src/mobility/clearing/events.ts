import type { ConsortiumEvents } from '@quartier/rules/consortium';
import type { CarpoolEvents, MobilityEvents } from '@quartier/rules/mobility';

import type { AreaEvent } from '../../gateway/index.js';

type Events = CarpoolEvents & ConsortiumEvents & MobilityEvents;

/** An event of the clearing or of carpooling: the name tells the shape of the payload. Those of two say who, and nothing of what. */
export type MobilityEvent = {
    readonly [Name in keyof Events]: Omit<AreaEvent, 'name' | 'payload'> & {
        readonly name: Name;
        readonly payload: Events[Name];
    };
}[keyof Events];
