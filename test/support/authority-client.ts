import 'reflect-metadata';

import { createPrivateKey, sign, webcrypto, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

import { Pkcs10CertificateRequestGenerator, type JsonName } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate, PEM, and its key. */
export interface Enrolled {
    readonly certificate: string;
    readonly key: KeyObject;
}

export interface AuthorityReply {
    readonly status: number;
    readonly result: Readonly<Record<string, unknown>> & { readonly Cert?: string };
    readonly errors: readonly { readonly code: number; readonly message: string }[];
    readonly success: boolean;
}

interface Profile {
    readonly certificateAuthorities: Readonly<
        Record<
            string,
            { readonly url: string; readonly caName: string; readonly tlsCACerts: { readonly pem: readonly string[] } }
        >
    >;
}

/** As much of a client of Fabric CA as speaks its interface: basic authentication, or requests that are signed. */
export class AuthorityClient {
    readonly #url: string;
    readonly #trusted: string;

    constructor(profileFile: string | undefined) {
        const { certificateAuthorities } = JSON.parse(readFileSync(profileFile ?? '', 'utf8')) as Profile;
        const [authority] = Object.values(certificateAuthorities);
        if (authority === undefined) throw new Error('the profile names no certificate authority');
        this.#url = authority.url;
        this.#trusted = authority.tlsCACerts.pem.join('');
    }

    async enrol(id: string, secret: string, more: object = {}): Promise<Enrolled & { readonly reply: AuthorityReply }> {
        return this.#withNewKey(id, (csr) => {
            const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
            return this.send('POST', 'enroll', { certificate_request: csr, ...more }, authorization);
        });
    }

    async reenrol(id: string, by: Enrolled): Promise<Enrolled & { readonly reply: AuthorityReply }> {
        return this.#withNewKey(id, (csr) => this.signed('POST', 'reenroll', { certificate_request: csr }, by));
    }

    /** As a request that the holder of a certificate has signed. */
    signed(method: string, resource: string, body: object | undefined, by: Enrolled): Promise<AuthorityReply> {
        return this.send(method, resource, body, authorizationOf(method, `/api/v1/${resource}`, body, by));
    }

    send(
        method: string,
        resource: string,
        body: object | string | undefined,
        authorization?: string,
    ): Promise<AuthorityReply> {
        return new Promise((resolve, reject) => {
            const headers = authorization === undefined ? {} : { authorization };
            const options = { method, headers, ca: this.#trusted, agent: false };
            const call = request(`${this.#url}/api/v1/${resource}`, options, (response) => {
                text(response)
                    .then((content) => {
                        const reply = JSON.parse(content) as Omit<AuthorityReply, 'status'>;
                        resolve({ ...reply, status: response.statusCode ?? 0 });
                    })
                    .catch(reject);
            });
            call.on('error', reject);
            call.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
        });
    }

    async #withNewKey(
        id: string,
        ask: (csr: string) => Promise<AuthorityReply>,
    ): Promise<Enrolled & { readonly reply: AuthorityReply }> {
        const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
        const reply = await ask(await certificateRequest([{ C: ['FR'] }, { O: ['tenants'] }, { CN: [id] }], keys));
        const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
        const certificate = Buffer.from(reply.result.Cert ?? '', 'base64').toString();
        return { reply, certificate, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
    }
}

async function certificateRequest(name: JsonName, keys: webcrypto.CryptoKeyPair): Promise<string> {
    const made = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: ALGORITHM });
    return made.toString('pem');
}

export function authorizationOf(
    method: string,
    uri: string,
    body: object | undefined,
    { certificate, key }: Enrolled,
): string {
    const base64 = (content: string): string => Buffer.from(content).toString('base64');
    const sent = body === undefined ? '' : JSON.stringify(body);
    const signed = `${method}.${base64(uri)}.${base64(sent)}.${base64(certificate)}`;
    return `${base64(certificate)}.${sign('sha256', Buffer.from(signed), key).toString('base64')}`;
}
