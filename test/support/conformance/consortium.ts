import path from 'node:path';

import type { BatchSettings, ChaincodeDefinition, CollectionConfig, Consortium } from '@quartier/network';

const SAMPLE = path.resolve(__dirname, '../../../support/chaincode-samples/ledger-probe');

export type Member = 'org1' | 'org2' | 'org3';

export const MEMBERS: readonly Member[] = ['org1', 'org2', 'org3'];

/** Organisation one has two peers, the others one each. */
const PEER_COUNT: Readonly<Record<Member, number>> = { org1: 2, org2: 1, org3: 1 };

export const CHANNEL = 'conformance';

export const ORDERER = 'orderer0.conformance';

export const mspIdOf = (member: Member): string => `Org${member.slice(-1)}MSP`;

export const domainOf = (member: Member): string => `${member}.conformance.example`;

export const peerOf = (member: Member, number = 0): string => `peer${number}.${domainOf(member)}`;

const collection = (name: string, policy: string, rest: Partial<CollectionConfig> = {}): CollectionConfig => ({
    name,
    policy,
    requiredPeerCount: 0,
    maxPeerCount: 3,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    ...rest,
});

const ONE_AND_THREE = "OR('Org1MSP.member', 'Org3MSP.member')";

/** `one` is for members' eyes but anyone may write it; `shared` belongs to two, of whom both must endorse. */
const COLLECTIONS: readonly CollectionConfig[] = [
    collection('one', "OR('Org1MSP.member')", {
        memberOnlyWrite: false,
        endorsementPolicy: { signaturePolicy: "OR('Org1MSP.peer')" },
    }),
    collection('three', "OR('Org3MSP.member')", {
        memberOnlyRead: false,
        memberOnlyWrite: false,
        endorsementPolicy: { signaturePolicy: "OR('Org3MSP.peer')" },
    }),
    collection('shared', ONE_AND_THREE, {
        endorsementPolicy: { signaturePolicy: "AND('Org1MSP.peer', 'Org3MSP.peer')" },
    }),
    collection('brief', ONE_AND_THREE, { blockToLive: 1 }),
    collection('plain', ONE_AND_THREE),
];

const PEERS = MEMBERS.map((member) => `'${mspIdOf(member)}.peer'`).join(', ');

function chaincode(name: string, policy: string, collections: readonly CollectionConfig[] = []): ChaincodeDefinition {
    return { name, version: '1.0', path: SAMPLE, policy, collections };
}

/** Runs apart from the others, so that they can call it. */
export const CALLEE = 'callee';

/** The first four names say who must endorse. */
export const CHAINCODES: readonly ChaincodeDefinition[] = [
    chaincode('pair', "AND('Org1MSP.peer', 'Org2MSP.peer')"),
    chaincode('all', `AND(${PEERS})`, COLLECTIONS),
    chaincode('any', `OR(${PEERS})`, COLLECTIONS),
    chaincode('most', `OutOf(2, ${PEERS})`, COLLECTIONS),
    chaincode(CALLEE, `OR(${PEERS})`),
    { ...chaincode('asks', `OR(${PEERS})`), initRequired: true },
];

/** Three organisations on one channel with several definitions of the same chaincode. */
export function conformanceConsortium(timeoutMs: number): Consortium {
    const batch: BatchSettings = {
        timeoutMs,
        maxMessages: 50,
        preferredMaxBytes: 4_000_000,
        absoluteMaxBytes: 20_000_000,
    };
    return {
        name: 'conformance',
        organisations: MEMBERS.map((member) => ({
            name: member,
            mspId: mspIdOf(member),
            domain: domainOf(member),
            peers: Array.from({ length: PEER_COUNT[member] }, (_, number) => ({ name: peerOf(member, number) })),
            users: [
                { name: 'Admin', unit: 'admin' as const, attributes: {} },
                { name: 'client', unit: 'client' as const, attributes: {} },
            ],
        })),
        channels: [{ name: CHANNEL, organisations: MEMBERS, batch, fabric: { batch }, chaincodes: CHAINCODES }],
    };
}
