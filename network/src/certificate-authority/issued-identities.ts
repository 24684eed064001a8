import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Organisation } from '../consortium/definition.js';
import type { OrganisationFolders } from '../identity/crypto-layout.js';
import type { Authority } from './authority.js';
import { isIssuedBy, normalHex } from './credentials.js';
import { addIdentity, fixedAttributes } from './registration.js';
import type { Attribute } from './registry.js';

/** Somebody whose certificate was issued without the service. */
interface Holder {
    /** Common name of the certificate. */
    readonly id: string;
    readonly folder: string;
    readonly type: string;
    readonly attributes: readonly Attribute[];
}

/** Registers whom the definition names, with the certificates that they have: so they renew, and can be revoked. */
export async function registerIssued(
    authority: Authority,
    { domain, users, peers }: Organisation,
    folders: OrganisationFolders,
): Promise<void> {
    const persons = users.map(({ name, unit, attributes }) => {
        const given = Object.entries(attributes).map(([key, value]) => ({ name: key, value, ecert: true }));
        const fixed = fixedAttributes({ id: name, type: unit, affiliation: '' });
        return {
            id: `${name}@${domain}`,
            folder: folders.user(name),
            type: unit,
            attributes: [...fixed, ...given],
        };
    });
    const nodes = peers.map(({ name }) => ({ id: name, folder: folders.node(name), type: 'peer', attributes: [] }));
    for (const holder of [...persons, ...nodes]) await registerHolder(authority, holder);
}

async function registerHolder(authority: Authority, { id, folder, type, attributes }: Holder): Promise<void> {
    const { registry, aki, issuer } = authority;
    const unknown: X509Certificate[] = [];
    for (const one of await certificatesIn(join(folder, 'msp', 'signcerts'))) {
        const isKnown = (await registry.certificate(normalHex(one.serialNumber))) !== undefined;
        if (!isKnown && isIssuedBy(issuer, one)) unknown.push(one);
    }
    if (unknown.length === 0) return;
    if ((await registry.identity(id)) === undefined) {
        await addIdentity(authority, { id, type, affiliation: '', attributes, maxEnrollments: -1 });
    }
    await registry.save(
        unknown.map(({ serialNumber, validTo }) => {
            return { serial: normalHex(serialNumber), aki, id, expiresAt: new Date(validTo).toISOString() };
        }),
    );
}

async function certificatesIn(folder: string): Promise<X509Certificate[]> {
    if (!existsSync(folder)) return [];
    const files = await readdir(folder);
    return Promise.all(files.map(async (file) => new X509Certificate(await readFile(join(folder, file)))));
}
