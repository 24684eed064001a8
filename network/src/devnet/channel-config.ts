import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { BatchSettings } from '../consortium/definition.js';
import type { Msp, NodeRole } from '../identity/membership.js';
import { encodeSignaturePolicy, parseSignaturePolicy } from '../policy/signature-policy.js';
import { NO_BYTES } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';
import { assembleBlock, createBlock, lastConfigBlock } from '../ledger/block.js';
import { commitConfig } from '../ledger/committer.js';
import type { LedgerStore } from '../ledger/ledger-store.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { readEnvelope, readPayload } from '../ledger/transaction.js';

export interface ChannelConfigOptions {
    readonly batch: BatchSettings;
    readonly members: readonly Msp[];
    readonly ordererMsp: Msp;
    /** `host:port`. */
    readonly ordererAddress: string;
}

/**
 * Sees to it that a ledger's configuration is what the channel's definition and its members' MSPs say: writes the first
 * block, or another one when something has changed. Resolves to the number of the block with the configuration.
 */
export async function settleConfig(
    channel: string,
    options: ChannelConfigOptions,
    store: LedgerStore,
    signer: SigningIdentity,
): Promise<number> {
    const envelope = await changedConfig(channel, options, store);
    if (envelope === undefined) return lastConfigOf(store);
    const number = store.height;
    const place = { number, previousHash: store.savepoint.lastHeaderHash, lastConfig: number };
    await commitConfig(createBlock({ ...place, envelopes: [envelope] }, signer), store);
    return number;
}

/** The transaction that brings the configuration to this, or undefined when it is so. */
export async function changedConfig(
    channel: string,
    options: ChannelConfigOptions,
    store: LedgerStore,
): Promise<Buffer | undefined> {
    const config = message(common.Config, { channelGroup: channelGroup(options) });
    const current = await readConfig(store);
    if (current !== undefined) {
        if (sameGroup(config, current)) return undefined;
        config.setSequence(current.getSequence() + 1);
    }
    return configEnvelope(channel, config);
}

/** The configuration in the one transaction of a configuration block. */
export function configOf(block: common.Block): common.Config {
    const [envelope] = block.getData()?.getDataList_asU8() ?? [];
    const { data } = readPayload(readEnvelope(envelope ?? NO_BYTES).payload);
    return common.ConfigEnvelope.deserializeBinary(data).getConfig() ?? new common.Config();
}

/** The configuration in force; undefined before the first block. */
export async function readConfig(store: LedgerStore): Promise<common.Config | undefined> {
    if (store.height === 0) return undefined;
    const number = lastConfigOf(store);
    return configOf(assembleBlock(store.blockFrame(number) ?? NO_BYTES, await store.envelopes(number)));
}

function lastConfigOf(store: LedgerStore): number {
    return lastConfigBlock(common.Block.deserializeBinary(store.blockFrame(store.height - 1) ?? NO_BYTES));
}

function sameGroup(one: common.Config, other: common.Config): boolean {
    const bytes = (config: common.Config): Buffer => Buffer.from(config.getChannelGroup()?.serializeBinary() ?? []);
    return bytes(one).equals(bytes(other));
}

function configEnvelope(channelId: string, config: common.Config): Buffer {
    const header = message(common.Header, {
        channelHeader: encoded(common.ChannelHeader, { type: common.HeaderType.CONFIG, channelId }),
        signatureHeader: encoded(common.SignatureHeader, {}),
    });
    const data = encoded(common.ConfigEnvelope, { config });
    return encoded(common.Envelope, { payload: encoded(common.Payload, { header, data }) });
}

function channelGroup({ members, ordererMsp, ordererAddress, batch }: ChannelConfigOptions): common.ConfigGroup {
    return group({
        groups: {
            Application: group({
                groups: Object.fromEntries(members.map((member) => [member.mspId, organisationGroup(member)])),
                values: { Capabilities: capabilities('V2_5') },
                policies: {
                    ...implicitPolicies,
                    Endorsement: implicit('Endorsement', 'MAJORITY'),
                    LifecycleEndorsement: implicit('Endorsement', 'MAJORITY'),
                },
            }),
            Orderer: group({
                groups: { [ordererMsp.mspId]: organisationGroup(ordererMsp, [ordererAddress]) },
                values: { ...batchValues(batch), Capabilities: capabilities('V2_0') },
                policies: { ...implicitPolicies, BlockValidation: implicit('Writers', 'ANY') },
            }),
        },
        values: {
            HashingAlgorithm: message(common.HashingAlgorithm, { name: 'SHA256' }),
            BlockDataHashingStructure: message(common.BlockDataHashingStructure, { width: 0xffffffff }),
            Capabilities: capabilities('V2_0'),
        },
        policies: implicitPolicies,
    });
}

