import { join } from 'node:path';

export interface OrdererSettingsOptions {
    readonly mspId: string;
    readonly port: number;
    readonly adminAddress: string;
    readonly operationsAddress: string;
    /** The orderer's identity: `msp` and `tls`. */
    readonly identity: string;
    readonly data: string;
}

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

/** The settings of an orderer, `orderer.yaml`: members of Fabric 2.5 that 3.x has as well, for both refuse unknown ones. */
export function ordererSettings(options: OrdererSettingsOptions): object {
    const tls = tlsSettings(join(options.identity, 'tls'));
    return {
        General: {
            ListenAddress: '127.0.0.1',
            ListenPort: options.port,
            TLS: tls,
            BootstrapMethod: 'none',
            LocalMSPDir: join(options.identity, 'msp'),
            LocalMSPID: options.mspId,
            BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
            Authentication: { TimeWindow: '15m' },
            MaxRecvMsgSize: MAX_MESSAGE_BYTES,
            MaxSendMsgSize: MAX_MESSAGE_BYTES,
        },
        FileLedger: { Location: join(options.data, 'ledger') },
        Consensus: { WALDir: join(options.data, 'wal'), SnapDir: join(options.data, 'snapshots') },
        ChannelParticipation: { Enabled: true, MaxRequestBodySize: 1024 * 1024 },
        Admin: {
            ListenAddress: options.adminAddress,
            TLS: { ...tls, ClientAuthRequired: true, ClientRootCAs: tls.RootCAs },
        },
        Operations: { ListenAddress: options.operationsAddress, TLS: { Enabled: false } },
        Metrics: { Provider: 'prometheus' },
    };
}

function tlsSettings(folder: string): {
    readonly Enabled: boolean;
    readonly PrivateKey: string;
    readonly Certificate: string;
    readonly RootCAs: readonly string[];
} {
    return {
        Enabled: true,
        PrivateKey: join(folder, 'server.key'),
        Certificate: join(folder, 'server.crt'),
        RootCAs: [join(folder, 'ca.crt')],
    };
}
