import { peer } from '@hyperledger/fabric-protos';
import type { Administrator } from '../admin/administrator.js';
import { eventually } from '../admin/eventually.js';
import { messagesOf } from '../admin/gateway-messages.js';
import type { ChaincodePackage } from './chaincode-package.js';
import { type ChaincodeTerms, isSameTerms } from './chaincode-terms.js';
import { installedPackages, installPackage } from './peer-calls.js';

export interface Deployment {
    readonly channel: string;
    readonly terms: ChaincodeTerms;
    readonly package: ChaincodePackage;
    /** The administrators of each organisation of the channel, one for each of its peers. */
    readonly organisations: readonly (readonly Administrator[])[];
}

interface Committed {
    readonly sequence: number;
    readonly isSame: boolean;
}

const NOT_APPROVED = 'could not fetch approved chaincode definition';

/**
 * Brings a chaincode's definition on a channel to what the consortium says, by Fabric's lifecycle: every peer installs
 * the package, every organisation approves, one commits. What is done already is left; another package is approved for
 * the committed definition, another version, policy or collection makes the next one.
 */
export async function deployChaincode(deployment: Deployment): Promise<void> {
    const { channel, terms, organisations } = deployment;
    const heads = organisations.flatMap((administrators) => administrators.slice(0, 1));
    const [first] = heads;
    if (first === undefined) return;
    await Promise.all(organisations.flat().map((administrator) => install(administrator, deployment.package)));
    const committed = await eventually(() => committedDefinition(first, channel, terms));
    const sequence = committed === undefined ? 1 : committed.isSame ? committed.sequence : committed.sequence + 1;
    await Promise.all(heads.map((head) => eventually(() => approve(head, deployment, sequence))));
    if (committed?.isSame === true) return;
    await eventually(() => commit(first, deployment, sequence, heads));
}

async function install(administrator: Administrator, { id, bytes }: ChaincodePackage): Promise<void> {
    if ((await installedPackages(administrator)).includes(id)) return;
    const given = await installPackage(administrator, bytes);
    if (given !== id) throw new Error(`The peer names the package ${given}, not ${id}`);
}

async function committedDefinition(
    administrator: Administrator,
    channel: string,
    terms: ChaincodeTerms,
): Promise<Committed | undefined> {
    const query = new peer.lifecycle.QueryChaincodeDefinitionsArgs();
    const reply = await administrator
        .contract(channel, '_lifecycle')
        .evaluate('QueryChaincodeDefinitions', { arguments: [query.serializeBinary()] });
    const found = peer.lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(reply)
        .getChaincodeDefinitionsList()
        .find((definition) => definition.getName() === terms.name);
    return found === undefined ? undefined : { sequence: found.getSequence(), isSame: isSameTerms(terms, found) };
}

async function approve(
    administrator: Administrator,
    { channel, terms, package: { id } }: Deployment,
    sequence: number,
): Promise<void> {
    if (await hasApproved(administrator, channel, terms, sequence, id)) return;
    const local = new peer.lifecycle.ChaincodeSource.Local();
    local.setPackageId(id);
    const source = new peer.lifecycle.ChaincodeSource();
    source.setLocalPackage(local);
    const request = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    setTerms(request, terms, sequence);
    request.setSource(source);
    await administrator.contract(channel, '_lifecycle').submit('ApproveChaincodeDefinitionForMyOrg', {
        arguments: [request.serializeBinary()],
        // An approval is kept in the organisation's own collection, which its own peers endorse.
        endorsingOrganizations: [administrator.mspId],
    });
}

async function hasApproved(
    administrator: Administrator,
    channel: string,
    terms: ChaincodeTerms,
    sequence: number,
    packageId: string,
): Promise<boolean> {
    const query = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
    query.setName(terms.name);
    query.setSequence(sequence);
    try {
        const reply = await administrator.contract(channel, '_lifecycle').evaluate('QueryApprovedChaincodeDefinition', {
            arguments: [query.serializeBinary()],
            endorsingOrganizations: [administrator.mspId],
        });
        const approved = peer.lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(reply);
        const source = approved.getSource()?.getLocalPackage()?.getPackageId();
        return source === packageId && isSameTerms(terms, approved);
    } catch (error) {
        if (messagesOf(error).some((message) => message.includes(NOT_APPROVED))) return false;
        throw error;
    }
}

async function commit(
    administrator: Administrator,
    { channel, terms }: Deployment,
    sequence: number,
    members: readonly Administrator[],
): Promise<void> {
    const request = new peer.lifecycle.CommitChaincodeDefinitionArgs();
    setTerms(request, terms, sequence);
    await administrator.contract(channel, '_lifecycle').submit('CommitChaincodeDefinition', {
        arguments: [request.serializeBinary()],
        endorsingOrganizations: members.map(({ mspId }) => mspId),
    });
}

function setTerms(
    request: peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs | peer.lifecycle.CommitChaincodeDefinitionArgs,
    { name, version, policy, collections, initRequired }: ChaincodeTerms,
    sequence: number,
): void {
    request.setName(name);
    request.setVersion(version);
    request.setSequence(sequence);
    request.setEndorsementPlugin('escc');
    request.setValidationPlugin('vscc');
    request.setValidationParameter(policy);
    request.setCollections(collections);
    request.setInitRequired(initRequired);
}
