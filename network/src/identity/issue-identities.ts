import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Consortium, UserDefinition } from '../consortium/definition.js';
import { orderingOrganisation } from '../consortium/ordering.js';
import type * as certificateAuthority from './certificate-authority.js';
import type { CertificateAuthority } from './certificate-authority.js';
import { ordererOrganisationFolders, type OrganisationFolders, peerOrganisationFolders } from './crypto-layout.js';
import { authorityFolder, localFolder, verifyingMsp } from './msp-folder.js';
import { readIssued } from './read-issued.js';
import { clearStaging, createFolder } from './staged-folder.js';

/** One organisation's material, whatever kind of nodes it runs. */
interface OrganisationPlan {
    readonly domain: string;
    readonly folders: OrganisationFolders;
    readonly nodes: readonly string[];
    readonly nodeUnit: 'peer' | 'orderer';
    readonly users: readonly UserDefinition[];
}

/** An authority that is open to issue. */
type NamedAuthority = CertificateAuthority & { readonly commonName: string };

/** What issuing for one organisation needs at hand. */
interface Issuing {
    readonly issuer: typeof certificateAuthority;
    readonly staging: string;
    readonly plan: OrganisationPlan;
}

interface Authorities {
    readonly ca: NamedAuthority;
    readonly tlsca: NamedAuthority;
}

/**
 * Issues the identities of a consortium into `cryptoDir`, in the layout of Fabric's `cryptogen`: per organisation an
 * enrolment and a TLS authority, the MSP, each peer and each user; and an ordering organisation with one orderer.
 * What is there already stays; only what is missing is issued, each folder all or nothing. Resolves to the folders
 * that were issued. The caller sees to it that nobody else issues into the same folder meanwhile.
 */
export async function issueIdentities(options: {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
}): Promise<readonly string[]> {
    const staging = join(options.cryptoDir, '.issuing');
    await clearStaging(staging);
    const plans = planned(options.consortium, options.cryptoDir).filter((plan) => missing(plan).length > 0);
    if (plans.length === 0) return [];
    const issued = plans.flatMap(missing);
    // The certificate library takes a tenth of a second to load, and a restart has no use for it.
    const issuer = await import('./certificate-authority.js');
    await Promise.all(plans.map((plan) => issueOrganisation({ issuer, staging, plan })));
    await clearStaging(staging);
    return issued;
}

function planned(consortium: Consortium, cryptoDir: string): readonly OrganisationPlan[] {
    const ordering = orderingOrganisation(consortium);
    return [
        ...consortium.organisations.map((organisation) => ({
            domain: organisation.domain,
            folders: peerOrganisationFolders(cryptoDir, organisation.domain),
            nodes: organisation.peers.map((peer) => peer.name),
            nodeUnit: 'peer' as const,
            users: organisation.users,
        })),
        {
            domain: ordering.domain,
            folders: ordererOrganisationFolders(cryptoDir, ordering.domain),
            nodes: ordering.orderers,
            nodeUnit: 'orderer' as const,
            users: [{ name: 'Admin', unit: 'admin', attributes: {} }],
        },
    ];
}

function missing({ folders, nodes, users }: OrganisationPlan): readonly string[] {
    return [
        folders.ca,
        folders.tlsca,
        folders.msp,
        ...nodes.map((host) => folders.node(host)),
        ...users.map((user) => folders.user(user.name)),
    ].filter((folder) => !existsSync(folder));
}

async function issueOrganisation(issuing: Issuing): Promise<void> {
    const { plan, staging } = issuing;
    const [ca, tlsca] = await Promise.all([
        authority(issuing, plan.folders.ca, `ca.${plan.domain}`),
        authority(issuing, plan.folders.tlsca, `tlsca.${plan.domain}`),
    ]);
    const authorities = { ca, tlsca };
    await Promise.all([
        createFolder(plan.folders.msp, staging, verifyingMsp(authorities)),
        ...plan.nodes.map((host) => issueNode(issuing, authorities, host)),
        ...plan.users.map((user) => issueUser(issuing, authorities, user)),
    ]);
}

async function authority(issuing: Issuing, folder: string, commonName: string): Promise<NamedAuthority> {
    const { issuer, plan, staging } = issuing;
    if (existsSync(folder))
        return { commonName, ...(await issuer.openAuthority(await readIssued(folder, commonName))) };
    const created = await issuer.createAuthority(commonName, plan.domain);
    await createFolder(folder, staging, authorityFolder(commonName, created));
    return { commonName, ...created };
}

async function issueNode(issuing: Issuing, authorities: Authorities, host: string): Promise<void> {
    const { issuer, plan, staging } = issuing;
    const folder = plan.folders.node(host);
    if (existsSync(folder)) return;
    const subject = { commonName: host, organisation: plan.domain };
    const enrolment = await issuer.issueEnrolment(authorities.ca, { ...subject, unit: plan.nodeUnit });
    const names = { hosts: [host, 'localhost'], addresses: ['127.0.0.1', '::1'] };
    const tls = await issuer.issueTls(authorities.tlsca, { ...subject, ...names });
    const content = localFolder({ commonName: host, authorities, enrolment, tls, tlsName: 'server' });
    await createFolder(folder, staging, content);
}

async function issueUser(issuing: Issuing, authorities: Authorities, user: UserDefinition): Promise<void> {
    const { issuer, plan, staging } = issuing;
    const folder = plan.folders.user(user.name);
    if (existsSync(folder)) return;
    const commonName = `${user.name}@${plan.domain}`;
    const subject = { commonName, organisation: plan.domain };
    const attributes = { ...enrolmentAttributes(user), ...user.attributes };
    const enrolment = await issuer.issueEnrolment(authorities.ca, { ...subject, unit: user.unit, attributes });
    const tls = await issuer.issueTls(authorities.tlsca, { ...subject, hosts: [], addresses: [] });
    const content = localFolder({ commonName, authorities, enrolment, tls, tlsName: 'client' });
    await createFolder(folder, staging, content);
}

/** The attributes that Fabric CA writes of its own accord into every enrolment certificate. */
function enrolmentAttributes(user: UserDefinition): Readonly<Record<string, string>> {
    return { 'hf.Affiliation': '', 'hf.EnrollmentID': user.name, 'hf.Type': user.unit };
}
