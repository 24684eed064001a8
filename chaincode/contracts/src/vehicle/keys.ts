import type { DataQuality, PassportEvent, PassportRecord, VehicleIdentity } from '@quartier/rules/vehicle';

import { recordKind } from '../ledger/index.js';

/** The layout of the area's state. What stands here is what a peer stores: a test prints it and fails on a change. */
export const publicKinds = {
    /** One key a vehicle, so that a look-up reads one however many there are. */
    passport: recordKind<PassportRecord>()('vehicle.passport', ['passport']),
    /** Events that left the head of a passport, `eventsPerPage` a page, the oldest on page 0. A page is written once. */
    history: recordKind<HistoryPage>()('vehicle.history', ['passport', 'page']),
    /** What one transaction changed of an organisation's data quality in a month: appended, never read in a transaction. */
    quality: recordKind<QualityRow>()('vehicle.quality', ['mspId', 'month', 'transaction']),
} as const;

/** Records of the collection `vehicleRegistry`, all of which may be erased. */
export const privateKinds = {
    /** Whose a passport is: the only record that says it. Written once, so that its purge leaves nothing. */
    vehicle: recordKind<{ readonly identity: VehicleIdentity }>()('vehicle', ['passport']),
    /** Which events have a note, in the order of the ledger. */
    notedEvents: recordKind<{ readonly events: readonly string[] }>()('noted-events', ['passport']),
    note: recordKind<{ readonly note: string }>()('note', ['passport', 'event']),
} as const;

export interface HistoryPage {
    readonly events: readonly PassportEvent[];
}

export type QualityRow = Omit<DataQuality, 'mspId' | 'month'>;
