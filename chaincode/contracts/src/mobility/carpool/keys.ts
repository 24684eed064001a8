import type {
    CampaignBatch,
    CampaignRecord,
    PublicRide,
    RecordedJourney,
    RideRecord,
    RiderAccount,
    SignedAct,
} from '@quartier/rules/mobility';

import { recordKind } from '../../ledger/index.js';

/** The layout of carpooling's state. What stands here is what a peer stores: a test prints it and fails on a change. */
export const publicCarpoolKinds = {
    campaign: recordKind<CampaignRecord>()('carpool.campaign', ['campaign']),
    ride: recordKind<PublicRide>()('carpool.ride', ['campaign', 'day', 'ride']),
} as const;

/** Whose a pseudonym is: in the collection that an operator and the registry share. */
export const riderKinds = {
    asked: recordKind<{ readonly identities: readonly string[] }>()('carpool-asked', ['campaign', 'batch']),
    /** One a person, so that one person can be erased. */
    identity: recordKind<{ readonly pseudonym: string }>()('carpool-identity', ['campaign', 'identity']),
    /** Pseudonyms by their first digit, so that a batch reads few keys. They name nobody. */
    pseudonyms: recordKind<{ readonly pseudonyms: readonly string[] }>()('carpool-riders', ['campaign', 'bucket']),
} as const;

/** Records of the collection `carpool`, by pseudonyms. */
export const carpoolKinds = {
    ride: recordKind<RideRecord>()('ride', ['campaign', 'ride']),
    acts: recordKind<{ readonly acts: readonly SignedAct[] }>()('acts', ['campaign', 'ride', 'booking']),
    account: recordKind<RiderAccount>()('account', ['campaign', 'rider']),
    movement: recordKind<{ readonly digest: string }>()('movement', ['campaign', 'operator', 'movement']),
    /** Counters and journeys of one person in one month, of one year or the campaign: no key that many write at once. */
    person: recordKind<PersonPeriod>()('person', ['campaign', 'whom', 'period']),
    journeyIds: recordKind<Readonly<Record<string, SeenJourney>>>()('journey-ids', ['campaign', 'operator', 'day']),
    batch: recordKind<CampaignBatch>()('batch', ['campaign', 'sequence']),
    batchId: recordKind<{ readonly sequence: number; readonly digest: string }>()('batch-id', [
        'campaign',
        'operator',
        'batch',
    ]),
} as const;

export interface PersonPeriod {
    readonly counters: Readonly<Record<string, string>>;
    /** Those that stand. */
    readonly journeys: readonly RecordedJourney[];
}

export interface SeenJourney {
    readonly digest: string;
    /** Where it was judged. */
    readonly sequence: number;
    readonly index: number;
    readonly isReturned?: true;
}
