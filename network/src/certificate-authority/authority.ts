import type { CertificateAuthority } from '../identity/certificate-authority.js';
import type { RequestBody } from './request-body.js';
import type { ReceivedRequest } from './credentials.js';
import type { Registry } from './registry.js';

/** An organisation's certificate authority, at work. */
export interface Authority {
    /** What clients call it. */
    readonly name: string;
    readonly issuer: CertificateAuthority;
    /** The issuer's key identifier, hexadecimal. */
    readonly aki: string;
    readonly registry: Registry;
    /** Where the organisation's revocation list stands, for peers to read. */
    readonly revocationFile: string;
    /** Told when the list has changed; what it begins has its effect when it resolves. */
    readonly revoked: () => Promise<void>;
    /** Runs what reads and then writes the registry, one after the other. */
    readonly exclusively: <T>(run: () => Promise<T>) => Promise<T>;
}

/** A request, read. */
export interface ServiceRequest extends ReceivedRequest {
    readonly content: RequestBody;
    /** What follows the resource in the path, such as an identity's name. */
    readonly item: string | undefined;
}

/** Answers with what stands under `result` in the reply. */
export type Handler = (authority: Authority, request: ServiceRequest) => Promise<object>;
