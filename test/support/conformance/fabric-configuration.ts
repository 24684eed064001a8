import path from 'node:path';

import { orderingOrganisation, ordererOrganisationFolders, peerOrganisationFolders } from '@quartier/network';
import type { Consortium } from '@quartier/network';

import { CALLEE, CHANNEL } from './consortium.js';

export interface FabricPlaces {
    /** Everything of this network. */
    readonly folder: string;
    readonly cryptoDir: string;
    /** By host name. */
    readonly ports: ReadonlyMap<string, number>;
}

type Environment = Readonly<Record<string, string>>;

export const HOST = '127.0.0.1';

/** The channel's first configuration, as `configtxgen` reads it: JSON is YAML. */
export function channelProfile(consortium: Consortium, { cryptoDir, ports }: FabricPlaces): string {
    const ordering = orderingOrganisation(consortium);
    const [orderer = ''] = ordering.orderers;
    const certificate = path.join(
        ordererOrganisationFolders(cryptoDir, ordering.domain).node(orderer),
        'tls/server.crt',
    );
    const port = ports.get(orderer) ?? 0;
    const batch = consortium.channels[0]?.fabric.batch;
    const any = {
        Readers: implicit('ANY Readers'),
        Writers: implicit('ANY Writers'),
        Admins: implicit('MAJORITY Admins'),
    };
    const organisation = (mspId: string, folder: string): object => ({
        Name: mspId,
        ID: mspId,
        MSPDir: folder,
        Policies: {
            Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client', '${mspId}.orderer')`),
            Writers: signature(`OR('${mspId}.admin', '${mspId}.client', '${mspId}.orderer')`),
            Admins: signature(`OR('${mspId}.admin')`),
            Endorsement: signature(`OR('${mspId}.peer')`),
        },
    });
    const endorsement = implicit('MAJORITY Endorsement');
    const profile = {
        Policies: any,
        Capabilities: { V2_0: true },
        Orderer: {
            OrdererType: 'etcdraft',
            EtcdRaft: {
                Consenters: [{ Host: HOST, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate }],
            },
            BatchTimeout: `${batch?.timeoutMs ?? 0}ms`,
            BatchSize: {
                MaxMessageCount: batch?.maxMessages,
                AbsoluteMaxBytes: batch?.absoluteMaxBytes,
                PreferredMaxBytes: batch?.preferredMaxBytes,
            },
            Organizations: [
                {
                    ...organisation(ordering.mspId, ordererOrganisationFolders(cryptoDir, ordering.domain).msp),
                    OrdererEndpoints: [`${HOST}:${port}`],
                },
            ],
            Policies: { ...any, BlockValidation: implicit('ANY Writers') },
            Capabilities: { V2_0: true },
        },
        Application: {
            Policies: { ...any, LifecycleEndorsement: endorsement, Endorsement: endorsement },
            Capabilities: { V2_5: true },
            Organizations: consortium.organisations.map(({ mspId, domain, peers }) => ({
                ...organisation(mspId, peerOrganisationFolders(cryptoDir, domain).msp),
                AnchorPeers: [{ Host: HOST, Port: ports.get(peers[0]?.name ?? '') ?? 0 }],
            })),
        },
    };
    return JSON.stringify({ Profiles: { [CHANNEL]: profile } });
}

/** The name of the chaincode server with a package's code beside a peer. */
export const serverOf = (label: string, host: string): string => `${label} ${host}`;

const implicit = (rule: string): object => ({ Type: 'ImplicitMeta', Rule: rule });
const signature = (rule: string): object => ({ Type: 'Signature', Rule: rule });

export function ordererEnvironment(consortium: Consortium, places: FabricPlaces): Environment {
    const ordering = orderingOrganisation(consortium);
    const [orderer = ''] = ordering.orderers;
    const node = ordererOrganisationFolders(places.cryptoDir, ordering.domain).node(orderer);
    const data = path.join(places.folder, 'data/orderer');
    return {
        ORDERER_GENERAL_LISTENADDRESS: HOST,
        ORDERER_GENERAL_LISTENPORT: String(places.ports.get(orderer)),
        ORDERER_GENERAL_LOCALMSPID: ordering.mspId,
        ORDERER_GENERAL_LOCALMSPDIR: path.join(node, 'msp'),
        ...tlsSettings('ORDERER_GENERAL_TLS', node),
        ORDERER_GENERAL_TLS_ROOTCAS: path.join(node, 'tls/ca.crt'),
        ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
        ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
        ORDERER_FILELEDGER_LOCATION: data,
        ORDERER_CONSENSUS_WALDIR: path.join(data, 'wal'),
        ORDERER_CONSENSUS_SNAPDIR: path.join(data, 'snap'),
        ORDERER_OPERATIONS_LISTENADDRESS: `${HOST}:0`,
        ORDERER_ADMIN_LISTENADDRESS: `${HOST}:${places.ports.get('admin') ?? 0}`,
        ...tlsSettings('ORDERER_ADMIN_TLS', node),
        ORDERER_ADMIN_TLS_ROOTCAS: `[${path.join(node, 'tls/ca.crt')}]`,
        ORDERER_ADMIN_TLS_CLIENTROOTCAS: `[${path.join(node, 'tls/ca.crt')}]`,
        ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
        FABRIC_LOGGING_SPEC: 'warn',
    };
}

