/** What a rider's telephone signs: words about a ride, each bound to its ride and booking, so that it is good for no other. */
import { canonicalJson, type Json } from '../../wire/index.js';
import type { Point } from './distance.js';
import type { RiderRole } from './evidence.js';
import type { Offer } from './ride.js';
import type { SeatRequest } from './ride-commands.js';

/**
 * accept, decline: the driver's of a booking. cancel: of a booking, by either. giveUp: the driver's of the whole ride. missing:
 * the other did not come. start, end: where and when the telephone was. confirm: the ride took place.
 */
export const RIDER_ACTS = ['accept', 'decline', 'cancel', 'giveUp', 'missing', 'start', 'end', 'confirm'] as const;
export type RiderActName = (typeof RIDER_ACTS)[number];

export interface RiderAct {
    readonly campaign: string;
    readonly ride: string;
    /** Of all acts but `giveUp`. */
    readonly booking?: string;
    readonly act: RiderActName;
    readonly by: RiderRole;
    /** Seconds since 1970, by the telephone's clock. */
    readonly time: number;
    /** Of `start` and `end`, rounded to three decimals of a degree. */
    readonly place?: Point;
    readonly reason?: string;
    /** 16 random bytes in hexadecimal: the same act sent again is known by it. */
    readonly nonce: string;
}

/** ECDSA of the curve P-256 with SHA-256, r and s as 64 bytes, in base64url. */
export interface SignedAct {
    readonly act: RiderAct;
    readonly signature: string;
}

/** A rounded place is a whole number of thousandths of a degree: some 80 to 110 metres. */
export const PLACE_ROUNDING = 1_000;

export function actText(act: RiderAct): string {
    return signedText('act', act);
}

/** The driver's telephone commits its key of this ride, and shows that it has it. */
export function offerText(campaign: string, offer: Offer, key: string): string {
    return signedText('offer', { campaign, offer, key });
}

/** The passenger's likewise. */
export function requestText(campaign: string, ride: string, request: SeatRequest, key: string): string {
    return signedText('request', { campaign, ride, request, key });
}

/** Kinds keep a signature of one kind from standing for another. */
function signedText(kind: string, content: object): string {
    return canonicalJson({ carpool: kind, content: content as Json });
}
