import type { X509Certificate } from 'node:crypto';
import type { Authority, ServiceRequest } from './authority.js';
import { basicCredentials, isIssuedBy, normalHex, signingCertificate } from './credentials.js';
import { isSecret } from './enrolment-secret.js';
import type { RegisteredIdentity } from './registry.js';
import { notAuthentic, ServiceError } from './service-error.js';

/** As many wrong secrets in a row close an identity's enrolment, as Fabric CA has it. */
const MAX_FAILED_ATTEMPTS = 10;

export interface Caller {
    readonly identity: RegisteredIdentity;
}

/**
 * Who has signed a request, with a certificate of this authority that is neither expired nor revoked.
 * @throws {ServiceError}
 */
export async function authenticated(authority: Authority, request: ServiceRequest): Promise<Caller> {
    const certificate = signingCertificate(request);
    const issued = await authority.registry.certificate(normalHex(certificate.serialNumber));
    const identity = issued && (await authority.registry.identity(issued.id));
    if (issued === undefined || identity === undefined || !isIssuedBy(authority.issuer, certificate))
        throw notAuthentic();
    const isGood = issued.revokedAt === undefined && !identity.isRevoked && isCurrent(certificate);
    if (!isGood) throw notAuthentic();
    return { identity };
}

function isCurrent({ validFrom, validTo }: X509Certificate): boolean {
    const now = Date.now();
    return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

/**
 * Who enrols by name and secret. Counts the enrolment, or the wrong secret.
 * @throws {ServiceError}
 */
export function loggedIn(authority: Authority, request: ServiceRequest): Promise<RegisteredIdentity> {
    const { registry } = authority;
    const { id, secret } = basicCredentials(request);
    return authority.exclusively(async () => {
        const identity = await registry.identity(id);
        if (identity?.secret === undefined) throw notAuthentic();
        if (identity.failedAttempts >= MAX_FAILED_ATTEMPTS) {
            const times = String(MAX_FAILED_ATTEMPTS);
            const reason = `Incorrect password entered ${times} times, max incorrect password limit of ${times} reached`;
            throw new ServiceError(401, 'passwordAttempts', reason);
        }
        if (!(await isSecret(secret, identity.secret))) {
            await registry.saveIdentity({ ...identity, failedAttempts: identity.failedAttempts + 1 });
            throw notAuthentic();
        }
        const isUsedUp = identity.maxEnrollments !== -1 && identity.enrollments >= identity.maxEnrollments;
        if (identity.isRevoked || isUsedUp) throw notAuthentic();
        return identity;
    });
}
