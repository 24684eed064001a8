import type { X509Certificate } from 'node:crypto';

import {
    credentialTypes,
    type Credential,
    type CredentialIssuer,
    type CredentialStatus,
    type LedgerEvidence,
} from './credential.js';
import { isDocument, type Document } from './document.js';
import { readSigned, refuseCredential, unreadable } from './jws.js';
import { isWithdrawn } from './status-list.js';
import { requireTrusted, type TrustedRoot } from './trust.js';

export interface Verification {
    readonly roots: readonly TrustedRoot[];
    /** Default: now. */
    readonly at?: Date;
    /** The signed status list, as its issuer publishes it. */
    readonly statusList?: string;
    /** What a proof of holding must have been made for and with. */
    readonly audience?: string;
    readonly nonce?: string;
}

export interface VerifiedCredential {
    readonly credential: Credential;
    readonly type: 'passport' | 'holding' | 'other';
    /** Distinguished names of who signed and of the authority that vouches for it. */
    readonly signer: string;
    readonly authority: string;
    /** `not-checked`: it can be withdrawn, and no list was given. */
    readonly status: 'valid' | 'not-checked' | 'cannot-be-withdrawn';
    /** The transaction and block that it stands on, where it names one. */
    readonly standing?: Omit<LedgerEvidence, 'type'>;
}

/**
 * Verifies a credential without any connection: signature, issuer, dates, status, and for whom a proof is.
 *
 * @throws Refusal VEHICLE_CREDENTIAL_UNREADABLE, _FORGED, _ISSUER_UNKNOWN, _ISSUER_OTHER, _ISSUER_EXPIRED,
 *   _ISSUER_UNAUTHORISED, _NOT_YET_VALID, _EXPIRED, _WITHDRAWN, _AUDIENCE, VEHICLE_STATUS_LIST_OTHER,
 *   _EXPIRED.
 */
export async function verifyCredential(text: string, verification: Verification): Promise<VerifiedCredential> {
    const { credential, chain, root } = await trustedCredential(text, verification.roots);
    requireInForce(credential, verification);
    requireAudience(credential, verification);
    const status = await statusOf(credential, verification);
    const [evidence] = credential.evidence ?? [];
    return {
        credential,
        type: typeOf(credential),
        signer: oneLine(chain[0]?.subject),
        authority: oneLine(root.certificate.subject),
        status,
        ...(evidence === undefined ? {} : { standing: standingOf(evidence) }),
    };
}

interface TrustedCredential {
    readonly credential: Credential;
    readonly chain: readonly X509Certificate[];
    readonly root: TrustedRoot;
}

async function trustedCredential(text: string, roots: readonly TrustedRoot[]): Promise<TrustedCredential> {
    const { payload, chain } = await readSigned(text);
    const credential = credentialOf(payload);
    return { credential, chain, root: requireTrusted(chain, roots, credential) };
}

function requireInForce({ validFrom, validUntil }: Credential, { at = new Date() }: Verification): void {
    if (at < new Date(validFrom)) throw refuseCredential('VEHICLE_CREDENTIAL_NOT_YET_VALID', { validFrom });
    if (at > new Date(validUntil)) throw refuseCredential('VEHICLE_CREDENTIAL_EXPIRED', { validUntil });
}

async function statusOf(credential: Credential, verification: Verification): Promise<VerifiedCredential['status']> {
    const { credentialStatus: entry, id } = credential;
    if (entry === undefined) return 'cannot-be-withdrawn';
    if (verification.statusList === undefined) return 'not-checked';
    const { credential: list } = await trustedCredential(verification.statusList, verification.roots);
    const right = list.id === entry.statusListCredential && list.type.includes(credentialTypes.statusList);
    if (!right || list.issuer.mspId !== credential.issuer.mspId) {
        throw refuseCredential('VEHICLE_STATUS_LIST_OTHER', { list: entry.statusListCredential });
    }
    const { at = new Date() } = verification;
    if (at < new Date(list.validFrom) || at > new Date(list.validUntil)) {
        throw refuseCredential('VEHICLE_STATUS_LIST_EXPIRED', { validUntil: list.validUntil });
    }
    if (isWithdrawn(list.credentialSubject, Number(entry.statusListIndex))) {
        throw refuseCredential('VEHICLE_CREDENTIAL_WITHDRAWN', { id });
    }
    return 'valid';
}

