import type { BatchSettings, Channel, Organisation } from '../consortium/definition.js';

export interface ChannelProfileOptions {
    readonly channel: Channel;
    readonly members: readonly ChannelMember[];
    readonly ordering: {
        readonly mspId: string;
        readonly mspFolder: string;
        readonly port: number;
        readonly tlsCertificate: string;
    };
}

export interface ChannelMember {
    readonly organisation: Organisation;
    readonly mspFolder: string;
    /** Of the peer by which other organisations find it. */
    readonly anchorPort: number;
}

const HOST = '127.0.0.1';

/**
 * What `configtxgen` makes a channel's first block from: a profile of `configtx.yaml` with one Raft orderer. Readers and
 * writers are any member, changes and lifecycle take a majority; the capabilities are those that 2.5 and 3.x share.
 */
export function channelProfile({ channel, members, ordering }: ChannelProfileOptions): object {
    return {
        Policies: metaPolicies(),
        Capabilities: { V2_0: true },
        Orderer: {
            OrdererType: 'etcdraft',
            Addresses: [`${HOST}:${String(ordering.port)}`],
            EtcdRaft: raft(ordering.port, ordering.tlsCertificate),
            ...batchOf(channel.fabric.batch),
            Organizations: [
                {
                    ...organisation(ordering.mspId, ordering.mspFolder),
                    OrdererEndpoints: [`${HOST}:${String(ordering.port)}`],
                },
            ],
            Policies: { ...metaPolicies(), BlockValidation: meta('ANY Writers') },
            Capabilities: { V2_0: true },
        },
        Application: {
            Organizations: members.map((member) => ({
                ...organisation(member.organisation.mspId, member.mspFolder),
                AnchorPeers: [{ Host: HOST, Port: member.anchorPort }],
            })),
            Policies: {
                ...metaPolicies(),
                LifecycleEndorsement: meta('MAJORITY Endorsement'),
                Endorsement: meta('MAJORITY Endorsement'),
            },
            Capabilities: { V2_5: true },
        },
    };
}

/** With one orderer nobody else can win an election, so it need not wait long for one. */
function raft(port: number, certificate: string): object {
    return {
        Consenters: [{ Host: HOST, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate }],
        Options: {
            TickInterval: '100ms',
            ElectionTick: 10,
            HeartbeatTick: 1,
            MaxInflightBlocks: 5,
            SnapshotIntervalSize: '16 MB',
        },
    };
}

function batchOf(batch: BatchSettings): object {
    return {
        BatchTimeout: `${String(batch.timeoutMs)}ms`,
        BatchSize: {
            MaxMessageCount: batch.maxMessages,
            AbsoluteMaxBytes: batch.absoluteMaxBytes,
            PreferredMaxBytes: batch.preferredMaxBytes,
        },
    };
}

function organisation(mspId: string, mspFolder: string): object {
    return {
        Name: mspId,
        ID: mspId,
        MSPDir: mspFolder,
        Policies: {
            Readers: signature(`OR('${mspId}.member')`),
            Writers: signature(`OR('${mspId}.member')`),
            Admins: signature(`OR('${mspId}.admin')`),
            Endorsement: signature(`OR('${mspId}.peer')`),
        },
    };
}

function metaPolicies(): object {
    return { Readers: meta('ANY Readers'), Writers: meta('ANY Writers'), Admins: meta('MAJORITY Admins') };
}

function meta(rule: string): object {
    return { Type: 'ImplicitMeta', Rule: rule };
}

function signature(rule: string): object {
    return { Type: 'Signature', Rule: rule };
}
