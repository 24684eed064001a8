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
    const revoked = await authority.exclusively(() => takeBack(authority, caller, request));
    const list = await currentList(authority);
    await replaceFile(authority.revocationFile, list);
    await authority.revoked();
    return {
        RevokedCerts: revoked.map(({ serial, aki }) => ({ Serial: serial, AKI: aki })),
        CRL: request.content.flag('gencrl') ? Buffer.from(list).toString('base64') : '',
    };
};

/** The list of revoked certificates that have not expired. */
export const generateList: Handler = async (authority, request) => {
    const { identity } = await authenticated(authority, request);
    if (!hasRight(identity, RIGHTS.lists)) throw notAuthorized();
    return { CRL: Buffer.from(await currentList(authority)).toString('base64') };
};

function takeBack(authority: Authority, caller: Caller, { content }: ServiceRequest): Promise<IssuedCertificate[]> {
    const id = content.textOr('id', '');
    const serial = normalHex(content.textOr('serial', ''));
    const aki = normalHex(content.textOr('aki', ''));
    if (serial !== '' && aki !== '') return takeBackOne(authority, caller, { serial, aki, id });
    if (id !== '') return takeBackAll(authority, caller, id);
    const reason = 'Either Name or Serial and AKI are required for a revoke request';
    throw new ServiceError(400, 'revokeWhat', reason);
}

async function takeBackOne(
    { registry }: Authority,
    caller: Caller,
    { serial, aki, id }: Pick<IssuedCertificate, 'serial' | 'aki' | 'id'>,
): Promise<IssuedCertificate[]> {
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
    await registry.save([{ ...certificate, revokedAt: new Date().toISOString() }]);
    return [certificate];
}

async function takeBackAll({ registry }: Authority, caller: Caller, id: string): Promise<IssuedCertificate[]> {
    const owner = await registry.identity(id);
    requireRight(caller, owner, id);
    if (owner === undefined) throw new ServiceError(404, 'revokedIdentityNotFound', `Identity ${id} was not found`);
    const good = (await registry.certificatesOf(id)).filter((one) => one.revokedAt === undefined);
    const revokedAt = new Date().toISOString();
    await registry.save(
        good.map((one) => ({ ...one, revokedAt })),
        [{ ...owner, isRevoked: true }],
    );
    return good;
}

/** Oneself, or with the right to revoke those whom one may manage. */
function requireRight({ identity }: Caller, owner: RegisteredIdentity | undefined, id: string): void {
    if (identity.id === id) return;
    const isAllowed = hasRight(identity, RIGHTS.revoker) && (owner === undefined || mayManage(identity, owner));
    if (!isAllowed) throw notAuthorized();
}

async function currentList({ registry, issuer }: Authority): Promise<string> {
    const now = Date.now();
    const revocations = (await registry.revoked()).flatMap(({ serial, revokedAt, expiresAt }) =>
        revokedAt === undefined || Date.parse(expiresAt) < now ? [] : [{ serial, at: new Date(revokedAt) }],
    );
    return revocationList(issuer, revocations);
}
