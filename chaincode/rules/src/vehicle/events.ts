import type { Day, Instant, NextDue, Place } from './day-and-place.js';

/** Kilometres, statute miles (1,609.344 m) or hours of operation. */
export type ReadingUnit = 'km' | 'mi' | 'h';

/** What the odometer showed, or why nothing was read. */
export type Reading =
    | { readonly status: 'read'; readonly value: number; readonly unit: ReadingUnit }
    | { readonly status: 'unreadable' }
    | { readonly status: 'no-odometer' };

/** What an event says beside its common part. */
export type EventContent =
    | { readonly kind: 'reading'; readonly source: 'connected' | 'stock-intake' | 'declared' }
    | { readonly kind: 'service' | 'repair' | 'tyres'; readonly work: readonly string[]; readonly nextDue?: NextDue }
    | {
          readonly kind: 'inspection';
          readonly nature: 'periodic' | 'complementary' | 'retest' | 'post-accident' | 'voluntary';
          readonly result: 'passed' | 'minor' | 'major' | 'dangerous';
          readonly defects: readonly Defect[];
          readonly validUntil?: Day;
      }
    | { readonly kind: 'accident-declared'; readonly severity: 'light' | 'serious' | 'structural' }
    | { readonly kind: 'accident-assessed'; readonly outcome: 'repairable' | 'total-loss' }
    | { readonly kind: 'accident-repaired'; readonly work: readonly string[] }
    | { readonly kind: 'fit-for-road' }
    | { readonly kind: 'recall-opened'; readonly campaign: string; readonly title: string }
    | { readonly kind: 'recall-closed'; readonly campaign: string }
    /**
     * `before`: last figure of the old odometer, in the unit of the reading, absent where it could not be read; the
     * reading is the first of the new. `attests`: a second organisation has seen both figures of that replacement.
     */
    | { readonly kind: 'odometer-replaced'; readonly before?: number; readonly attests?: string }
    /** The reading is the first after the capacity was reached. */
    | { readonly kind: 'odometer-rolled-over' }
    | { readonly kind: 'holder-offered'; readonly transfer: string; readonly acceptanceHash: string }
    | { readonly kind: 'holder-offer-withdrawn'; readonly transfer: string }
    /** `holder`: the commitment of the holder from now on. */
    | { readonly kind: 'holder-changed'; readonly transfer: string; readonly holder: string }
    | { readonly kind: 'holder-claimed'; readonly holder: string }
    | { readonly kind: 'pledged' | 'pledge-released'; readonly pledge: string }
    | { readonly kind: 'stolen' | 'found' | 'returned' | 'scrapped' | 'clone-suspected' }
    | { readonly kind: 'exported'; readonly country: string }
    | Correction
    | { readonly kind: 'correction-confirmed'; readonly confirms: string };

export interface Defect {
    /** Code of the list that it is taken from. */
    readonly code: string;
    readonly severity: 'advisory' | 'minor' | 'major' | 'dangerous';
}

/** Says what should have been recorded; the wrong event stays visible. */
export interface Correction {
    readonly kind: 'correction';
    /** Id of the event that it corrects. */
    readonly corrects: string;
    readonly reason: string;
    /** `in-force`, or `proposed` until a second organisation confirms. */
    readonly standing: 'in-force' | 'proposed';
    /** When the corrected event happened. The correction's own reading replaces the corrected one's; without both it is void. */
    readonly correctedDay?: Day;
}

/** What an author gives. */
export interface EventInput {
    /** The author's id, unique within the passport and the author. */
    readonly event: string;
    readonly day: Day;
    readonly content: EventContent;
    readonly reading?: Reading;
    /** sha256, hexadecimal, of the documents that prove it. */
    readonly evidence?: string;
    readonly place?: Place;
}

/** An event as recorded: never changed, never removed. */
export type PassportEvent = Omit<EventInput, 'content'> &
    EventContent & {
        /** `<MSP id>:<the author's id>`. */
        readonly event: string;
        /** In order of recording, from 1: events 1 to 50 stand in history page 0 once they leave the head, and so on. */
        readonly number: number;
        readonly author: string;
        readonly recordedAt: Instant;
        readonly transactionId: string;
    };
