import type {
    BillingPeriod,
    LegRecord,
    PassSplit,
    ShareRecord,
    ShareWeight,
    SharedSubscription,
    SubscriptionCommand,
} from '@quartier/rules/mobility';
import type { ConsortiumRecord } from '@quartier/rules/consortium';

import type { EventOptions } from '../../gateway/index.js';

import type { Bill, BillRequest } from '../billing/bill.js';
import type { KeepHeadroomsOptions } from '../billing/headrooms.js';
import type { LegImportReport } from '../legs/import-legs.js';
import type { LegFileOptions } from '../legs/read-legs.js';

import type { Disputes } from './disputes.js';
import type { MobilityEvent } from './events.js';
import type { Legs, LegStreamOptions } from './legs.js';
import type { Pairs } from './pairs.js';
import type { Publications } from './publications.js';
import type { Sharing } from './sharing.js';
import type { Windows } from './windows.js';

export interface LegImportRequest extends Omit<LegFileOptions, 'defaults'> {
    /** What the file leaves out, for all of its legs. */
    readonly defaults?: Omit<LegFileOptions['defaults'], 'operator'>;
    /** Send legs at the price of the tariff where the file states another. */
    readonly ignoreStatedPrice?: boolean;
    readonly stream?: LegStreamOptions;
    readonly onProgress?: (progress: { readonly sent: number; readonly done: number }) => void;
}

export interface WindowShare {
    /** The caller's id of the distribution. */
    readonly share: string;
    /** A window that is closed. */
    readonly window: string;
    /** Legs of the window with the seller's own service, which bears and gets its part as the others do. */
    readonly ownLegs?: readonly LegRecord[];
}

export interface ChangeSubscription {
    readonly subscription: string;
    readonly command: SubscriptionCommand;
}

/**
 * The clearing of the mobility area: what operators ride for each other's subscribers, from tariffs to payments. Of what
 * two organisations keep between them, nobody else learns anything.
 *
 * Every method throws `Refusal` where the rules refuse, or a failure named by its step (`EvaluateFailed`,
 * `EndorseFailed`, `SubmitFailed`, `CommitInvalid`, `CommitStatusUnknown`). Sending the same again is always safe.
 */
export interface MobilityClient extends Publications, Pairs, Legs, Disputes, Windows, Sharing {
    /** MSP id of the caller. */
    readonly mspId: string;
    /** Organisations of the area and their roles (`mobilityRoles`). */
    consortium(): Promise<ConsortiumRecord>;
    /** Every operator but the caller that has books with it. */
    partners(): Promise<readonly string[]>;

    /** Operator. Prices the legs of a file by its own tariffs and records them; the same file again changes nothing. */
    importLegs(request: LegImportRequest): Promise<LegImportReport>;

    /**
     * Seller. The subscription after a command, told to every partner; the command is of the rules
     * (`changeSubscription`). Refusals: MOBILITY_SUBSCRIPTION_STATE, MOBILITY_SUBSCRIPTION_CHANGE_DATE.
     */
    changeSubscription(change: ChangeSubscription): Promise<SharedSubscription>;
    /** Seller. What one of its riders pays for a period, over all operators. */
    bill(request: BillRequest): Promise<Bill>;
    /** Seller. Tells operators what caps leave of their riders' days, as legs are recorded, until the signal aborts. */
    keepHeadrooms(options: KeepHeadroomsOptions): Promise<void>;
    /** Seller. Shares what caps cut of all legs of a window; undefined where they cut nothing. */
    shareWindowCapLoss(share: WindowShare & { readonly weight: ShareWeight }): Promise<ShareRecord | undefined>;
    /** Seller. Shares what plans brought in for a period by what they included of a window; undefined for nothing. */
    shareWindowPassRevenue(
        share: WindowShare & {
            readonly period: BillingPeriod;
            /** What the seller keeps, of the revenue without tax. */
            readonly commissionPpm: number;
            readonly split: PassSplit;
        },
    ): Promise<ShareRecord | undefined>;

    /** Events of the area from a checkpoint on, at least once each. */
    events(options?: EventOptions): AsyncGenerator<MobilityEvent, void>;
}
