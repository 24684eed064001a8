/** A consortium as its definition file resolves: paths absolute, defaults filled in, policies checked. */
export interface Consortium {
    readonly name: string;
    readonly organisations: readonly Organisation[];
    readonly channels: readonly Channel[];
    /** The ordering organisation's one node. */
    readonly orderer?: PeerDefinition;
}

export interface Organisation {
    readonly name: string;
    readonly mspId: string;
    readonly domain: string;
    readonly peers: readonly PeerDefinition[];
    readonly users: readonly UserDefinition[];
    /** Enrols people and programs while the network runs. */
    readonly ca?: AuthorityDefinition;
}

/** The service of an organisation's certificate authority. */
export interface AuthorityDefinition {
    /** What clients call it. */
    readonly name: string;
    readonly port?: number;
    /** Who may register others from the start; the secret is made up where it is not given. */
    readonly registrar: { readonly name: string; readonly secret?: string };
    /** The departments that registrations may name, such as `housing.east`. */
    readonly affiliations: readonly string[];
}

export interface PeerDefinition {
    /** The host name, such as `peer0.utility.quartier.example`. */
    readonly name: string;
    readonly port?: number;
}

export interface UserDefinition {
    readonly name: string;
    readonly unit: 'client' | 'admin';
    /** Written into the certificate, as Fabric's attribute extension has them. */
    readonly attributes: Readonly<Record<string, string>>;
}

export interface Channel {
    readonly name: string;
    /** Names of organisations. */
    readonly organisations: readonly string[];
    /** On the embedded network. */
    readonly batch: BatchSettings;
    /** On Fabric's own orderer, which pays more for a block. */
    readonly fabric: { readonly batch: BatchSettings };
    readonly chaincodes: readonly ChaincodeDefinition[];
}

/** When the orderer cuts a block: whatever comes first. */
export interface BatchSettings {
    readonly timeoutMs: number;
    readonly maxMessages: number;
    readonly preferredMaxBytes: number;
    readonly absoluteMaxBytes: number;
}

export interface ChaincodeDefinition {
    readonly name: string;
    readonly version: string;
    /** The chaincode's folder, absolute. */
    readonly path: string;
    /** The module that exports the contracts, inside `path`; without it the folder's own `main` counts. */
    readonly main?: string;
    /** The endorsement policy, in Fabric's words: `OutOf(2, 'CouncilMSP.peer', …)`. */
    readonly policy: string;
    readonly collections: readonly CollectionConfig[];
    /** Each version takes calls only after one that is marked as its initialisation. */
    readonly initRequired?: boolean;
    /** What each member's administrator submits once, after the start. */
    readonly founding?: {
        /** `contract:Function`. */
        readonly transaction: string;
        /** The transaction's one argument. */
        readonly content: string;
    };
}

/** A private data collection, with the settings Fabric's collection configuration has. */
export interface CollectionConfig {
    readonly name: string;
    readonly policy: string;
    readonly requiredPeerCount: number;
    readonly maxPeerCount: number;
    readonly blockToLive: number;
    readonly memberOnlyRead: boolean;
    readonly memberOnlyWrite: boolean;
    readonly endorsementPolicy?: { readonly signaturePolicy: string };
}
