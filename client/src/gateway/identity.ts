import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ProfileInvalid } from './failures.js';

/** Who calls: the organisation's MSP id and the enrolment certificate. */
export interface EnrolledIdentity {
    readonly mspId: string;
    /** The certificate, PEM. */
    readonly certificatePem: Buffer;
    readonly certificate: X509Certificate;
    /** Of authorities between the certificate and the organisation's root. */
    readonly intermediates: readonly X509Certificate[];
}

/**
 * Reads the certificate of an MSP folder (`signcerts/`, and `intermediatecerts/` where there are any), as cryptogen and
 * fabric-ca-client lay it out.
 *
 * @throws ProfileInvalid when the folder has none or it is not a certificate.
 */
export async function readIdentity(mspId: string, mspPath: string): Promise<EnrolledIdentity> {
    const [file] = await filesOf(mspPath, 'signcerts');
    if (file === undefined) throw new ProfileInvalid(`${join(mspPath, 'signcerts')} has no certificate`);
    const certificatePem = await readFile(file);
    return {
        mspId,
        certificatePem,
        certificate: certificateOf(file, certificatePem),
        intermediates: await readCertificates(mspPath, 'intermediatecerts'),
    };
}

/** The roots of an organisation, as its MSP folder has them (`cacerts/`). */
export async function readRoots(mspPath: string): Promise<readonly X509Certificate[]> {
    return readCertificates(mspPath, 'cacerts');
}

async function readCertificates(mspPath: string, folder: string): Promise<readonly X509Certificate[]> {
    if (!existsSync(join(mspPath, folder))) return [];
    const files = await filesOf(mspPath, folder);
    return Promise.all(files.map(async (file) => certificateOf(file, await readFile(file))));
}

function certificateOf(file: string, pem: Buffer): X509Certificate {
    try {
        return new X509Certificate(pem);
    } catch (error) {
        throw new ProfileInvalid(`${file} is not a certificate: ${(error as Error).message}`);
    }
}

/**
 * Finds the private key of a certificate in an MSP folder (`keystore/`), which may hold older keys too.
 *
 * @throws ProfileInvalid when none belongs to the certificate.
 */
export async function readPrivateKey(mspPath: string, certificate: X509Certificate): Promise<KeyObject> {
    for (const file of await filesOf(mspPath, 'keystore')) {
        const key = privateKeyOf(await readFile(file));
        if (key !== undefined && certificate.checkPrivateKey(key)) return key;
    }
    throw new ProfileInvalid(`${join(mspPath, 'keystore')} has no private key of the certificate in signcerts`);
}

function privateKeyOf(pem: Buffer): KeyObject | undefined {
    try {
        return createPrivateKey(pem);
    } catch {
        return undefined;
    }
}

async function filesOf(mspPath: string, folder: string): Promise<readonly string[]> {
    const path = join(mspPath, folder);
    try {
        const names = await readdir(path);
        return names
            .filter((name) => !name.startsWith('.'))
            .sort()
            .map((name) => join(path, name));
    } catch (error) {
        throw new ProfileInvalid(`The MSP folder ${path} cannot be read: ${(error as Error).message}`);
    }
}
