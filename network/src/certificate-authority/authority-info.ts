import type { Authority, Handler } from './authority.js';

/** The version of Fabric CA whose interface this is. */
const VERSION = '1.5';

/** Who the authority is. The two keys are those of Idemix, which this service does not issue. */
export function authorityInfo({ name, issuer }: Authority): object {
    return {
        CAName: name,
        CAChain: Buffer.from(issuer.certificatePem).toString('base64'),
        IssuerPublicKey: '',
        IssuerRevocationPublicKey: '',
        Version: VERSION,
    };
}

export const info: Handler = (authority) => Promise.resolve(authorityInfo(authority));
