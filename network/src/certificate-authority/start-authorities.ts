import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SubjectKeyIdentifierExtension } from '@peculiar/x509';
import type { AuthorityDefinition, Consortium, Organisation } from '../consortium/definition.js';
import { type CertificateAuthority, issueTls, openAuthority } from '../identity/certificate-authority.js';
import { peerOrganisationFolders } from '../identity/crypto-layout.js';
import { readIssued } from '../identity/read-issued.js';
import type { Authority } from './authority.js';
import { normalHex } from './credentials.js';
import { newSecret, storedSecret } from './enrolment-secret.js';
import { serveAuthority } from './https-service.js';
import { registerIssued } from './issued-identities.js';
import { ALL_RIGHTS } from './registrar.js';
import { addIdentity, fixedAttributes } from './registration.js';
import { Registry } from './registry.js';

export interface AuthoritiesOptions {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
    /** Holds a folder for each organisation: its registry, and the registrar's secret where it was made up. */
    readonly folder: string;
    /** By organisation. */
    readonly ports: ReadonlyMap<string, number>;
    readonly revoked: () => Promise<void>;
    readonly log: (line: string) => void;
}

export interface Authorities {
    stop(): Promise<void>;
}

/** The file with the registrar's name and secret, where the definition leaves the secret open. */
export const REGISTRAR_FILE = 'registrar.json';

/**
 * Serves the certificate authority of every organisation whose definition asks for it. The identities of the definition
 * are registered in it: they renew and are revoked like any other.
 */
export async function startAuthorities(options: AuthoritiesOptions): Promise<Authorities> {
    const started: Authorities[] = [];
    const stop = async (): Promise<void> => {
        await Promise.all(started.map((one) => one.stop()));
    };
    try {
        for (const organisation of options.consortium.organisations) {
            const { ca, name } = organisation;
            const port = options.ports.get(name);
            if (ca !== undefined && port !== undefined) {
                started.push(await startAuthority(organisation, ca, port, options));
            }
        }
    } catch (error) {
        await stop();
        throw error;
    }
    return { stop };
}

async function startAuthority(
    organisation: Organisation,
    definition: AuthorityDefinition,
    port: number,
    { cryptoDir, folder, revoked, log }: AuthoritiesOptions,
): Promise<Authorities> {
    const { domain, name } = organisation;
    const folders = peerOrganisationFolders(cryptoDir, domain);
    const host = `ca.${domain}`;
    const own = join(folder, name);
    const registry = await Registry.open(join(own, 'registry'));
    try {
        const issuer = await openAuthority(await readIssued(folders.ca, host));
        const authority = {
            name: definition.name,
            issuer,
            aki: akiOf(issuer),
            registry,
            revocationFile: join(folders.msp, 'crls', `${host}.pem`),
            revoked,
            exclusively: oneAfterTheOther(),
        };
        await registerRegistrar(authority, definition.registrar, own);
        for (const affiliation of definition.affiliations) await registry.addAffiliation(affiliation);
        await registerIssued(authority, organisation, folders);
        const tlsAuthority = await openAuthority(await readIssued(folders.tlsca, `tlsca.${domain}`));
        const tls = await issueTls(tlsAuthority, {
            commonName: host,
            organisation: domain,
            hosts: [host, 'localhost'],
            addresses: ['127.0.0.1', '::1'],
        });
        const server = await serveAuthority({
            authority,
            port,
            tls: { cert: tls.certificatePem, key: tls.keyPem },
            log,
        });
        log(`[${host}] listens on port ${String(port)}`);
        return {
            stop: async () => {
                server.close();
                await authority.exclusively(() => registry.close());
            },
        };
    } catch (error) {
        await registry.close();
        throw error;
    }
}

function akiOf({ certificate }: CertificateAuthority): string {
    const identifier = certificate.getExtension(SubjectKeyIdentifierExtension)?.keyId;
    if (identifier === undefined) throw new Error(`the authority ${certificate.subject} has no key identifier`);
    return normalHex(identifier);
}

function oneAfterTheOther(): Authority['exclusively'] {
    let last: Promise<unknown> = Promise.resolve();
    return (run) => {
        const next = last.then(run, run);
        last = next.catch(() => undefined);
        return next;
    };
}

async function registerRegistrar(
    authority: Authority,
    { name, secret: given }: AuthorityDefinition['registrar'],
    folder: string,
): Promise<void> {
    if ((await authority.registry.identity(name)) !== undefined) return;
    const secret = given ?? newSecret();
    if (given === undefined) {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, REGISTRAR_FILE), `${JSON.stringify({ name, secret })}\n`, { mode: 0o600 });
    }
    const registrar = { id: name, type: 'client', affiliation: '' };
    await addIdentity(authority, {
        ...registrar,
        attributes: [...fixedAttributes(registrar), ...ALL_RIGHTS],
        maxEnrollments: -1,
        secret: await storedSecret(secret),
    });
}
