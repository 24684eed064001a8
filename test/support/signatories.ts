import { createPrivateKey, X509Certificate } from 'node:crypto';

import { nativeSigner, type Signatory, type TrustedRoot } from '@quartier/client';
import { createAuthority, issueEnrolment } from '@quartier/network/dist/identity/certificate-authority.js';

/** An organisation with an authority of its own that certifies whoever is asked for. */
export interface TestOrganisation {
    readonly root: TrustedRoot;
    readonly rootPem: string;
    certify(who: Person): Promise<Signatory>;
}

export interface Person {
    readonly unit?: 'client' | 'admin' | 'peer';
    readonly attributes?: Readonly<Record<string, string>>;
    /** The organisation that it says it is of; its own unless given. */
    readonly mspId?: string;
}

export const backOffice: Person = { attributes: { 'quartier.role': 'backoffice' } };

export async function testOrganisation(mspId: string): Promise<TestOrganisation> {
    const organisation = `${mspId.toLowerCase()}.example`;
    const authority = await createAuthority(`ca.${organisation}`, organisation);
    return {
        root: { mspId, certificate: new X509Certificate(authority.certificatePem) },
        rootPem: authority.certificatePem,
        certify: async ({ unit = 'client', attributes, mspId: said = mspId }) => {
            const issued = await issueEnrolment(authority, {
                commonName: 'somebody',
                organisation,
                unit,
                ...(attributes === undefined ? {} : { attributes }),
            });
            return {
                mspId: said,
                chain: [new X509Certificate(issued.certificatePem)],
                sign: nativeSigner(createPrivateKey(issued.keyPem)),
            };
        },
    };
}
