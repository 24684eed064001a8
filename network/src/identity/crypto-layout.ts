import { join } from 'node:path';

/** Where the material of one organisation stands: the folders that `cryptogen` writes. */
export interface OrganisationFolders {
    readonly root: string;
    readonly ca: string;
    readonly tlsca: string;
    readonly msp: string;
    /** Folder of a peer or an orderer, with `msp` and `tls` inside. */
    node(host: string): string;
    /** Folder of a person or program, with `msp` and `tls` inside. */
    user(name: string): string;
}

export function peerOrganisationFolders(cryptoDir: string, domain: string): OrganisationFolders {
    return folders(join(cryptoDir, 'peerOrganizations', domain), domain, 'peers');
}

export function ordererOrganisationFolders(cryptoDir: string, domain: string): OrganisationFolders {
    return folders(join(cryptoDir, 'ordererOrganizations', domain), domain, 'orderers');
}

function folders(root: string, domain: string, nodes: string): OrganisationFolders {
    return {
        root,
        ca: join(root, 'ca'),
        tlsca: join(root, 'tlsca'),
        msp: join(root, 'msp'),
        node: (host) => join(root, nodes, host),
        user: (name) => join(root, 'users', `${name}@${domain}`),
    };
}

/** File name of a certificate, as `cryptogen` gives it. */
export function certificateFile(commonName: string): string {
    return `${commonName}-cert.pem`;
}

/** File name of a private key in a `keystore` folder, as `cryptogen` gives it. */
export const KEY_FILE = 'priv_sk';
