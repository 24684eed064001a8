import type { PublicPassport } from '@quartier/rules/vehicle';

import { certificateUrl } from './certificate-page.js';
import type { Consultation, FollowedCertificate } from './consultation.js';

/** The JSON of `/vehicle/:passport.json`. */
export interface PassportDocument {
    readonly passport: PublicPassport;
    /** Absent where nothing is recorded yet. */
    readonly standing?: {
        readonly channel: string;
        readonly transactionId: string;
        /** Decimal. */
        readonly blockNumber: string;
        /** sha256, hexadecimal, of the block's header. */
        readonly blockHash: string;
    };
    /** Whether the links, recomputed from the events, end in `passport.link`. */
    readonly verified: boolean;
    readonly certificate: {
        readonly number: string;
        /** What its code says. */
        readonly url: string;
    };
    /** Which state `?link=` stands for, where it was given. */
    readonly followed?: FollowedCertificate;
}

export function passportDocument(consultation: Consultation, baseUrl: string): PassportDocument {
    const { passport, standing, verified, certificate, followed } = consultation;
    return {
        passport,
        ...(standing === undefined ? {} : { standing: { ...standing, blockNumber: standing.blockNumber.toString() } }),
        verified,
        certificate: { number: certificate, url: certificateUrl(baseUrl, consultation) },
        ...(followed === undefined ? {} : { followed }),
    };
}
