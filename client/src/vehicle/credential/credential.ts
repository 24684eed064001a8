import { randomUUID } from 'node:crypto';

import { publicView, type PassportRecord, type PublicPassport } from '@quartier/rules/vehicle';

import type { TransactionStanding } from '../../gateway/index.js';

/**
 * Verifiable Credentials Data Model 2.0 (W3C Recommendation of 15 May 2025). Terms that are not of it are of the context
 * that the recommendation offers for terms without a definition.
 */
const CONTEXTS = [
    'https://www.w3.org/ns/credentials/v2',
    'https://www.w3.org/ns/credentials/undefined-terms/v2',
] as const;

export interface CredentialIssuer {
    /** A URL: `did:web:…`, or the organisation's MSP id as a URN. */
    readonly id: string;
    readonly mspId: string;
}

/** Bitstring Status List v1.0: where to see whether the issuer has withdrawn a credential. */
export interface CredentialStatus {
    readonly id: string;
    readonly type: 'BitstringStatusListEntry';
    readonly statusPurpose: 'revocation';
    readonly statusListIndex: string;
    readonly statusListCredential: string;
}

/** The transaction that a statement stands on: whoever has the ledger can look there. */
export interface LedgerEvidence {
    readonly type: readonly ['LedgerTransaction'];
    readonly channel: string;
    readonly transactionId: string;
    /** Decimal. */
    readonly blockNumber: string;
    readonly blockHash: string;
}

export interface Credential<Subject extends object = object> {
    readonly '@context': readonly string[];
    readonly id: string;
    readonly type: readonly string[];
    readonly issuer: CredentialIssuer;
    /** RFC 3339, UTC, seconds. */
    readonly validFrom: string;
    readonly validUntil: string;
    readonly credentialSubject: Subject;
    readonly evidence?: readonly LedgerEvidence[];
    readonly credentialStatus?: CredentialStatus;
    /** For whom a proof of holding is, and what they asked with. */
    readonly aud?: string;
    readonly nonce?: string;
}

/** What a certificate says of a vehicle: what everyone may read of its passport, but for the list of events. */
export interface PassportSubject extends Omit<PublicPassport, 'events'> {
    /** `urn:quartier:vehicle:<passport>`. */
    readonly id: string;
    readonly type: 'Vehicle';
}

export interface HoldingSubject {
    readonly id: string;
    readonly type: 'Vehicle';
    readonly passport: string;
    /** True: whoever asked for it opened the commitment of the present holder. */
    readonly held: true;
    readonly link: string;
}

export const credentialTypes = {
    passport: 'VehiclePassportCredential',
    holding: 'VehicleHoldingCredential',
    statusList: 'BitstringStatusListCredential',
} as const;

export interface CredentialOptions {
    readonly issuer: CredentialIssuer;
    readonly record: PassportRecord;
    /** Of the newest event; absent where nothing was recorded yet. */
    readonly standing?: TransactionStanding;
    readonly validFrom: Date;
    readonly validUntil: Date;
    /** A URI; a new one unless given. */
    readonly id?: string;
    readonly status?: CredentialStatus;
}

/** The credential of a passport as it stands: `VehiclePassportCredential`. */
export function passportCredential(options: CredentialOptions): Credential<PassportSubject> {
    const { events: _, readings, ...told } = publicView(options.record);
    return {
        ...frame(options, credentialTypes.passport),
        credentialSubject: { ...subjectOf(options.record), ...told, readings: readings.slice(-MOST_READINGS) },
    };
}
/** The newest; a vehicle that reports every day has more, and the ledger has them all. */
const MOST_READINGS = 500;

/** The proof for one buyer that the seller holds the vehicle: `VehicleHoldingCredential`. */
export function holdingCredential(
    options: CredentialOptions & { readonly audience: string; readonly nonce: string },
): Credential<HoldingSubject> {
    return {
        ...frame(options, credentialTypes.holding),
        credentialSubject: { ...subjectOf(options.record), held: true, link: options.record.link },
        aud: options.audience,
        nonce: options.nonce,
    };
}

export function newCredentialId(): string {
    return `urn:uuid:${randomUUID()}`;
}

/** An organisation under its MSP id, where it has no address of its own. */
export function issuerOf(mspId: string, url?: string): CredentialIssuer {
    return { id: url ?? `urn:quartier:organisation:${mspId}`, mspId };
}

export function frame(
    { issuer, id, validFrom, validUntil, standing, status }: Omit<CredentialOptions, 'record'>,
    type: string,
): Omit<Credential, 'credentialSubject'> {
    return {
        '@context': CONTEXTS,
        id: id ?? newCredentialId(),
        type: ['VerifiableCredential', type],
        issuer,
        validFrom: seconds(validFrom),
        validUntil: seconds(validUntil),
        ...(standing === undefined ? {} : { evidence: [evidenceOf(standing)] }),
        ...(status === undefined ? {} : { credentialStatus: status }),
    };
}

function subjectOf({ passport }: PassportRecord): Pick<PassportSubject, 'id' | 'type' | 'passport'> {
    return { id: `urn:quartier:vehicle:${passport}`, type: 'Vehicle', passport };
}

function evidenceOf({ channel, transactionId, blockNumber, blockHash }: TransactionStanding): LedgerEvidence {
    return { type: ['LedgerTransaction'], channel, transactionId, blockNumber: blockNumber.toString(), blockHash };
}

function seconds(date: Date): string {
    return `${date.toISOString().slice(0, 19)}Z`;
}
