import 'reflect-metadata';

import { generateKeyPairSync, webcrypto, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { X509CertificateGenerator } from '@peculiar/x509';

/** Writes an MSP folder with a new key and a certificate of its own signature. */
export async function writeMspFolder(folder: string, curve: 'P-256' | 'P-384' = 'P-256'): Promise<KeyObject> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
    const algorithm = { name: 'ECDSA', namedCurve: curve, hash: 'SHA-256' };
    const certificate = await X509CertificateGenerator.createSelfSigned({
        name: 'CN=backoffice',
        signingAlgorithm: algorithm,
        notAfter: new Date(Date.now() + 86_400_000),
        keys: {
            privateKey: await webcrypto.subtle.importKey(
                'pkcs8',
                privateKey.export({ type: 'pkcs8', format: 'der' }),
                algorithm,
                true,
                ['sign'],
            ),
            publicKey: await webcrypto.subtle.importKey(
                'spki',
                publicKey.export({ type: 'spki', format: 'der' }),
                algorithm,
                true,
                ['verify'],
            ),
        },
    });
    await mkdir(join(folder, 'signcerts'), { recursive: true });
    await mkdir(join(folder, 'keystore'), { recursive: true });
    await writeFile(join(folder, 'signcerts', 'cert.pem'), certificate.toString('pem'));
    await writeFile(join(folder, 'keystore', 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return privateKey;
}