function requireAudience({ aud, nonce }: Credential, verification: Verification): void {
    if (aud !== verification.audience || nonce !== verification.nonce) {
        throw refuseCredential('VEHICLE_CREDENTIAL_AUDIENCE');
    }
}

function typeOf({ type }: Credential): VerifiedCredential['type'] {
    if (type.includes(credentialTypes.passport)) return 'passport';
    return type.includes(credentialTypes.holding) ? 'holding' : 'other';
}

function standingOf({ channel, transactionId, blockNumber, blockHash }: LedgerEvidence): Omit<LedgerEvidence, 'type'> {
    return { channel, transactionId, blockNumber, blockHash };
}

function oneLine(name: string | undefined): string {
    return (name ?? '').replaceAll('\n', ', ');
}

/** Holds what was signed to the members that are relied on here. */
function credentialOf(payload: unknown): Credential {
    if (!isDocument(payload)) throw unreadable('it is no object');
    const { type, credentialSubject: subject } = payload as { type?: unknown; credentialSubject?: unknown };
    if (!isTexts(type) || !type.includes('VerifiableCredential')) throw unreadable('it is no VerifiableCredential');
    if (!isDocument(subject)) throw unreadable('it has no credentialSubject');
    return {
        ...payload,
        '@context': textsAt(payload, '@context'),
        id: textAt(payload, 'id'),
        type,
        issuer: issuerAt(payload),
        validFrom: instantAt(payload, 'validFrom'),
        validUntil: instantAt(payload, 'validUntil'),
        credentialSubject: subject,
        ...statusAt(payload),
        ...evidenceAt(payload),
    };
}

function issuerAt(document: Document): CredentialIssuer {
    const { issuer } = document as { issuer?: unknown };
    if (!isDocument(issuer)) throw unreadable('it names no issuer');
    return { id: textAt(issuer, 'id'), mspId: textAt(issuer, 'mspId') };
}

function statusAt(document: Document): { readonly credentialStatus?: CredentialStatus } {
    const status = document['credentialStatus'];
    if (status === undefined) return {};
    if (!isDocument(status) || status['statusPurpose'] !== 'revocation') throw unreadable('its status is unknown');
    const statusListIndex = textAt(status, 'statusListIndex');
    if (!/^\d{1,8}$/u.test(statusListIndex)) throw unreadable('its status has no index');
    return {
        credentialStatus: {
            id: textAt(status, 'id'),
            type: 'BitstringStatusListEntry',
            statusPurpose: 'revocation',
            statusListIndex,
            statusListCredential: textAt(status, 'statusListCredential'),
        },
    };
}

function evidenceAt(document: Document): { readonly evidence?: readonly LedgerEvidence[] } {
    const list = document['evidence'];
    const found = Array.isArray(list) ? (list as unknown[]).find(isDocument) : undefined;
    if (found === undefined) return {};
    return {
        evidence: [
            {
                type: ['LedgerTransaction'],
                channel: textAt(found, 'channel'),
                transactionId: textAt(found, 'transactionId'),
                blockNumber: textAt(found, 'blockNumber'),
                blockHash: textAt(found, 'blockHash'),
            },
        ],
    };
}

function textAt(document: Document, name: string): string {
    const value = document[name];
    if (typeof value !== 'string' || value === '') throw unreadable(`it has no ${name}`);
    return value;
}

function textsAt(document: Document, name: string): readonly string[] {
    const value = document[name];
    if (!isTexts(value)) throw unreadable(`it has no ${name}`);
    return value;
}

function isTexts(value: unknown): value is readonly string[] {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function instantAt(document: Document, name: string): string {
    const text = textAt(document, name);
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u.test(text) || Number.isNaN(Date.parse(text))) {
        throw unreadable(`its ${name} is no time in UTC`);
    }
    return text;
}
