import { peer } from '@hyperledger/fabric-protos';
import { encodeCollections, encodeEndorsementPolicy } from '../../policy/collection-config.js';
import { message, type Fields } from '../../wire/message.js';
import { denied } from '../access.js';
import { chaincodeId } from './chaincode-host.js';
import type { DeployedChaincode } from '../../ledger/deployed-chaincode.js';
import { messageOf } from '../gateway-error.js';
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
    if (name === undefined) throw new ErrorReply('lifecycle scc must be invoked with arguments');
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
        if (error instanceof ErrorReply) throw error;
        throw new ErrorReply(`failed to invoke backing implementation of '${name.toString()}': ${messageOf(error)}`);
    }
}

function accessProblem(allowed: Query['allowed'], call: SystemCall): string | undefined {
    if (allowed === 'Admins') {
        return localProblem('Admins', call);
    }
    return isAllowedOn(call.channel, 'Writers', call) ? undefined : denied('Writers', call.channel.name);
}

function definition(argument: Buffer, { channel }: SystemCall): peer.lifecycle.QueryChaincodeDefinitionResult {
    const name = lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(argument).getName();
    const chaincode = channel.chaincode(name);
    if (chaincode === undefined) throw new ErrorReply(`namespace ${name} is not defined`, 404);
    const result = message(lifecycle.QueryChaincodeDefinitionResult, described(chaincode));
    channel.mspIds.forEach((mspId) => result.getApprovalsMap().set(mspId, true));
    return result;
}

function definitions(_: Buffer, { channel }: SystemCall): peer.lifecycle.QueryChaincodeDefinitionsResult {
    const { ChaincodeDefinition } = lifecycle.QueryChaincodeDefinitionsResult;
    return message(lifecycle.QueryChaincodeDefinitionsResult, {
        chaincodeDefinitionsList: channel.chaincodes.map((chaincode) =>
            message(ChaincodeDefinition, { name: chaincode.name, ...described(chaincode) }),
        ),
    });
}

function installed(_: Buffer, { joined }: SystemCall): peer.lifecycle.QueryInstalledChaincodesResult {
    const { Chaincode, InstalledChaincode, References } = lifecycle.QueryInstalledChaincodesResult;
    const packages = new Map<string, peer.lifecycle.QueryInstalledChaincodesResult.InstalledChaincode>();
    for (const channel of joined) {
        for (const { name, version, definition: known } of channel.chaincodes) {
            const packageId = chaincodeId(known);
            const label = packageId.slice(0, packageId.lastIndexOf(':'));
            const one = packages.get(packageId) ?? message(InstalledChaincode, { packageId, label });
            const references = one.getReferencesMap().get(channel.name) ?? new References();
            references.addChaincodes(message(Chaincode, { name, version }));
            one.getReferencesMap().set(channel.name, references);
            packages.set(packageId, one);
        }
    }
    return message(lifecycle.QueryInstalledChaincodesResult, { installedChaincodesList: [...packages.values()] });
}

function approvedDefinition(
    argument: Buffer,
    { channel }: SystemCall,
): peer.lifecycle.QueryApprovedChaincodeDefinitionResult {
    const asked = lifecycle.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(argument);
    const [name, sequence] = [asked.getName(), asked.getSequence()];
    const chaincode = channel.chaincode(name);
    if (chaincode === undefined || (sequence !== 0 && sequence !== chaincode.sequence)) {
        const wanted = `(name: '${name}', sequence: '${sequence}') on channel '${channel.name}'`;
        throw new Error(`could not fetch approved chaincode definition ${wanted}`);
    }
    const { Local } = lifecycle.ChaincodeSource;
    const localPackage = message(Local, { packageId: chaincodeId(chaincode.definition) });
    return message(lifecycle.QueryApprovedChaincodeDefinitionResult, {
        ...described(chaincode),
        source: message(lifecycle.ChaincodeSource, { localPackage }),
    });
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

function described({ definition: known, sequence }: DeployedChaincode): Described {
    return {
        sequence,
        version: known.version,
        endorsementPlugin: 'escc',
        validationPlugin: 'vscc',
        validationParameter: encodeEndorsementPolicy(known.policy).serializeBinary(),
        collections: encodeCollections(known.collections),
        initRequired: known.initRequired ?? false,
    };
}

type Described = Pick<
    Fields<peer.lifecycle.QueryChaincodeDefinitionResult>,
    | 'sequence'
    | 'version'
    | 'endorsementPlugin'
    | 'validationPlugin'
    | 'validationParameter'
    | 'collections'
    | 'initRequired'
>;
