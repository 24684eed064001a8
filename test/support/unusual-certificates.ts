import 'reflect-metadata';

import { createPrivateKey, webcrypto } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { X509Certificate, X509CertificateGenerator, X509CrlGenerator } from '@peculiar/x509';

import { mspFiles } from './msp-files.js';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const MINUTE_MS = 60_000;

/** Revokes certificates: writes a list that the authority has signed into the organisation's MSP folder. */
export async function revoke(organisation: string, mspFolders: readonly string[]): Promise<void> {
    const { certificate, key } = await authorityOf(organisation);
    const list = await X509CrlGenerator.create({
        issuer: certificate.subject,
        thisUpdate: new Date(),
        signingAlgorithm: P256,
        signingKey: key,
        entries: mspFolders.map((folder) => {
            const { serialNumber } = new X509Certificate(mspFiles(folder).certificate);
            return { serialNumber, revocationDate: new Date() };
        }),
    });
    const folder = path.join(organisation, 'msp', 'crls');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
        path.join(folder, 'crl.pem'),
        list.toString('pem').replaceAll('BEGIN CRL', 'BEGIN X509 CRL').replaceAll('END CRL', 'END X509 CRL'),
    );
}

/** Writes a user's MSP folder whose certificate has expired a minute ago. */
export async function issueExpiredUser(organisation: string, name: string): Promise<void> {
    const { certificate, key } = await authorityOf(organisation);
    const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
    const expired = await X509CertificateGenerator.create({
        subject: [{ OU: ['client'] }, { CN: [name] }],
        issuer: certificate.subjectName.toJSON(),
        publicKey: keys.publicKey,
        signingKey: key,
        signingAlgorithm: P256,
        notBefore: new Date(Date.now() - 2 * MINUTE_MS),
        notAfter: new Date(Date.now() - MINUTE_MS),
    });
    const msp = path.join(organisation, 'users', `${name}@${path.basename(organisation)}`, 'msp');
    mkdirSync(path.join(msp, 'signcerts'), { recursive: true });
    mkdirSync(path.join(msp, 'keystore'), { recursive: true });
    writeFileSync(path.join(msp, 'signcerts', 'cert.pem'), expired.toString('pem'));
    const exported = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
    const pem = createPrivateKey({ key: exported, format: 'der', type: 'pkcs8' }).export({
        type: 'pkcs8',
        format: 'pem',
    });
    writeFileSync(path.join(msp, 'keystore', 'key.pem'), pem);
}

async function authorityOf(organisation: string): Promise<{ certificate: X509Certificate; key: webcrypto.CryptoKey }> {
    const folder = path.join(organisation, 'ca');
    const file = readdirSync(folder).find((name) => name.endsWith('-cert.pem')) ?? '';
    const der = createPrivateKey(readFileSync(path.join(folder, 'priv_sk'))).export({ type: 'pkcs8', format: 'der' });
    return {
        certificate: new X509Certificate(readFileSync(path.join(folder, file), 'utf8')),
        key: await webcrypto.subtle.importKey('pkcs8', der, P256, false, ['sign']),
    };
}
