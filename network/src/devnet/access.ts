import type { Identity, IdentityCheck, IdentityChecker, NodeRole } from '../identity/membership.js';

/** The channel's two policies for its applications, as networks usually set them. */
export type AccessPolicy = 'Readers' | 'Writers';

const ALLOWED: Readonly<Record<AccessPolicy, readonly NodeRole[]>> = {
    Readers: ['admin', 'peer', 'client'],
    Writers: ['admin', 'client'],
};

/** Whether a member's identity may read from, or propose to, the channel. */
export function isAllowed(policy: AccessPolicy, identity: Identity): boolean {
    return identity.role === undefined || ALLOWED[policy].includes(identity.role);
}

export interface SignedRequest {
    readonly identity: Uint8Array;
    readonly data: Uint8Array;
    readonly signature: Uint8Array;
}

/** Why a signed request is refused, in Fabric's words, or undefined. */
export function accessProblem(
    policy: AccessPolicy,
    channel: string,
    request: SignedRequest,
    checkIdentity: IdentityChecker,
): string | undefined {
    const check = checkIdentity(request.identity);
    return isSignedBy(check, request) && isAllowed(policy, check.identity) ? undefined : denied(policy, channel);
}

export function denied(policy: AccessPolicy, channel: string): string {
    return (
        `Failed evaluating policy on signed data during check policy on channel [${channel}] ` +
        `with policy [/Channel/Application/${policy}]: ` +
        '[implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
        `but this policy requires 1 of the '${policy}' sub-policies to be satisfied]`
    );
}

/** Whether a valid identity has signed the request. */
export function isSignedBy(check: IdentityCheck, request: SignedRequest): check is IdentityCheck & { status: 'valid' } {
    return check.status === 'valid' && check.identity.verify(request.data, request.signature);
}
