import { join } from 'node:path';

export interface PeerSettingsOptions {
    readonly host: string;
    readonly mspId: string;
    /** `127.0.0.1:port`, for clients and other peers alike. */
    readonly address: string;
    readonly operationsAddress: string;
    /** The peer's identity: `msp` and `tls`. */
    readonly identity: string;
    readonly data: string;
    readonly builder: string;
    readonly executeTimeoutMs: number;
    readonly fabricVersion: string;
}

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

/** The settings of a peer, `core.yaml`. What is not here has Fabric's own default. */
export function peerSettings(options: PeerSettingsOptions): object {
    return {
        peer: {
            id: options.host,
            networkId: 'quartier',
            listenAddress: options.address,
            address: options.address,
            // No chaincode dials a peer: each runs as a service.
            chaincodeListenAddress: '127.0.0.1:0',
            localMspId: options.mspId,
            mspConfigPath: join(options.identity, 'msp'),
            fileSystemPath: options.data,
            tls: tlsSettings(join(options.identity, 'tls')),
            authentication: { timewindow: '15m' },
            BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
            gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '2m' },
            gossip: gossipSettings(options.address),
            deliveryclient: {
                connTimeout: '3s',
                reConnectBackoffThreshold: '2s',
                reconnectTotalTimeThreshold: '3600s',
            },
            keepalive: {
                interval: '7200s',
                timeout: '20s',
                minInterval: '60s',
                client: { interval: '60s', timeout: '20s' },
                deliveryClient: { interval: '60s', timeout: '20s' },
            },
            handlers: handlerSettings(options.fabricVersion),
            discovery: {
                enabled: true,
                authCacheEnabled: true,
                authCacheMaxSize: 1000,
                authCachePurgeRetentionRatio: 0.75,
                orgMembersAllowedAccess: false,
            },
            limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
            maxRecvMsgSize: MAX_MESSAGE_BYTES,
            maxSendMsgSize: MAX_MESSAGE_BYTES,
        },
        // Without an endpoint the peer needs no Docker.
        vm: { endpoint: '' },
        chaincode: {
            mode: 'net',
            executetimeout: `${String(options.executeTimeoutMs)}ms`,
            startuptimeout: '60s',
            installTimeout: '60s',
            // The Node shim ends on a keepalive message.
            keepalive: 0,
            system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
            externalBuilders: [{ name: 'service', path: options.builder }],
        },
        ledger: ledgerSettings(options.data),
        operations: { listenAddress: options.operationsAddress, tls: { enabled: false } },
        metrics: { provider: 'prometheus' },
    };
}

function tlsSettings(folder: string): object {
    return {
        enabled: true,
        clientAuthRequired: false,
        cert: { file: join(folder, 'server.crt') },
        key: { file: join(folder, 'server.key') },
        rootcert: { file: join(folder, 'ca.crt') },
    };
}

/** Every peer takes its blocks from the orderer itself; gossip is left with who is there and with private data. */
function gossipSettings(address: string): object {
    return {
        bootstrap: address,
        externalEndpoint: address,
        useLeaderElection: false,
        orgLeader: true,
        state: { enabled: false },
        // Members of a network on one host find each other within a second or two, not within half a minute.
        publishStateInfoInterval: '1s',
        requestStateInfoInterval: '1s',
        publishCertPeriod: '2s',
        pullInterval: '2s',
        aliveTimeInterval: '2s',
        aliveExpirationTimeout: '10s',
        reconnectInterval: '2s',
        maxConnectionAttempts: 1000,
        pvtData: {
            // One invalid transaction that claims another organisation's private data stalls commits for so long.
            pullRetryThreshold: '1s',
            skipPullingInvalidTransactionsDuringCommit: true,
            transientstoreMaxBlockRetention: 20_000,
            pushAckTimeout: '3s',
            btlPullMargin: 10,
            reconcileBatchSize: 10,
            reconcileSleepInterval: '10s',
            reconciliationEnabled: true,
            implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
        },
    };
}

/** From 3.0 on a peer can refuse a proposal whose time is far from its own. */
function handlerSettings(fabricVersion: string): object {
    const isThree = /^v?3\./.test(fabricVersion);
    const filters = ['DefaultAuth', 'ExpirationCheck', ...(isThree ? ['TimeWindowCheck'] : [])];
    return {
        authFilters: filters.map((name) => ({ name })),
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
    };
}

function ledgerSettings(data: string): object {
    return {
        state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
        history: { enableHistoryDatabase: true },
        pvtdataStore: {
            collElgProcMaxDbBatchSize: 5_000,
            collElgProcDbBatchesInterval: 1_000,
            deprioritizedDataReconcilerInterval: '60m',
            purgeInterval: 100,
            // The log would name the keys of what somebody had erased.
            purgedKeyAuditLogging: false,
        },
        snapshots: { rootDir: join(data, 'snapshots') },
    };
}
