import { revocationList } from '../identity/certificate-authority.js';
import { replaceFile } from '../identity/staged-folder.js';
import { authenticated, type Caller } from './authentication.js';
import type { Authority, Handler, ServiceRequest } from './authority.js';
import { normalHex } from './credentials.js';
import { hasRight, mayManage, RIGHTS } from './registrar.js';
import type { IssuedCertificate, RegisteredIdentity } from './registry.js';
import { notAuthorized, ServiceError } from './service-error.js';

/**
 * Takes back one certificate, by serial number and authority key identifier, or all of an identity, which then enrols
 * no more. Answers when the organisation's list says so and the peers have it.
 */
export const revoke: Handler = async (authority, request) => {
    const caller = await authenticated(authority, request);
    const { certificates, list } = await authority.exclusively(async () => {
        const taken = await takenBack(authority, caller, request);
        const newList = await listWith(authority, taken.certificates);
        // The list first: after a crash between the two the request can be made again.
        await replaceFile(authority.revocationFile, newList);
        await authority.registry.save(taken.certificates, taken.identities);
        return { ...taken, list: newList };
    });
    await authority.revoked();
    return {
        RevokedCerts: certificates.map(({ serial, aki }) => ({ Serial: serial, AKI: aki })),
        CRL: request.content.flag('gencrl') ? Buffer.from(list).toString('base64') : '',
    };
};

/** What a revocation changes in the registry. */
interface TakenBack {
    readonly certificates: readonly IssuedCertificate[];
    readonly identities: readonly RegisteredIdentity[];
}

/** The list of revoked certificates that have not expired. */
export const generateList: Handler = async (authority, request) => {
    const { identity } = await authenticated(authority, request);
    if (!hasRight(identity, RIGHTS.lists)) throw notAuthorized();
    return { CRL: Buffer.from(await listWith(authority)).toString('base64') };
};

function takenBack(authority: Authority, caller: Caller, { content }: ServiceRequest): Promise<TakenBack> {
    const id = content.textOr('id', '');
    const serial = normalHex(content.textOr('serial', ''));
    const aki = normalHex(content.textOr('aki', ''));
    if (serial !== '' && aki !== '') return oneTakenBack(authority, caller, { serial, aki, id });
    if (id !== '') return allTakenBack(authority, caller, id);
    const reason = 'Either Name or Serial and AKI are required for a revoke request';
    throw new ServiceError(400, 'revokeWhat', reason);
}

async function oneTakenBack(
    { registry }: Authority,
    caller: Caller,
    { serial, aki, id }: Pick<IssuedCertificate, 'serial' | 'aki' | 'id'>,
): Promise<TakenBack> {
    const certificate = await registry.certificate(serial);
    const named = `Certificate with serial ${serial} and AKI ${aki}`;
    if (certificate?.aki !== aki) {
        throw new ServiceError(404, 'certificateNotFound', `${named} was not found`);
    }
    requireRight(caller, await registry.identity(certificate.id), certificate.id);
    if (certificate.revokedAt !== undefined) {
        throw new ServiceError(404, 'alreadyRevoked', `${named} was already revoked`);
    }
    if (id !== '' && id !== certificate.id) {
        throw new ServiceError(400, 'wrongOwner', `${named} is not owned by ${id}`);
    }
    return { certificates: [{ ...certificate, revokedAt: new Date().toISOString() }], identities: [] };
}

async function allTakenBack({ registry }: Authority, caller: Caller, id: string): Promise<TakenBack> {
    const owner = await registry.identity(id);
    requireRight(caller, owner, id);
    if (owner === undefined) throw new ServiceError(404, 'revokedIdentityNotFound', `Identity ${id} was not found`);
    const good = (await registry.certificatesOf(id)).filter((one) => one.revokedAt === undefined);
    const revokedAt = new Date().toISOString();
    return { certificates: good.map((one) => ({ ...one, revokedAt })), identities: [{ ...owner, isRevoked: true }] };
}

/** Oneself, or with the right to revoke those whom one may manage. */
function requireRight({ identity }: Caller, owner: RegisteredIdentity | undefined, id: string): void {
    if (identity.id === id) return;
    const isAllowed = hasRight(identity, RIGHTS.revoker) && (owner === undefined || mayManage(identity, owner));
    if (!isAllowed) throw notAuthorized();
}

async function listWith({ registry, issuer }: Authority, added: readonly IssuedCertificate[] = []): Promise<string> {
    const now = Date.now();
    const revocations = [...(await registry.revoked()), ...added].flatMap(({ serial, revokedAt, expiresAt }) =>
        revokedAt === undefined || Date.parse(expiresAt) < now ? [] : [{ serial, at: new Date(revokedAt) }],
    );
    return revocationList(issuer, revocations);
}
