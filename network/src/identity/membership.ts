import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { parse } from 'yaml';
import { asBuffer } from '../wire/bytes.js';
import { verifyLowS, verifyLowSInPool } from './ecdsa.js';
import { readRevocationList, type RevocationList } from './revocation-list.js';

/** The kinds of node a certificate's organisational unit can name. */
export type NodeRole = 'client' | 'peer' | 'admin' | 'orderer';

const NODE_ROLES: readonly NodeRole[] = ['client', 'peer', 'admin', 'orderer'];
const MAX_CACHED_IDENTITIES = 2000;

/** An organisation's membership service: who may speak for it. */
export interface Msp {
    readonly mspId: string;
    readonly rootCerts: readonly X509Certificate[];
    readonly intermediateCerts: readonly X509Certificate[];
    readonly tlsRootCerts: readonly X509Certificate[];
    readonly revocationLists: readonly RevocationList[];
    /** Unit name to role; undefined where the MSP does not classify its nodes. */
    readonly nodeUnits: ReadonlyMap<string, NodeRole> | undefined;
}

/** A certificate that its organisation's MSP has found good. */
export interface Identity {
    readonly mspId: string;
    readonly role: NodeRole | undefined;
    /** Equal for equal identities. */
    readonly key: string;
    readonly expiresAt: Date;
    verify(data: Uint8Array, signature: Uint8Array): boolean;
    verifyInPool(data: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export type IdentityCheck =
    | { readonly status: 'valid'; readonly identity: Identity }
    | { readonly status: 'invalid'; readonly mspId: string; readonly reason: string }
    | { readonly status: 'unknown'; readonly reason: string };

/** Judges serialised identities against the members of a channel. */
export type IdentityChecker = (serialized: Uint8Array) => IdentityCheck;

/** Reads an MSP folder: `cacerts`, `intermediatecerts`, `tlscacerts`, `crls`, `config.yaml`. */
export function readMsp(mspId: string, folder: string): Msp {
    const certificates = (name: string): X509Certificate[] =>
        pemFiles(path.join(folder, name)).map((pem) => new X509Certificate(pem));
    return {
        mspId,
        rootCerts: certificates('cacerts'),
        intermediateCerts: certificates('intermediatecerts'),
        tlsRootCerts: certificates('tlscacerts'),
        revocationLists: pemFiles(path.join(folder, 'crls')).map(readRevocationList),
        nodeUnits: readNodeUnits(path.join(folder, 'config.yaml')),
    };
}

/** A checker that remembers the identities it has seen, the least recently used ones forgotten first. */
export function createIdentityChecker(msps: readonly Msp[]): IdentityChecker {
    const byId = new Map(msps.map((member) => [member.mspId, member]));
    const seen = new Map<string, IdentityCheck>();
    return (serialized) => {
        const key = asBuffer(serialized).toString('latin1');
        const check = seen.get(key) ?? checkIdentity(byId, serialized, key);
        seen.delete(key);
        seen.set(key, check);
        const oldest = seen.keys().next();
        if (seen.size > MAX_CACHED_IDENTITIES && oldest.done !== true) {
            seen.delete(oldest.value);
        }
        return check;
    };
}

/** Expiry makes an identity no less its organisation's: it is looked at where requests come in. */
export function hasExpired({ expiresAt }: Identity): boolean {
    return expiresAt.getTime() < Date.now();
}

function checkIdentity(msps: ReadonlyMap<string, Msp>, serialized: Uint8Array, key: string): IdentityCheck {
    let member: Msp | undefined;
    let certificate: X509Certificate;
    try {
        const parsed = msp.SerializedIdentity.deserializeBinary(serialized);
        member = msps.get(parsed.getMspid());
        certificate = new X509Certificate(parsed.getIdBytes_asU8());
    } catch (error) {
        return { status: 'unknown', reason: `could not deserialize identity: ${String(error)}` };
    }
    if (member === undefined) {
        return { status: 'unknown', reason: 'the MSP is unknown' };
    }
    const authorities = certificate.ca ? undefined : authoritiesOf(member, certificate);
    if (authorities === undefined) {
        return { status: 'unknown', reason: 'no authority of the organisation has issued the certificate' };
    }
    const { mspId } = member;
    if (isRevoked(member, certificate, authorities)) {
        return { status: 'invalid', mspId, reason: 'the certificate has been revoked' };
    }
    const roles = rolesOf(member, certificate);
    if (member.nodeUnits !== undefined && roles.length !== 1) {
        return {
            status: 'invalid',
            mspId,
            reason: `exactly one organisational unit must name a role, not ${roles.length}`,
        };
    }
    return { status: 'valid', identity: identityOf(mspId, roles[0], certificate, key) };
}

function identityOf(mspId: string, role: NodeRole | undefined, certificate: X509Certificate, key: string): Identity {
    const { publicKey } = certificate;
    return {
        mspId,
        role,
        key,
        expiresAt: new Date(certificate.validTo),
        verify: (data, signature) => verifyLowS(publicKey, data, signature),
        verifyInPool: (data, signature) => verifyLowSInPool(publicKey, data, signature),
    };
}

/**
 * A certificate's authorities, the nearest first and a root last; undefined when the organisation has not issued it.
 * Validity is judged as of the certificate's start: expiry is checked where a request comes in, not here.
 */
function authoritiesOf(member: Msp, certificate: X509Certificate): readonly X509Certificate[] | undefined {
    const at = Date.parse(certificate.validFrom) + 1000;
    const issuedBy = (authority: X509Certificate): boolean =>
        authority.ca &&
        at >= Date.parse(authority.validFrom) &&
        at <= Date.parse(authority.validTo) &&
        certificate.checkIssued(authority) &&
        certificate.verify(authority.publicKey);
    const root = member.rootCerts.find(issuedBy);
    if (root !== undefined) {
        return root.fingerprint256 === certificate.fingerprint256 ? undefined : [root];
    }
    const intermediate = member.intermediateCerts.find(issuedBy);
    if (intermediate === undefined || intermediate.fingerprint256 === certificate.fingerprint256) {
        return undefined;
    }
    const above = authoritiesOf(member, intermediate);
    return above === undefined ? undefined : [intermediate, ...above];
}

function isRevoked(member: Msp, certificate: X509Certificate, authorities: readonly X509Certificate[]): boolean {
    const chain = [certificate, ...authorities];
    return authorities.some((authority, index) => {
        const issued = chain[index] ?? certificate;
        return member.revocationLists.some((list) => list.revokes(issued, authority));
    });
}

function rolesOf(member: Msp, certificate: X509Certificate): NodeRole[] {
    const units = unitsOf(certificate);
    return units.map((unit) => member.nodeUnits?.get(unit)).filter((role) => role !== undefined);
}

function unitsOf(certificate: X509Certificate): readonly string[] {
    const subject: Readonly<Record<string, string | readonly string[] | undefined>> = {
        ...certificate.toLegacyObject().subject,
    };
    const units = subject['OU'] ?? [];
    return typeof units === 'string' ? [units] : units;
}

function pemFiles(folder: string): Buffer[] {
    if (!existsSync(folder)) {
        return [];
    }
    return readdirSync(folder)
        .filter((file) => file.endsWith('.pem'))
        .sort()
        .map((file) => readFileSync(path.join(folder, file)));
}

function readNodeUnits(file: string): ReadonlyMap<string, NodeRole> | undefined {
    if (!existsSync(file)) {
        return undefined;
    }
    const config = parse(readFileSync(file, 'utf8')) as MspConfigFile | null;
    const units = config?.NodeOUs;
    if (units?.Enable !== true) {
        return undefined;
    }
    const named = NODE_ROLES.map((role) => {
        const entry = units[`${role.charAt(0).toUpperCase()}${role.slice(1)}OUIdentifier`];
        return [typeof entry === 'object' ? entry.OrganizationalUnitIdentifier : role, role] as const;
    });
    return new Map(named);
}

interface MspConfigFile {
    readonly NodeOUs?: { readonly Enable?: boolean } & Readonly<
        Record<string, boolean | { readonly OrganizationalUnitIdentifier: string }>
    >;
}
