import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

import {
    actText,
    offerText,
    PLACE_ROUNDING,
    requestText,
    type carpoolWire,
    type Offer,
    type Point,
    type RiderAct,
    type SeatRequest,
    type SignedAct,
} from '@quartier/rules/mobility';

/**
 * The key that a rider's telephone has for one ride. It commits it with the offer or the request, and signs with it what it
 * says of the ride from then on; for the next ride it makes another, so that rides are not linked by it.
 */
export interface Telephone {
    /** P-256, SPKI in DER, base64url. */
    readonly key: string;
    offer(campaign: string, offer: Offer): Pick<carpoolWire.OfferRidePrivate, 'offer' | 'key' | 'signature'>;
    request(campaign: string, ride: string, request: SeatRequest): carpoolWire.RequestSeatsPrivate;
    /** A nonce and the time are added where they are not given; a place is rounded to thousandths of a degree. */
    say(act: Omit<RiderAct, 'nonce' | 'time'> & Partial<Pick<RiderAct, 'nonce' | 'time'>>): SignedAct;
    /** PKCS #8 in PEM, to be kept on the telephone until the ride is over. */
    privateKey(): string;
}

export function newTelephone(): Telephone {
    return telephoneOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/** A telephone whose key was kept. */
export function telephoneOfKey(pem: string): Telephone {
    return telephoneOf(createPrivateKey(pem));
}

function telephoneOf(privateKey: KeyObject): Telephone {
    const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64url');
    const signed = (text: string): string =>
        sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return {
        key,
        offer: (campaign, offer) => ({ offer, key, signature: signed(offerText(campaign, offer, key)) }),
        request: (campaign, ride, request) => ({
            request,
            key,
            signature: signed(requestText(campaign, ride, request, key)),
        }),
        say: (said) => {
            const act: RiderAct = {
                time: Math.floor(Date.now() / 1_000),
                nonce: randomBytes(16).toString('hex'),
                ...said,
                ...(said.place === undefined ? {} : { place: roundedPlace(said.place) }),
            };
            return { act, signature: signed(actText(act)) };
        },
        privateKey: () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
}

/** A place as it may be known to others: some 80 to 110 metres coarse. */
export function roundedPlace({ latMicroDeg, lonMicroDeg }: Point): Point {
    return { latMicroDeg: rounded(latMicroDeg), lonMicroDeg: rounded(lonMicroDeg) };
}

function rounded(microDegrees: number): number {
    return Math.round(microDegrees / PLACE_ROUNDING) * PLACE_ROUNDING;
}
