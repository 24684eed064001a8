import type { Issued } from './certificate-authority.js';
import { certificateFile, KEY_FILE } from './crypto-layout.js';
import type { FolderContent } from './staged-folder.js';

/** The certificates of an organisation's two authorities, PEM, with the names their files take. */
export interface AuthorityCertificates {
    readonly ca: { readonly commonName: string; readonly certificatePem: string };
    readonly tlsca: { readonly commonName: string; readonly certificatePem: string };
}

/** The MSP by which others verify an organisation: its authorities and its organisational units, no key. */
export function verifyingMsp(authorities: AuthorityCertificates): FolderContent {
    return { files: mspFiles(authorities) };
}

/** Folder of a node, a person or a program: its own MSP and its TLS material. */
export function localFolder(local: {
    readonly commonName: string;
    readonly authorities: AuthorityCertificates;
    readonly enrolment: Issued;
    readonly tls: Issued;
    readonly tlsName: 'server' | 'client';
}): FolderContent {
    const { authorities, enrolment, tls, tlsName } = local;
    return {
        files: {
            ...within('msp', mspFiles(authorities)),
            [`msp/signcerts/${certificateFile(local.commonName)}`]: enrolment.certificatePem,
            'tls/ca.crt': authorities.tlsca.certificatePem,
            [`tls/${tlsName}.crt`]: tls.certificatePem,
        },
        secrets: {
            [`msp/keystore/${KEY_FILE}`]: enrolment.keyPem,
            [`tls/${tlsName}.key`]: tls.keyPem,
        },
    };
}

/** Folder of an authority: its certificate and its key. */
export function authorityFolder(commonName: string, authority: Issued): FolderContent {
    return {
        files: { [certificateFile(commonName)]: authority.certificatePem },
        secrets: { [KEY_FILE]: authority.keyPem },
    };
}

function mspFiles({ ca, tlsca }: AuthorityCertificates): Readonly<Record<string, string>> {
    return {
        [`cacerts/${certificateFile(ca.commonName)}`]: ca.certificatePem,
        [`tlscacerts/${certificateFile(tlsca.commonName)}`]: tlsca.certificatePem,
        'config.yaml': nodeUnits(`cacerts/${certificateFile(ca.commonName)}`),
    };
}

function nodeUnits(caFile: string): string {
    const units = ['Client', 'Peer', 'Admin', 'Orderer'].flatMap((unit) => [
        `  ${unit}OUIdentifier:`,
        `    Certificate: ${caFile}`,
        `    OrganizationalUnitIdentifier: ${unit.toLowerCase()}`,
    ]);
    return ['NodeOUs:', '  Enable: true', ...units, ''].join('\n');
}

function within(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
