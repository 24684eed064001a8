import type {
    DataQuality,
    Day,
    Instant,
    PassportEvent,
    PassportRecord,
    Reading,
    VehicleDescription,
    VehicleIdentity,
} from '@quartier/rules/vehicle';

import { recordKind } from '../ledger/index.js';

/** The layout of the area's state. What stands here is what a peer stores: a test prints it and fails on a change. */
export const publicKinds = {
    /**
     * Vehicles as they were registered, all whose numbers follow each other under one key: a fleet is registered with a
     * few keys, not with some of each vehicle.
     */
    registrations: recordKind<RegistrationBlock>()('vehicle.registrations', ['block']),
    /** The head of a passport from its first event on, one key, so that a look-up reads one however many there are. */
    passport: recordKind<PassportRecord>()('vehicle.passport', ['passport']),
    /** Events that left the head of a passport, `eventsPerPage` a page, the oldest on page 0. A page is written once. */
    history: recordKind<HistoryPage>()('vehicle.history', ['passport', 'page']),
    /** What one transaction changed of an organisation's data quality in a month: appended, never read in a transaction. */
    quality: recordKind<QualityRow>()('vehicle.quality', ['mspId', 'month', 'transaction']),
} as const;

/** Records of the collection `vehicleRegistry`, all of which may be erased. */
export const privateKinds = {
    /** What identifies the vehicles of a block: the only record that says it. See {@link RegistrationBlock.generation}. */
    identities: recordKind<IdentityBlock>()('identities', ['block', 'generation']),
    /** Which events have a note, in the order of the ledger. */
    notedEvents: recordKind<{ readonly events: readonly string[] }>()('noted-events', ['passport']),
    note: recordKind<{ readonly note: string }>()('note', ['passport', 'event']),
} as const;

export interface RegistrationBlock {
    /**
     * Rises when an identity is erased: the others are then written under another key, so that the purge of the old one
     * leaves no earlier value behind.
     */
    readonly generation: number;
    /** What several vehicles have in common is there once. */
    readonly groups: readonly RegistrationGroup[];
    /** By the last part of the passport's id. */
    readonly vehicles: Readonly<Record<string, RegistrationRow>>;
}

export interface RegistrationGroup {
    readonly origin: PassportRecord['origin'];
    readonly registeredBy: string;
    readonly registeredAt: Instant;
    readonly transactionId: string;
    readonly description: VehicleDescription;
}

export interface RegistrationRow {
    /** Its position in the groups. */
    readonly group: number;
    readonly holder?: string;
    readonly reading?: Reading;
    readonly readingDay?: Day;
}

export interface IdentityBlock {
    /** By the last part of the passport's id. */
    readonly identities: Readonly<Record<string, VehicleIdentity>>;
}

export interface HistoryPage {
    readonly events: readonly PassportEvent[];
}

export type QualityRow = Omit<DataQuality, 'mspId' | 'month'>;
