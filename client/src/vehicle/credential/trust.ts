import { X509Certificate } from 'node:crypto';

import { BACK_OFFICE } from '@quartier/rules/consortium';

import { madeOf, readText } from '../../files/index.js';
import { certifiedAttributes, readRoots, type Profile } from '../../gateway/index.js';

import type { CredentialIssuer } from './credential.js';
import { refuseCredential } from './jws.js';

/** An authority that a verifier trusts to say who is of an organisation. */
export interface TrustedRoot {
    readonly certificate: X509Certificate;
    /** The one organisation that it speaks for. */
    readonly mspId: string;
}

/** The roots of the organisation whose profile is used. */
export async function rootsOfProfile({ mspId, mspPath }: Profile): Promise<readonly TrustedRoot[]> {
    if (mspPath === undefined) return [];
    return (await readRoots(mspPath)).map((certificate) => ({ certificate, mspId }));
}

/** Reads roots in PEM, one or several in a file. @throws UnusableFile FILE_MISSING, FILE_UNREADABLE */
export async function readTrustedRoots(mspId: string, file: string): Promise<readonly TrustedRoot[]> {
    const pem = await readText(file);
    const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? [];
    return madeOf(file, () => {
        if (found.length === 0) throw new TypeError('it has no certificate in PEM');
        return found.map((text) => ({ certificate: new X509Certificate(text), mspId }));
    });
}

/**
 * Holds a signer to what an issuer may be: certified by a trusted authority of the organisation that the credential
 * names, at the time of issue, as an administrator or of the back office. Any other certificate of the organisation, such
 * as a resident's, issues nothing.
 *
 * @throws Refusal VEHICLE_CREDENTIAL_ISSUER_UNKNOWN, _OTHER, _EXPIRED, _UNAUTHORISED
 */
export function requireTrusted(
    chain: readonly X509Certificate[],
    roots: readonly TrustedRoot[],
    { issuer, validFrom }: { readonly issuer: CredentialIssuer; readonly validFrom: string },
): TrustedRoot {
    const { mspId } = issuer;
    const root = rootOf(chain, roots, mspId);
    if (root === undefined) {
        const authority = chain.at(-1)?.issuer.replaceAll('\n', ', ') ?? '';
        throw refuseCredential('VEHICLE_CREDENTIAL_ISSUER_UNKNOWN', { mspId, authority });
    }
    if (root.mspId !== mspId) {
        throw refuseCredential('VEHICLE_CREDENTIAL_ISSUER_OTHER', { mspId, certifiedBy: root.mspId });
    }
    if (![...chain, root.certificate].every((certificate) => isValidAt(certificate, validFrom))) {
        throw refuseCredential('VEHICLE_CREDENTIAL_ISSUER_EXPIRED', { validFrom });
    }
    if (!isOfBackOffice(chain[0])) throw refuseCredential('VEHICLE_CREDENTIAL_ISSUER_UNAUTHORISED', { mspId });
    return root;
}

/** The root that the chain ends in; of the organisation named, where several organisations share one authority. */
function rootOf(
    chain: readonly X509Certificate[],
    roots: readonly TrustedRoot[],
    mspId: string,
): TrustedRoot | undefined {
    for (let at = 0; at + 1 < chain.length; at += 1) if (!isIssuedBy(chain[at], chain[at + 1])) return undefined;
    const found = roots.filter(({ certificate }) => isIssuedBy(chain.at(-1), certificate));
    return found.find((root) => root.mspId === mspId) ?? found[0];
}

function isIssuedBy(certificate: X509Certificate | undefined, authority: X509Certificate | undefined): boolean {
    if (certificate === undefined || authority?.ca !== true) return false;
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function isValidAt({ validFrom, validTo }: X509Certificate, instant: string): boolean {
    const at = Date.parse(instant);
    return Date.parse(validFrom) <= at && at <= Date.parse(validTo);
}

function isOfBackOffice(certificate: X509Certificate | undefined): boolean {
    if (certificate === undefined) return false;
    const { units, attributes } = certifiedAttributes(certificate);
    return units.includes('admin') || attributes['quartier.role'] === BACK_OFFICE;
}
