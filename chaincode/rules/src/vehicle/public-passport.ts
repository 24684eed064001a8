/** The shape of what everybody may read; see `publicView`. */
import type { NextDue } from './day-and-place.js';
import type { Correction, Defect, EventContent, Reading, ReadingUnit } from './events.js';
import type { PassportId } from './identity.js';
import type { Judgement, JudgementFlagKind, JudgementOutcome, JudgementReason } from './judgement-record.js';
import type { AccidentStage, PassportRecord, PassportState, StandingInspection } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';

/** `YYYY-MM-DD`, or `YYYY-MM` of a vehicle that is exported or scrapped. */
export type PublicDay = string;

export interface PublicPassport {
    readonly passport: PassportId;
    readonly description: VehicleDescription;
    readonly origin: PassportRecord['origin'];
    readonly registeredBy: string;
    readonly registeredOn: PublicDay;
    readonly state: PassportState;
    readonly holders: number;
    readonly held: boolean;
    readonly transferOffered: boolean;
    readonly pledges: number;
    readonly openRecalls: readonly PublicRecall[];
    readonly accident?: AccidentStage;
    readonly nextDue?: NextDue;
    readonly inspection?: Omit<StandingInspection, 'event'>;
    readonly judgement: PublicJudgement;
    readonly readings: readonly PublicReading[];
    /** Oldest first. */
    readonly events: readonly PublicEvent[];
    readonly eventCount: number;
    /** The newest link of the chain. */
    readonly link: string;
}

export interface PublicRecall {
    readonly maker: string;
    readonly campaign: string;
}

/** As the judgement, events by their numbers. */
export interface PublicJudgement {
    readonly outcome: JudgementOutcome;
    readonly reason: JudgementReason;
    readonly rdwCode: Judgement['rdwCode'];
    readonly pairs: readonly { readonly earlier: number; readonly later: number }[];
    readonly flags: readonly { readonly kind: JudgementFlagKind; readonly events: readonly number[] }[];
    readonly distanceM?: string;
    readonly lastReadingM?: string;
}

export interface PublicReading {
    /** Of its event. */
    readonly number: number;
    readonly day: PublicDay;
    readonly value: number;
    readonly unit: ReadingUnit;
    /** Absent of hours. */
    readonly metres?: number;
    readonly author: string;
    readonly kind: EventContent['kind'];
    /** Last figure of the odometer that was replaced. */
    readonly before?: number;
    /** Number of the correction that took it out of the series. */
    readonly correctedBy?: number;
}

/** What an event says to everybody. Members that its kind does not have are absent. */
export interface PublicEvent {
    readonly number: number;
    readonly kind: EventContent['kind'];
    readonly day: PublicDay;
    readonly recordedOn: PublicDay;
    readonly author: string;
    readonly transactionId: string;
    readonly evidence?: string;
    readonly reading?: Reading;
    readonly source?: string;
    readonly work?: readonly string[];
    readonly nextDue?: NextDue;
    readonly nature?: string;
    readonly result?: StandingInspection['result'];
    readonly defects?: readonly Defect[];
    readonly validUntil?: PublicDay;
    readonly severity?: string;
    readonly outcome?: string;
    readonly campaign?: string;
    readonly title?: string;
    readonly country?: string;
    /** Last figure of the odometer that was replaced. */
    readonly before?: number;
    /** Of a correction: the number of the event that it corrects, why, and what should have been recorded. */
    readonly corrects?: number;
    readonly reason?: string;
    readonly correctedDay?: PublicDay;
    /** Of a correction, now. */
    readonly standing?: Correction['standing'] | 'superseded';
    /** Of a corrected event: the number of the correction in force, and whether it is simply void. */
    readonly correctedBy?: number;
    readonly void?: true;
    /** Of a confirmation or an attestation: the number of what it confirms. */
    readonly confirms?: number;
}
