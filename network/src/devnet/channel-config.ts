import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { BatchSettings } from '../consortium/definition.js';
import { asBuffer } from './bytes.js';
import type { Msp, NodeRole } from './membership.js';
import { encodeSignaturePolicy, parseSignaturePolicy } from './signature-policy.js';

interface Serializable {
    serializeBinary(): Uint8Array;
}

export interface ChannelConfigOptions {
    readonly batch: BatchSettings;
    readonly members: readonly Msp[];
    readonly ordererMsp: Msp;
}

/** A channel's configuration. */
export function createChannelConfig(options: ChannelConfigOptions): common.Config {
    const config = new common.Config();
    config.setChannelGroup(channelGroup(options));
    return config;
}

/** The transaction by which a channel is given a configuration. */
export function createConfigEnvelope(channel: string, config: common.Config): Buffer {
    const configEnvelope = new common.ConfigEnvelope();
    configEnvelope.setConfig(config);
    const channelHeader = new common.ChannelHeader();
    channelHeader.setType(common.HeaderType.CONFIG);
    channelHeader.setChannelId(channel);
    const header = new common.Header();
    header.setChannelHeader(channelHeader.serializeBinary());
    header.setSignatureHeader(new common.SignatureHeader().serializeBinary());
    const payload = new common.Payload();
    payload.setHeader(header);
    payload.setData(configEnvelope.serializeBinary());
    const envelope = new common.Envelope();
    envelope.setPayload(payload.serializeBinary());
    return asBuffer(envelope.serializeBinary());
}

function channelGroup({ members, ordererMsp, batch }: ChannelConfigOptions): common.ConfigGroup {
    const hashing = new common.HashingAlgorithm();
    hashing.setName('SHA256');
    const structure = new common.BlockDataHashingStructure();
    structure.setWidth(0xffffffff);
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
                groups: { [ordererMsp.mspId]: organisationGroup(ordererMsp) },
                values: { ...batchValues(batch), Capabilities: capabilities('V2_0') },
                policies: { ...implicitPolicies, BlockValidation: implicit('Writers', 'ANY') },
            }),
        },
        values: {
            HashingAlgorithm: hashing,
            BlockDataHashingStructure: structure,
            Capabilities: capabilities('V2_0'),
        },
        policies: implicitPolicies,
    });
}

function organisationGroup(member: Msp): common.ConfigGroup {
    const { mspId } = member;
    return group({
        values: { MSP: mspValue(member) },
        policies: {
            Readers: signedBy(`OR('${mspId}.member')`),
            Writers: signedBy(`OR('${mspId}.member')`),
            Admins: signedBy(`OR('${mspId}.admin')`),
            Endorsement: signedBy(`OR('${mspId}.peer')`),
        },
    });
}

function batchValues(batch: BatchSettings): Record<string, Serializable> {
    const size = new orderer.BatchSize();
    size.setMaxMessageCount(batch.maxMessages);
    size.setAbsoluteMaxBytes(batch.absoluteMaxBytes);
    size.setPreferredMaxBytes(batch.preferredMaxBytes);
    const timeout = new orderer.BatchTimeout();
    timeout.setTimeout(`${batch.timeoutMs}ms`);
    const consensus = new orderer.ConsensusType();
    consensus.setType('solo');
    return { BatchSize: size, BatchTimeout: timeout, ConsensusType: consensus };
}

function mspValue(member: Msp): msp.MSPConfig {
    const config = new msp.FabricMSPConfig();
    config.setName(member.mspId);
    config.setRootCertsList(member.rootCerts.map(pem));
    config.setIntermediateCertsList(member.intermediateCerts.map(pem));
    config.setTlsRootCertsList(member.tlsRootCerts.map(pem));
    config.setRevocationListList(member.revocationLists.map((list) => list.pem));
    const crypto = new msp.FabricCryptoConfig();
    crypto.setSignatureHashFamily('SHA2');
    crypto.setIdentityIdentifierHashFunction('SHA256');
    config.setCryptoConfig(crypto);
    if (member.nodeUnits !== undefined) {
        config.setFabricNodeOus(nodeUnits(member.nodeUnits));
    }
    const value = new msp.MSPConfig();
    value.setConfig(config.serializeBinary());
    return value;
}

function nodeUnits(units: ReadonlyMap<string, NodeRole>): msp.FabricNodeOUs {
    const identifier = (role: NodeRole): msp.FabricOUIdentifier => {
        const unit = new msp.FabricOUIdentifier();
        unit.setOrganizationalUnitIdentifier([...units].find(([, named]) => named === role)?.[0] ?? role);
        return unit;
    };
    const nodes = new msp.FabricNodeOUs();
    nodes.setEnable(true);
    nodes.setClientOuIdentifier(identifier('client'));
    nodes.setPeerOuIdentifier(identifier('peer'));
    nodes.setAdminOuIdentifier(identifier('admin'));
    nodes.setOrdererOuIdentifier(identifier('orderer'));
    return nodes;
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
    const meta = new common.ImplicitMetaPolicy();
    meta.setSubPolicy(subPolicy);
    meta.setRule(common.ImplicitMetaPolicy.Rule[rule]);
    return policyOf(common.Policy.PolicyType.IMPLICIT_META, meta);
}

const implicitPolicies: Readonly<Record<string, common.Policy>> = {
    Readers: implicit('Readers', 'ANY'),
    Writers: implicit('Writers', 'ANY'),
    Admins: implicit('Admins', 'MAJORITY'),
};

function policyOf(type: number, value: Serializable): common.Policy {
    const policy = new common.Policy();
    policy.setType(type);
    policy.setValue(value.serializeBinary());
    return policy;
}

interface GroupParts {
    readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
    readonly values?: Readonly<Record<string, Serializable>>;
    readonly policies: Readonly<Record<string, common.Policy>>;
}

function group({ groups = {}, values = {}, policies }: GroupParts): common.ConfigGroup {
    const built = new common.ConfigGroup();
    built.setModPolicy('Admins');
    for (const [name, inner] of Object.entries(groups)) {
        built.getGroupsMap().set(name, inner);
    }
    for (const [name, content] of Object.entries(values)) {
        const value = new common.ConfigValue();
        value.setModPolicy('Admins');
        value.setValue(content.serializeBinary());
        built.getValuesMap().set(name, value);
    }
    for (const [name, policy] of Object.entries(policies)) {
        const configured = new common.ConfigPolicy();
        configured.setModPolicy('Admins');
        configured.setPolicy(policy);
        built.getPoliciesMap().set(name, configured);
    }
    return built;
}

function pem(certificate: { toString(): string }): Uint8Array {
    return Buffer.from(certificate.toString());
}
