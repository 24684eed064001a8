import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
    AuthorityKeyIdentifierExtension,
    BasicConstraintsExtension,
    ExtendedKeyUsage,
    ExtendedKeyUsageExtension,
    type Extension,
    type JsonName,
    KeyUsageFlags,
    KeyUsagesExtension,
    SubjectAlternativeNameExtension,
    SubjectKeyIdentifierExtension,
    X509Certificate,
    X509CertificateGenerator,
    type X509CertificateCreateWithKeyParams,
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
    const certificate = await sign({
        subject,
        issuer: authority.certificate.subjectName.toJSON(),
        publicKey: keys.publicKey,
        signingKey: authority.key,
        ...validFor(LEAF_DAYS),
        extensions: [
            ...extensions,
            new BasicConstraintsExtension(false, undefined, true),
            await SubjectKeyIdentifierExtension.create(keys.publicKey),
            await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
        ],
    });
    return { certificatePem: pem(certificate), keyPem: await keyToPem(keys.privateKey) };
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
