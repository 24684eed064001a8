/** What the vehicle area records in public: passports without identity, events, judgements. */
import type { Day, Instant, NextDue, Place } from './day-and-place.js';
import type { PassportEvent, ReadingUnit } from './events.js';
import type { PassportId } from './identity.js';
import type { Judgement } from './judgement-record.js';
import type { VehicleDescription } from './vehicle-description.js';

export type { Day, Instant, NextDue, Place };

/** The private collection of the area: its key, identities, notes of workshops. Every organisation of the area shares it. */
export const VEHICLE_REGISTRY = 'vehicleRegistry';

export const vehicleRoles = {
    /** Registers vehicles of its own manufacturer codes, opens and closes recalls, sends readings of connected vehicles. */
    maker: 'maker',
    /** Services, repairs, tyres, odometer replacements. */
    garage: 'garage',
    /** Periodic inspections, assessments after accidents, fitness for the road. */
    inspection: 'inspection',
    /** Stolen and found, pledges, export and return, scrapping; erasure. */
    authority: 'authority',
    /** Enrols vehicles that exist already and records changes of holder, for whoever asks at its counter. */
    registrar: 'registrar',
} as const;
export type VehicleRole = (typeof vehicleRoles)[keyof typeof vehicleRoles];

export const vehicleLimits = {
    vehiclesPerBatch: 200,
    eventsPerBatch: 200,
    /** Events in the head of a passport; older ones stand in pages of as many. */
    eventsPerPage: 50,
    pagesPerPassport: 100,
    noteLength: 2_000,
    textLength: 200,
    defectsPerInspection: 50,
    workPerService: 30,
    rowsPerList: 500,
    notesPurgedPerTransaction: 900,
    /** Of records that one transaction writes. */
    bytesPerTransaction: 4_000_000,
} as const;

export type PassportState = 'in-use' | 'stolen' | 'exported' | 'scrapped';

/**
 * The head of a passport: one key, so that a look-up reads one. What it says is computed from the events alone;
 * `link` chains them: sha256 of the canonical JSON of `[link before, event]`, hexadecimal.
 */
export interface PassportRecord {
    readonly passport: PassportId;
    readonly description: VehicleDescription;
    /** `birth`: by the maker of its code; `import`: it existed already, so its series starts without an opinion. */
    readonly origin: 'birth' | 'import';
    readonly registeredBy: string;
    readonly registeredAt: Instant;
    readonly state: PassportState;
    /** sha256, hexadecimal, of the canonical JSON of `{holder, salt}`; absent where nobody has claimed it. */
    readonly holder?: string;
    /** How many holders it has had, the present one included. */
    readonly holders: number;
    readonly transfer?: PendingTransfer;
    /** What it was when it was scrapped; there while it is, for a correction of the scrapping. */
    readonly stateBeforeScrapping?: PassportState;
    readonly pledges: readonly string[];
    /** `<MSP id of the maker>:<campaign>`. */
    readonly openRecalls: readonly string[];
    /** The accident under way: fit for road closes it. */
    readonly accident?: AccidentStage;
    /** By the newest work (day of the event) that named something due and is not void. */
    readonly nextDue?: StandingDue;
    /** The newest inspection (day of the event) that is not void. */
    readonly inspection?: StandingInspection;
    /** The newest look at it found no odometer, and nothing was ever read. */
    readonly noOdometer?: true;
    /** What was registered, hashed: the first link of the chain (see `registerVehicle`). */
    readonly root: string;
    readonly link: string;
    readonly eventCount: number;
    /** The newest events, at most `eventsPerPage`, oldest first. */
    readonly events: readonly PassportEvent[];
    /**
     * One text a history page, four characters an event: a repeated id, or the event that a correction names, is found by
     * one read (see `pagesToLoad`). The ids themselves would make a long head longer.
     */
    readonly pages: readonly string[];
    /** Every correction there is, in order of recording. */
    readonly corrections: readonly StandingCorrection[];
    /** Every reading that counts or counted, compact, oldest event first: the judgement needs the whole set. */
    readonly readings: readonly StoredReading[];
    readonly judgement: Judgement;
}

/** After `total-loss` an assessment must find it repairable before it is repaired. */
export type AccidentStage = 'declared' | 'assessed' | 'total-loss' | 'repaired';

/** What is due, by which event and since which day. */
export interface StandingDue extends NextDue {
    readonly event: string;
    readonly since: Day;
}

export interface StandingInspection {
    readonly event: string;
    readonly day: Day;
    readonly result: 'passed' | 'minor' | 'major' | 'dangerous';
    readonly validUntil?: Day;
}

export interface StandingCorrection {
    /** Id of the correction. */
    readonly event: string;
    readonly number: number;
    readonly author: string;
    /** Id of the event that it corrects. */
    readonly corrects: string;
    readonly correctsNumber: number;
    /** `superseded`: a later correction of the same event is in force. */
    readonly standing: 'in-force' | 'proposed' | 'superseded';
    /** The corrected event is simply void: nothing replaces it. */
    readonly voids: boolean;
    /** When the corrected event happened, where the correction says so. */
    readonly day?: Day;
}

export interface PendingTransfer {
    readonly transfer: string;
    readonly offeredBy: string;
    readonly offeredAt: Instant;
    /** sha256, hexadecimal, of the code that the seller gives to the buyer. */
    readonly acceptanceHash: string;
}

/** A reading as the judgement takes it. */
export interface StoredReading {
    readonly event: string;
    /** Of its event. */
    readonly number: number;
    readonly day: Day;
    readonly value: number;
    readonly unit: ReadingUnit;
    readonly author: string;
    /** Kind of its event: a replacement or roll-over starts a segment. */
    readonly kind: PassportEvent['kind'];
    /** The last reading of the odometer that was replaced, or undefined. */
    readonly before?: number;
    /** The replacement that this one attests: not a reading of the series of its own. */
    readonly attests?: string;
    /** Of a replacement, the day that it was recorded: one that is told late excuses nothing by itself. */
    readonly recordedOn?: Day;
    /** The correction that took it out of the series; it stays visible. */
    readonly voidedBy?: string;
    /** Tenths of a degree, where the place was given. */
    readonly place?: Place;
}

/** Decided by the area's organisations: subject `vehicle.manufacturers`. By MSP id. */
export type Manufacturers = Readonly<
    Record<
        string,
        {
            /** World manufacturer identifiers (ISO 3780): 3 characters, or 6 for small makers (third is 9, then positions 12 to 14). */
            readonly wmi: readonly string[];
            /** Codes under which it numbers vehicles without a VIN. */
            readonly serials: readonly string[];
        }
    >
>;
export const vehicleSubjects = { judgement: 'vehicle.judgement', manufacturers: 'vehicle.manufacturers' } as const;

/** Data quality of an organisation in a month: what it recorded, what of it offends, what it corrected. */
export interface DataQuality {
    readonly mspId: string;
    readonly month: string;
    readonly readings: number;
    /** Readings of its own that stand in an offending pair as the later, lower one. */
    readonly discrepancies: number;
    readonly corrections: number;
    /** Lower readings that it recorded: an organisation that never sees one does not look. */
    readonly dropsSeen: number;
}