function tlsSettings(prefix: string, node: string): Environment {
    return {
        [`${prefix}_ENABLED`]: 'true',
        [`${prefix}_PRIVATEKEY`]: path.join(node, 'tls/server.key'),
        [`${prefix}_CERTIFICATE`]: path.join(node, 'tls/server.crt'),
    };
}

/** What a peer runs with. */
export function peerEnvironment(
    { mspId, domain, peers }: Consortium['organisations'][number],
    name: string,
    { folder, cryptoDir, ports }: FabricPlaces,
): Environment {
    const node = peerOrganisationFolders(cryptoDir, domain).node(name);
    const address = (host: string): string => `${HOST}:${ports.get(host) ?? 0}`;
    const bootstrap = peers.map((peer) => address(peer.name)).find((other) => other !== address(name));
    return {
        CORE_PEER_ID: name,
        CORE_PEER_LOCALMSPID: mspId,
        CORE_PEER_MSPCONFIGPATH: path.join(node, 'msp'),
        CORE_PEER_ADDRESS: address(name),
        CORE_PEER_LISTENADDRESS: address(name),
        CORE_PEER_CHAINCODEADDRESS: address(`chaincode ${name}`),
        CORE_PEER_CHAINCODELISTENADDRESS: address(`chaincode ${name}`),
        CORE_PEER_GOSSIP_EXTERNALENDPOINT: address(name),
        CORE_PEER_GOSSIP_BOOTSTRAP: bootstrap ?? address(name),
        CORE_PEER_GOSSIP_USELEADERELECTION: 'false',
        CORE_PEER_GOSSIP_ORGLEADER: 'true',
        CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '500ms',
        CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '500ms',
        CORE_PEER_GOSSIP_ALIVETIMEINTERVAL: '1s',
        CORE_PEER_GOSSIP_RECONNECTINTERVAL: '2s',
        CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD: '1s',
        CORE_PEER_GOSSIP_PVTDATA_SKIPPULLINGINVALIDTRANSACTIONSDURINGCOMMIT: 'true',
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_PEER_TLS_CERT_FILE: path.join(node, 'tls/server.crt'),
        CORE_PEER_TLS_KEY_FILE: path.join(node, 'tls/server.key'),
        CORE_PEER_TLS_ROOTCERT_FILE: path.join(node, 'tls/ca.crt'),
        CORE_PEER_FILESYSTEMPATH: path.join(folder, 'data', name),
        CORE_LEDGER_SNAPSHOTS_ROOTDIR: path.join(folder, 'data', name, 'snapshots'),
        CORE_OPERATIONS_LISTENADDRESS: `${HOST}:0`,
        CORE_METRICS_PROVIDER: 'disabled',
        CORE_VM_ENDPOINT: '',
        CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify({
            probe: address(serverOf('probe', name)),
            [CALLEE]: address(serverOf(CALLEE, name)),
        }),
        FABRIC_LOGGING_SPEC: process.env['FABRIC_LOGGING_SPEC'] ?? 'warn',
    };
}

/** What the `peer` program needs to act as an organisation's administrator on one of its peers. */
export function administratorEnvironment(
    { mspId, domain, peers }: Consortium['organisations'][number],
    { folder, cryptoDir, ports }: FabricPlaces,
    peer = peers[0]?.name ?? '',
): Environment {
    const folders = peerOrganisationFolders(cryptoDir, domain);
    return {
        FABRIC_CFG_PATH: path.join(folder, 'config'),
        FABRIC_LOGGING_SPEC: 'warn',
        CORE_PEER_LOCALMSPID: mspId,
        CORE_PEER_ADDRESS: `${HOST}:${ports.get(peer) ?? 0}`,
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_PEER_TLS_ROOTCERT_FILE: path.join(folders.node(peer), 'tls/ca.crt'),
        CORE_PEER_MSPCONFIGPATH: path.join(folders.user('Admin'), 'msp'),
    };
}
