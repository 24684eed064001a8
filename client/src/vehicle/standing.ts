import type { PassportRecord } from '@quartier/rules/vehicle';

import type { TransactionStanding } from '../gateway/index.js';

import type { VehicleClient } from './client.js';

/** Where the newest event of a passport stands; undefined where nothing was recorded of the vehicle yet. */
export async function standingOf(
    vehicle: Pick<VehicleClient, 'standing'>,
    { events }: Pick<PassportRecord, 'events'>,
): Promise<TransactionStanding | undefined> {
    const newest = events.at(-1);
    return newest === undefined ? undefined : vehicle.standing(newest.transactionId);
}
