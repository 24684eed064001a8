import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { CertificateAuthority } from '../identity/certificate-authority.js';
import { notAuthentic, ServiceError } from './service-error.js';

/** A request as it came, for its signature covers all of it. */
export interface ReceivedRequest {
    readonly method: string;
    /** Path and query. */
    readonly uri: string;
    readonly body: Buffer;
    readonly authorization: string | undefined;
}

/** Name and secret of HTTP's basic authentication, by which one enrols. */
export function basicCredentials({ authorization }: ReceivedRequest): { readonly id: string; readonly secret: string } {
    if (authorization === undefined) throw new ServiceError(401, 'noAuthorization', 'No authorization header');
    const [, encoded] = /^Basic (\S+)$/i.exec(authorization) ?? [];
    const text = Buffer.from(encoded ?? '', 'base64').toString();
    const colon = text.indexOf(':');
    if (colon < 0) throw notAuthentic();
    return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * The certificate that has signed a request: the header is the certificate and the signature of method, path, body and
 * certificate, each in base64.
 * @throws {ServiceError} when there is none, or the signature is not the certificate's
 */
export function signingCertificate({ authorization, method, uri, body }: ReceivedRequest): X509Certificate {
    if (authorization === undefined) throw new ServiceError(401, 'noAuthorization', 'No authorization header');
    const [encoded = '', signature, ...rest] = authorization.split('.');
    if (signature === undefined || rest.length > 0) throw notAuthentic();
    const base64 = (text: Buffer | string): string => Buffer.from(text).toString('base64');
    const signed = `${method}.${base64(uri)}.${base64(body)}.${encoded}`;
    try {
        const certificate = new X509Certificate(Buffer.from(encoded, 'base64'));
        const isSigned = verify('sha256', Buffer.from(signed), certificate.publicKey, Buffer.from(signature, 'base64'));
        if (isSigned) return certificate;
    } catch {
        // Neither a certificate nor a signature.
    }
    throw notAuthentic();
}

/** As the registry and revocation requests have it. */
export function normalHex(text: string): string {
    return text.toLowerCase().replaceAll(':', '').replace(/^0+/, '');
}

export function isIssuedBy(
    { certificate: { publicKey } }: CertificateAuthority,
    certificate: X509Certificate,
): boolean {
    return certificate.verify(createPublicKey({ key: Buffer.from(publicKey.rawData), format: 'der', type: 'spki' }));
}
