/** A refusal in Fabric CA's terms: the HTTP status, and its number and sentence in the reply. */
export class ServiceError extends Error {
    readonly status: number;
    readonly code: number;

    constructor(status: number, code: ErrorCode, reason: string) {
        super(reason);
        this.status = status;
        this.code = CODES[code];
    }
}

/** Fabric CA's numbers (`lib/caerrors`), as far as this service gives them. */
const CODES = {
    unknown: 0,
    methodNotAllowed: 1,
    badBody: 5,
    certificateNotFound: 8,
    wrongOwner: 9,
    revokedIdentityNotFound: 10,
    revokeWhat: 15,
    caNotFound: 19,
    authentication: 20,
    noAuthorization: 2,
    badCsr: 31,
    gettingUser: 49,
    alreadyRevoked: 66,
    authorization: 71,
    passwordAttempts: 73,
    duplicateIdentity: 74,
    commonName: 77,
    csrInput: 80,
} as const;

export type ErrorCode = keyof typeof CODES;

/** Why exactly is nobody's business but the service's. */
export const notAuthentic = (): ServiceError => new ServiceError(401, 'authentication', 'Authentication failure');

export const notAuthorized = (): ServiceError => new ServiceError(403, 'authorization', 'Authorization failure');
