import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
    AuthorityKeyIdentifierExtension,
    BasicConstraintsExtension,
    ExtendedKeyUsage,
    ExtendedKeyUsageExtension,
    type Extension,
    type JsonName,
    type PublicKey,
    KeyUsageFlags,
    KeyUsagesExtension,
    SubjectAlternativeNameExtension,
    SubjectKeyIdentifierExtension,
    X509Certificate,
    X509CertificateGenerator,
    type X509CertificateCreateWithKeyParams,
    X509CrlGenerator,
} from '@peculiar/x509';
import { fabricAttributes } from './fabric-attributes.js';
import { lowSCrypto, P256 } from './low-s-crypto.js';

/** An authority that can issue: its certificate and its private key. */
export interface CertificateAuthority {
    readonly certificate: X509Certificate;
    readonly certificatePem: string;
    readonly keyPem: string;
    readonly key: webcrypto.CryptoKey;
}

/** A certificate and its private key (PKCS#8), both PEM. */
export interface Issued {
    readonly certificatePem: string;
    readonly keyPem: string;
}

/** What an enrolment certificate says: who, in which organisational unit (Fabric's NodeOU), with which attributes. */
export interface EnrolmentRequest {
    readonly commonName: string;
    readonly organisation: string;
    readonly unit: 'client' | 'admin' | 'peer' | 'orderer';
    readonly attributes?: Readonly<Record<string, string>>;
}

/** What a TLS certificate says. `hosts` are DNS names, `addresses` IP addresses. */
export interface TlsRequest {
    readonly commonName: string;
    readonly organisation: string;
    readonly hosts: readonly string[];
    readonly addresses: readonly string[];
}

const BACKDATED_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 15 * 365;
const LEAF_DAYS = 365;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A new self-signed authority, valid for 15 years. */
export async function createAuthority(commonName: string, organisation: string): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const name = distinguishedName({ organisation, commonName });
    const certificate = await sign({
        subject: name,
        issuer: name,
        publicKey: keys.publicKey,
        signingKey: keys.privateKey,
        ...validFor(AUTHORITY_DAYS),
        extensions: [
            new KeyUsagesExtension(
                KeyUsageFlags.digitalSignature |
                    KeyUsageFlags.keyEncipherment |
                    KeyUsageFlags.keyCertSign |
                    KeyUsageFlags.cRLSign,
                true,
            ),
            new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth, ExtendedKeyUsage.serverAuth]),
            new BasicConstraintsExtension(true, undefined, true),
            await SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
    });
    return {
        certificate,
        certificatePem: pem(certificate),
        keyPem: await keyToPem(keys.privateKey),
        key: keys.privateKey,
    };
}

/** An authority from the files that {@link createAuthority} gave. */
export async function openAuthority(issued: Issued): Promise<CertificateAuthority> {
    const der = Buffer.from(issued.keyPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
    const key = await webcrypto.subtle.importKey('pkcs8', der, P256, false, ['sign']);
    return { ...issued, certificate: new X509Certificate(issued.certificatePem), key };
}

/** An enrolment certificate, valid for a year: it signs proposals, endorsements and transactions. */
export async function issueEnrolment(authority: CertificateAuthority, request: EnrolmentRequest): Promise<Issued> {
    const attributes = request.attributes === undefined ? [] : [fabricAttributes(request.attributes)];
    return issue(authority, distinguishedName(request), [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        ...attributes,
    ]);
}

/** A TLS certificate for a server or a client, valid for a year. */
export async function issueTls(authority: CertificateAuthority, request: TlsRequest): Promise<Issued> {
    const names = [
        ...request.hosts.map((value) => ({ type: 'dns' as const, value })),
        ...request.addresses.map((value) => ({ type: 'ip' as const, value })),
    ];
    return issue(authority, distinguishedName(request), [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
    ]);
}

async function issue(
    authority: CertificateAuthority,
    subject: JsonName,
    extensions: readonly Extension[],
): Promise<Issued> {
    const keys = await newKeys();
    const certificate = await certify(authority, { subject, publicKey: keys.publicKey, extensions });
    return { certificatePem: pem(certificate), keyPem: await keyToPem(keys.privateKey) };
}

/** What an authority certifies of somebody else's key, for a year, or as long as it is itself valid. */
export interface Certification {
    readonly subject: JsonName;
    readonly publicKey: webcrypto.CryptoKey | PublicKey;
    readonly extensions: readonly Extension[];
}

export async function certify(
    authority: CertificateAuthority,
    { subject, publicKey, extensions }: Certification,
): Promise<X509Certificate> {
    const { notBefore, notAfter } = validFor(LEAF_DAYS);
    const end = authority.certificate.notAfter;
    return sign({
        subject,
        issuer: authority.certificate.subjectName,
        publicKey,
        signingKey: authority.key,
        notBefore,
        notAfter: notAfter < end ? notAfter : end,
        extensions: [
            ...extensions,
            new BasicConstraintsExtension(false, undefined, true),
            await SubjectKeyIdentifierExtension.create(publicKey),
            await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
        ],
    });
}

/** A certificate that was taken back, by its serial number in hexadecimal. */
export interface Revocation {
    readonly serial: string;
    readonly at: Date;
}

/** An authority's revocation list (RFC 5280, section 5), PEM, to be renewed within a day. */
export async function revocationList(
    authority: CertificateAuthority,
    revocations: readonly Revocation[],
): Promise<string> {
    const thisUpdate = new Date();
    const list = await X509CrlGenerator.create(
        {
            issuer: authority.certificate.subjectName,
            thisUpdate,
            nextUpdate: new Date(thisUpdate.getTime() + DAY_MS),
            entries: revocations.map(({ serial, at }) => ({ serialNumber: serial, revocationDate: at })),
            signingKey: authority.key,
            signingAlgorithm: SIGNING,
            extensions: [await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey)],
        },
        lowSCrypto,
    );
    return `${list.toString('pem').replaceAll('BEGIN CRL', 'BEGIN X509 CRL').replaceAll('END CRL', 'END X509 CRL').trimEnd()}\n`;
}

function sign(params: X509CertificateCreateWithKeyParams): Promise<X509Certificate> {
    return X509CertificateGenerator.create(params, lowSCrypto);
}

function distinguishedName(of: {
    readonly organisation: string;
    readonly unit?: string;
    readonly commonName: string;
}): JsonName {
    return [{ O: [of.organisation] }, ...(of.unit === undefined ? [] : [{ OU: [of.unit] }]), { CN: [of.commonName] }];
}

function validFor(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
    const start = Math.floor((Date.now() - BACKDATED_MS) / 1000) * 1000;
    return { notBefore: new Date(start), notAfter: new Date(start + days * DAY_MS) };
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
    return webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
}

async function keyToPem(key: webcrypto.CryptoKey): Promise<string> {
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
    const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
    return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

function pem(certificate: X509Certificate): string {
    return `${certificate.toString('pem').trimEnd()}\n`;
}
