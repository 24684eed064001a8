import { peer } from '@hyperledger/fabric-protos';
import { denied } from './access.js';
import { chaincodeId } from './chaincode-host.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { encodeCollections, encodeEndorsementPolicy } from './lifecycle-records.js';
import { ErrorReply, isAllowedOn, localProblem, type SystemCall } from './system-chaincodes.js';

const { lifecycle } = peer;

interface Query {
    /** Administrators of the peer's organisation, or whoever may write to the channel. */
    readonly allowed: 'Admins' | 'Writers';
    readonly run: (argument: Buffer, call: SystemCall) => { serializeBinary(): Uint8Array };
}

const QUERIES: Readonly<Record<string, Query | undefined>> = {
    QueryChaincodeDefinition: { allowed: 'Writers', run: definition },
    QueryChaincodeDefinitions: { allowed: 'Writers', run: definitions },
    CheckCommitReadiness: { allowed: 'Writers', run: commitReadiness },
    QueryInstalledChaincodes: { allowed: 'Admins', run: installed },
    QueryApprovedChaincodeDefinition: { allowed: 'Admins', run: approvedDefinition },
};

/** The queries of Fabric's `_lifecycle`. Every member of a channel counts as having approved what is defined on it. */
export function lifecycleQueries(call: SystemCall): Promise<Uint8Array> {
    const [name, argument] = call.args;
    if (name === undefined) {
        throw new ErrorReply('lifecycle scc must be invoked with arguments');
    }
    if (argument === undefined || call.args.length !== 2) {
        const count = call.args.length;
        throw new ErrorReply(`lifecycle scc operations require exactly two arguments but received ${count}`);
    }
    const query = QUERIES[name.toString()];
    const problem =
        query === undefined ? `Unmapped policy for _lifecycle/${name.toString()}` : accessProblem(query.allowed, call);
    if (query === undefined || problem !== undefined) {
        throw new ErrorReply(`Failed to authorize invocation due to failed ACL check: ${problem ?? ''}`);
    }
    try {
        return Promise.resolve(query.run(argument, call).serializeBinary());
    } catch (error) {
        if (error instanceof ErrorReply) {
            throw error;
        }
        const reason = error instanceof Error ? error.message : String(error);
        throw new ErrorReply(`failed to invoke backing implementation of '${name.toString()}': ${reason}`);
    }
}

function accessProblem(allowed: Query['allowed'], call: SystemCall): string | undefined {
    if (allowed === 'Admins') {
        return localProblem('Admins', call);
    }
    return isAllowedOn(call.channel, 'Writers', call) ? undefined : denied('Writers', call.channel.name);
}

function definition(argument: Buffer, call: SystemCall): peer.lifecycle.QueryChaincodeDefinitionResult {
    const name = lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(argument).getName();
    const chaincode = call.channel.chaincode(name);
    if (chaincode === undefined) {
        throw new ErrorReply(`namespace ${name} is not defined`, 404);
    }
    const result = described(new lifecycle.QueryChaincodeDefinitionResult(), chaincode);
    call.channel.mspIds.forEach((mspId) => result.getApprovalsMap().set(mspId, true));
    return result;
}

function definitions(_: Buffer, call: SystemCall): peer.lifecycle.QueryChaincodeDefinitionsResult {
    const result = new lifecycle.QueryChaincodeDefinitionsResult();
    result.setChaincodeDefinitionsList(
        call.channel.chaincodes.map((chaincode) => {
            const one = new lifecycle.QueryChaincodeDefinitionsResult.ChaincodeDefinition();
            one.setName(chaincode.name);
            return described(one, chaincode);
        }),
    );
    return result;
}

function installed(_: Buffer, { joined }: SystemCall): peer.lifecycle.QueryInstalledChaincodesResult {
    const packages = new Map<string, peer.lifecycle.QueryInstalledChaincodesResult.InstalledChaincode>();
    for (const channel of joined) {
        for (const { name, version, definition: known } of channel.chaincodes) {
            const id = chaincodeId(known);
            const one = packages.get(id) ?? new lifecycle.QueryInstalledChaincodesResult.InstalledChaincode();
            one.setPackageId(id);
            one.setLabel(labelOf(id));
            const chaincode = new lifecycle.QueryInstalledChaincodesResult.Chaincode();
            chaincode.setName(name);
            chaincode.setVersion(version);
            const references =
                one.getReferencesMap().get(channel.name) ?? new lifecycle.QueryInstalledChaincodesResult.References();
            references.addChaincodes(chaincode);
            one.getReferencesMap().set(channel.name, references);
            packages.set(id, one);
        }
    }
    const result = new lifecycle.QueryInstalledChaincodesResult();
    result.setInstalledChaincodesList([...packages.values()]);
    return result;
}

function approvedDefinition(argument: Buffer, call: SystemCall): peer.lifecycle.QueryApprovedChaincodeDefinitionResult {
    const asked = lifecycle.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(argument);
    const [name, sequence] = [asked.getName(), asked.getSequence()];
    const chaincode = call.channel.chaincode(name);
    if (chaincode === undefined || (sequence !== 0 && sequence !== chaincode.sequence)) {
        const wanted = `(name: '${name}', sequence: '${sequence}') on channel '${call.channel.name}'`;
        throw new Error(`could not fetch approved chaincode definition ${wanted}`);
    }
    const result = described(new lifecycle.QueryApprovedChaincodeDefinitionResult(), chaincode);
    const local = new lifecycle.ChaincodeSource.Local();
    local.setPackageId(chaincodeId(chaincode.definition));
    const source = new lifecycle.ChaincodeSource();
    source.setLocalPackage(local);
    result.setSource(source);
    return result;
}

function commitReadiness(argument: Buffer, { channel }: SystemCall): peer.lifecycle.CheckCommitReadinessResult {
    const asked = lifecycle.CheckCommitReadinessArgs.deserializeBinary(argument);
    const next = (channel.chaincode(asked.getName())?.sequence ?? 0) + 1;
    if (asked.getSequence() !== next) {
        const must = `new definition must be sequence ${next}`;
        throw new Error(`requested sequence is ${asked.getSequence()}, but ${must}`);
    }
    const result = new lifecycle.CheckCommitReadinessResult();
    channel.mspIds.forEach((mspId) => result.getApprovalsMap().set(mspId, false));
    return result;
}

interface Description {
    setSequence(value: number): void;
    setVersion(value: string): void;
    setEndorsementPlugin(value: string): void;
    setValidationPlugin(value: string): void;
    setValidationParameter(value: Uint8Array): void;
    setCollections(value: peer.CollectionConfigPackage): void;
}

function described<T extends Description>(description: T, { definition: known, sequence }: DeployedChaincode): T {
    description.setSequence(sequence);
    description.setVersion(known.version);
    description.setEndorsementPlugin('escc');
    description.setValidationPlugin('vscc');
    description.setValidationParameter(encodeEndorsementPolicy(known.policy).serializeBinary());
    description.setCollections(encodeCollections(known.collections));
    return description;
}

function labelOf(packageId: string): string {
    return packageId.slice(0, packageId.lastIndexOf(':'));
}