function organisationGroup(member: Msp, ordererAddresses?: readonly string[]): common.ConfigGroup {
    const { mspId } = member;
    return group({
        values: {
            MSP: message(msp.MSPConfig, { config: encodeMsp(member) }),
            ...(ordererAddresses && {
                Endpoints: message(common.OrdererAddresses, { addressesList: ordererAddresses }),
            }),
        },
        policies: {
            Readers: signedBy(`OR('${mspId}.member')`),
            Writers: signedBy(`OR('${mspId}.member')`),
            Admins: signedBy(`OR('${mspId}.admin')`),
            Endorsement: signedBy(`OR('${mspId}.peer')`),
        },
    });
}

function batchValues(batch: BatchSettings): Record<string, Serializable> {
    return {
        BatchSize: message(orderer.BatchSize, {
            maxMessageCount: batch.maxMessages,
            absoluteMaxBytes: batch.absoluteMaxBytes,
            preferredMaxBytes: batch.preferredMaxBytes,
        }),
        BatchTimeout: message(orderer.BatchTimeout, { timeout: `${batch.timeoutMs}ms` }),
        ConsensusType: message(orderer.ConsensusType, { type: 'solo' }),
    };
}

function encodeMsp(member: Msp): Buffer {
    const pem = (certificate: { toString(): string }): Buffer => Buffer.from(certificate.toString());
    return encoded(msp.FabricMSPConfig, {
        name: member.mspId,
        rootCertsList: member.rootCerts.map(pem),
        intermediateCertsList: member.intermediateCerts.map(pem),
        tlsRootCertsList: member.tlsRootCerts.map(pem),
        revocationListList: member.revocationLists.map((list) => list.pem),
        cryptoConfig: message(msp.FabricCryptoConfig, {
            signatureHashFamily: 'SHA2',
            identityIdentifierHashFunction: 'SHA256',
        }),
        fabricNodeOus: member.nodeUnits && nodeUnits(member.nodeUnits),
    });
}

function nodeUnits(units: ReadonlyMap<string, NodeRole>): msp.FabricNodeOUs {
    const identifier = (role: NodeRole): msp.FabricOUIdentifier => {
        const [organizationalUnitIdentifier] = [...units].find(([, named]) => named === role) ?? [role];
        return message(msp.FabricOUIdentifier, { organizationalUnitIdentifier });
    };
    return message(msp.FabricNodeOUs, {
        enable: true,
        clientOuIdentifier: identifier('client'),
        peerOuIdentifier: identifier('peer'),
        adminOuIdentifier: identifier('admin'),
        ordererOuIdentifier: identifier('orderer'),
    });
}

function capabilities(name: string): common.Capabilities {
    const value = new common.Capabilities();
    value.getCapabilitiesMap().set(name, new common.Capability());
    return value;
}

function signedBy(policy: string): common.Policy {
    return policyOf(common.Policy.PolicyType.SIGNATURE, encodeSignaturePolicy(parseSignaturePolicy(policy)));
}

function implicit(subPolicy: string, rule: 'ANY' | 'MAJORITY'): common.Policy {
    const meta = message(common.ImplicitMetaPolicy, { subPolicy, rule: common.ImplicitMetaPolicy.Rule[rule] });
    return policyOf(common.Policy.PolicyType.IMPLICIT_META, meta);
}

const implicitPolicies: Readonly<Record<string, common.Policy>> = {
    Readers: implicit('Readers', 'ANY'),
    Writers: implicit('Writers', 'ANY'),
    Admins: implicit('Admins', 'MAJORITY'),
};

function policyOf(type: number, value: Serializable): common.Policy {
    return message(common.Policy, { type, value: value.serializeBinary() });
}

interface Serializable {
    serializeBinary(): Uint8Array;
}

interface GroupParts {
    readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
    readonly values?: Readonly<Record<string, Serializable>>;
    readonly policies: Readonly<Record<string, common.Policy>>;
}

function group({ groups = {}, values = {}, policies }: GroupParts): common.ConfigGroup {
    const modPolicy = 'Admins';
    const built = message(common.ConfigGroup, { modPolicy });
    for (const [name, inner] of Object.entries(groups)) built.getGroupsMap().set(name, inner);
    for (const [name, content] of Object.entries(values)) {
        const value = content.serializeBinary();
        built.getValuesMap().set(name, message(common.ConfigValue, { modPolicy, value }));
    }
    for (const [name, policy] of Object.entries(policies)) {
        built.getPoliciesMap().set(name, message(common.ConfigPolicy, { modPolicy, policy }));
    }
    return built;
}
