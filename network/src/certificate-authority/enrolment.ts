import type { X509Certificate } from '@peculiar/x509';
import { authenticated, loggedIn } from './authentication.js';
import type { Authority, Handler, ServiceRequest } from './authority.js';
import { authorityInfo } from './authority-info.js';
import { certifyRequest } from './certificate-request.js';
import { normalHex } from './credentials.js';
import type { RegisteredIdentity } from './registry.js';
import { notAuthentic, ServiceError } from './service-error.js';

const MAX_CSR_CHARACTERS = 16_384;
const MAX_ATTRIBUTES = 100;

/** A first certificate, by name and secret. */
export const enrol: Handler = async (authority, request) => {
    const identity = await loggedIn(authority, request);
    const certificate = await certified(authority, identity, request);
    await authority.exclusively(async () => {
        // Another request may have used the secret meanwhile.
        const now = (await authority.registry.identity(identity.id)) ?? identity;
        if (now.isRevoked || now.enrollments !== identity.enrollments) throw notAuthentic();
        const counted = { ...now, enrollments: now.enrollments + 1, failedAttempts: 0 };
        await authority.registry.save([recordOf(certificate, authority, identity)], [counted]);
    });
    return replyWith(certificate, authority);
};

/** Another certificate, by one that is still good: a renewal. */
export const reenrol: Handler = async (authority, request) => {
    const { identity } = await authenticated(authority, request);
    const certificate = await certified(authority, identity, request);
    await authority.exclusively(async () => {
        if ((await authority.registry.identity(identity.id))?.isRevoked !== false) throw notAuthentic();
        await authority.registry.save([recordOf(certificate, authority, identity)]);
    });
    return replyWith(certificate, authority);
};

function certified(
    { issuer }: Authority,
    identity: RegisteredIdentity,
    { content }: ServiceRequest,
): Promise<X509Certificate> {
    const profile = content.text('profile') ?? '';
    // One for TLS would be of the organisation's other authority.
    if (profile !== '') throw new ServiceError(500, 'unknown', `Invalid profile: '${profile}'`);
    const pem = content.text('certificate_request', MAX_CSR_CHARACTERS) ?? '';
    const requested = content.list('attr_reqs', MAX_ATTRIBUTES)?.map((one) => ({
        name: one.text('name') ?? '',
        optional: one.flag('optional'),
    }));
    return certifyRequest(issuer, identity, pem, requested);
}

function recordOf(
    { serialNumber, notAfter }: X509Certificate,
    { aki }: Authority,
    { id }: RegisteredIdentity,
): Parameters<Authority['registry']['save']>[0][number] {
    return { serial: normalHex(serialNumber), aki, id, expiresAt: notAfter.toISOString() };
}

function replyWith(certificate: X509Certificate, authority: Authority): object {
    const pem = `${certificate.toString('pem').trimEnd()}\n`;
    return { Cert: Buffer.from(pem).toString('base64'), ServerInfo: authorityInfo(authority) };
}
