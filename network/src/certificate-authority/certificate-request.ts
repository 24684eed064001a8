import 'reflect-metadata';
import {
    KeyUsageFlags,
    KeyUsagesExtension,
    Pkcs10CertificateRequest,
    SubjectAlternativeNameExtension,
    type Extension,
    type JsonName,
} from '@peculiar/x509';
import { createPublicKey } from 'node:crypto';
import { type CertificateAuthority, certify } from '../identity/certificate-authority.js';
import { fabricAttributes } from '../identity/fabric-attributes.js';
import type { X509Certificate } from '@peculiar/x509';
import type { RegisteredIdentity } from './registry.js';
import { ServiceError } from './service-error.js';

/** The curves that a Fabric MSP takes signatures by. */
const CURVES: readonly unknown[] = ['prime256v1', 'secp384r1'];

/** What a request may say of a subject itself, with the longest that RFC 5280 allows; unit and name are the registry's. */
const SUBJECT_FIELDS: Readonly<Record<string, number>> = { C: 2, ST: 128, L: 128, O: 64 };

/** What a client may ask for beyond its key. */
export interface RequestedAttribute {
    readonly name: string;
    readonly optional?: boolean;
}

/**
 * Certifies the key of a request (PKCS #10) as the identity's, with the units and attributes of the registry.
 * @throws {ServiceError} when the request is not sound, or an attribute that it needs is not registered
 */
export async function certifyRequest(
    authority: CertificateAuthority,
    identity: RegisteredIdentity,
    pem: string,
    requested: readonly RequestedAttribute[] | undefined,
): Promise<X509Certificate> {
    const request = await readRequest(pem);
    if (request.subjectName.getField('CN')[0] !== identity.id) {
        throw new ServiceError(403, 'commonName', 'The CSR subject common name must equal the enrollment ID');
    }
    const attributes = attributesFor(identity, requested);
    const names = request.extensions.find((one) => one instanceof SubjectAlternativeNameExtension);
    return certify(authority, {
        subject: subjectOf(request, identity),
        publicKey: request.publicKey,
        extensions: [
            new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
            ...(names === undefined ? [] : [names as Extension]),
            ...(attributes === undefined ? [] : [fabricAttributes(attributes)]),
        ],
    });
}

async function readRequest(pem: string): Promise<Pkcs10CertificateRequest> {
    const bad = (reason: string): ServiceError => new ServiceError(400, 'badCsr', reason);
    let request: Pkcs10CertificateRequest;
    try {
        request = new Pkcs10CertificateRequest(pem);
        const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
        if (!CURVES.includes(key.asymmetricKeyDetails?.namedCurve)) throw bad('the key must be on P-256 or P-384');
        if (!(await request.verify())) throw bad('the CSR is not signed by its own key');
    } catch (error) {
        throw error instanceof ServiceError ? error : bad('CSR Decode failed');
    }
    return request;
}

function subjectOf({ subjectName }: Pkcs10CertificateRequest, { id, type, affiliation }: RegisteredIdentity): JsonName {
    const given = Object.entries(SUBJECT_FIELDS).flatMap(([field, longest]) => {
        const values = subjectName.getField(field);
        if (values.some((value) => value.length > longest)) {
            throw new ServiceError(
                400,
                'csrInput',
                `CSR input validation failed: ${field} exceeds ${longest} characters`,
            );
        }
        return values.length === 0 ? [] : [{ [field]: values }];
    });
    const units = [type, ...affiliation.split('.').filter((part) => part !== '')];
    return [...given, { OU: inOrderOfEncoding(units) }, { CN: [id] }];
}

/** DER has the members of a set in the order of their bytes, of which the first tell the length. */
function inOrderOfEncoding(values: readonly string[]): string[] {
    const sorted = [...values].map((value) => Buffer.from(value));
    return sorted.sort((a, b) => a.length - b.length || Buffer.compare(a, b)).map(String);
}

/** Those asked for, or else all that are meant for enrolment certificates. */
function attributesFor(
    { attributes }: RegisteredIdentity,
    requested: readonly RequestedAttribute[] | undefined,
): Readonly<Record<string, string>> | undefined {
    const chosen =
        requested === undefined
            ? attributes.filter(({ ecert }) => ecert === true)
            : attributes.filter(({ name }) => requested.some((one) => one.name === name));
    const missing = (requested ?? []).filter(
        ({ name, optional }) => optional !== true && !attributes.some((one) => one.name === name),
    );
    if (missing.length > 0) {
        const named = missing.map(({ name }) => name).join(' ');
        const reason = `Failed to find requested attributes: The following required attributes are missing: [${named}]`;
        throw new ServiceError(500, 'unknown', reason);
    }
    return chosen.length === 0 ? undefined : Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
}
