import { peer } from '@hyperledger/fabric-protos';
import { asBuffer, NO_BYTES } from './bytes.js';
import { chaincodeId, type ChaincodeHost } from './chaincode-host.js';
import type { TransactionContext } from './chaincode-requests.js';
import type { Channel } from './channel.js';
import type { DialledChaincodes } from './dialled-chaincodes.js';
import { channelQueries } from './channel-queries.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { ledgerQueries } from './ledger-queries.js';
import { lifecycleQueries } from './lifecycle-queries.js';
import type { EndorserReply } from './endorser-reply.js';
import type { Identity } from './membership.js';
import { measuredProposal } from './measured-proposal.js';
import type { Metrics } from './metrics.js';
import type { Peer } from './peer.js';
import type { Proposal } from './proposal.js';
import { Simulator, type TouchedKeys } from './simulator.js';
import { answerSystemCall, argumentsOf, SYSTEM_VERSION, type SystemChaincode } from './system-chaincodes.js';
import { transientWrites } from './transient-store.js';

const SUCCESS_FROM = 200;
const SUCCESS_BELOW = 400;
const ERROR_FROM = 500;

const SYSTEM_CHAINCODES: Readonly<Record<string, SystemChaincode | undefined>> = {
    qscc: ledgerQueries,
    cscc: channelQueries,
    _lifecycle: lifecycleQueries,
};

/** A system chaincode leaves no trace that an endorsement is planned by. */
const NOTHING_TOUCHED: TouchedKeys = { namespaces: [], written: [], privateReads: [] };

export interface EndorserOptions {
    readonly peer: Peer;
    readonly host: ChaincodeHost;
    readonly dialled: DialledChaincodes;
    readonly channels: ReadonlyMap<string, Channel>;
    readonly executeTimeoutMs: number;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

/** Runs proposals on one peer and signs what comes of them. */
export class Endorser {
    readonly #options: EndorserOptions;

    constructor(options: EndorserOptions) {
        this.#options = options;
    }

    /** The proposal has been checked, and was made by this creator. */
    async process(proposal: Proposal, channel: Channel, creator: Identity): Promise<EndorserReply> {
        const { peer: own, metrics, log } = this.#options;
        const place = { channel: channel.name, chaincode: proposal.chaincode };
        const reply = await measuredProposal(place, metrics, () => this.#simulate(proposal, channel, creator));
        if (reply.kind !== 'endorsed') {
            const transaction = `${place.channel}/${place.chaincode} transaction ${proposal.header.txId.slice(0, 8)}`;
            log(`[${own.name}] ${transaction} is not endorsed: ${reply.message}`);
        }
        return reply;
    }

    async #simulate(proposal: Proposal, channel: Channel, creator: Identity): Promise<EndorserReply> {
        const system = SYSTEM_CHAINCODES[proposal.chaincode];
        if (system !== undefined) {
            return this.#processSystem(system, proposal, channel, creator);
        }
        const chaincode = channel.chaincode(proposal.chaincode);
        if (chaincode === undefined) {
            return {
                kind: 'peer-error',
                message:
                    `make sure the chaincode ${proposal.chaincode} has been successfully defined on channel ` +
                    `${channel.name} and try again: chaincode ${proposal.chaincode} not found`,
            };
        }
        const simulator = this.#simulator(channel, proposal);
        try {
            const call = { proposal, channel, creator, simulator };
            const outcome = await this.#run(call, chaincode, proposal.input).catch((error: unknown) => {
                throw new Error(`failed to execute transaction ${proposal.header.txId}: ${messageOf(error)}`);
            });
            return await this.#endorse(call, chaincode, readOutcome(outcome, call));
        } catch (error) {
            return { kind: 'peer-error', message: `error in simulation: ${messageOf(error)}` };
        } finally {
            await simulator.close();
        }
    }

    async #endorse(call: Call, chaincode: DeployedChaincode, outcome: Outcome): Promise<EndorserReply> {
        const { response, event } = outcome;
        const status = response.getStatus();
        if (status < SUCCESS_FROM || status >= SUCCESS_BELOW) {
            return { kind: 'chaincode-error', status, message: response.getMessage() };
        }
        const touched = call.simulator.finish();
        await call.channel.store.write(
            transientWrites(call.proposal.header.txId, call.channel.store.height, touched.privateWrites),
        );
        const action = actionOf(chaincode, response, event, touched.publicSet);
        return this.#sign(call.proposal, action, touched);
    }

    async #processSystem(
        chaincode: SystemChaincode,
        proposal: Proposal,
        channel: Channel,
        creator: Identity,
    ): Promise<EndorserReply> {
        const { peer: own, channels } = this.#options;
        const joined = [...channels.values()].filter((one) => one.hasMember(own.mspId));
        const call = { args: argumentsOf(proposal), peer: own, channel, joined, proposal, creator };
        const response = await answerSystemCall(chaincode, call);
        const status = response.getStatus();
        if (status >= SUCCESS_BELOW) {
            return { kind: 'chaincode-error', status, message: response.getMessage() };
        }
        const id = { name: proposal.chaincode, version: SYSTEM_VERSION };
        return this.#sign(proposal, actionOf(id, response, undefined, NO_BYTES), NOTHING_TOUCHED);
    }

    #sign(proposal: Proposal, action: peer.ChaincodeAction, touched: TouchedKeys): EndorserReply {
        const payload = responsePayload(proposal, action);
        const { identity } = this.#options.peer;
        const endorsement = new peer.Endorsement();
        endorsement.setEndorser(identity.serialized);
        endorsement.setSignature(identity.sign(Buffer.concat([payload, identity.serialized])));
        const response = action.getResponse() ?? new peer.Response();
        return { kind: 'endorsed', response, payload, endorsement, touched };
    }

    async #run(call: Call, chaincode: DeployedChaincode, input: Uint8Array): Promise<peer.ChaincodeMessage> {
        const { host, dialled, peer: own } = this.#options;
        const startedByHand = dialled.streamFor(own.name, chaincodeId(chaincode.definition));
        const stream =
            startedByHand ??
            (await host.streamFor(own, chaincode).catch((error: unknown) => {
                throw new Error(`could not launch chaincode ${chaincode.name}: ${messageOf(error)}`);
            }));
        const context: TransactionContext = {
            channel: call.channel.name,
            txId: call.proposal.header.txId,
            chaincode,
            simulator: call.simulator,
            creator: call.creator,
            signedProposal: call.proposal.signed,
            packageId: chaincodeId(chaincode.definition),
            metrics: this.#options.metrics,
            queries: new Map(),
            invoke: (name, called) => this.#invoke(call, name, called),
        };
        return stream.execute(context, input, this.#options.executeTimeoutMs).catch((error: unknown) => {
            throw new Error(`error sending: ${messageOf(error)}`);
        });
    }

    /** A chaincode calls another: on the same channel in the same simulation, on another one only to read. */
    async #invoke(call: Call, target: string, input: peer.ChaincodeInput): Promise<peer.ChaincodeMessage> {
        const [qualified = '', channelName = call.channel.name] = target.split('/', 2);
        const [name = ''] = qualified.split(':', 1);
        const channel = this.#options.channels.get(channelName);
        if (channel?.hasMember(this.#options.peer.mspId) !== true) {
            throw new Error(`Failed to get policy manager for channel [${channelName}]`);
        }
        const chaincode = channel.chaincode(name);
        if (chaincode === undefined) {
            throw new Error(
                `execute failed: invalid invocation: [channel ${channelName}] failed to get chaincode container info ` +
                    `for ${name}: chaincode ${name} not found`,
            );
        }
        if (channel === call.channel) {
            return this.#run(call, chaincode, input.serializeBinary());
        }
        const check = channel.checkProposal(call.proposal);
        if (!check.accepted) {
            throw new Error(check.reason);
        }
        const simulator = this.#simulator(channel, call.proposal);
        try {
            return await this.#run({ ...call, channel, simulator }, chaincode, input.serializeBinary());
        } finally {
            await simulator.close();
        }
    }

    #simulator(channel: Channel, { header }: Proposal): Simulator {
        return new Simulator({
            txId: header.txId,
            reader: channel.store.read(),
            chaincode: (name) => channel.chaincode(name),
            mspId: this.#options.peer.mspId,
        });
    }
}

interface Call {
    readonly proposal: Proposal;
    readonly channel: Channel;
    readonly creator: Identity;
    readonly simulator: Simulator;
}

interface Outcome {
    readonly response: peer.Response;
    readonly event: peer.ChaincodeEvent | undefined;
}

function readOutcome(message: peer.ChaincodeMessage, { proposal }: Call): Outcome {
    if (message.getType() !== peer.ChaincodeMessage.Type.COMPLETED) {
        throw new Error(`transaction returned with failure: ${asBuffer(message.getPayload_asU8()).toString()}`);
    }
    const response = peer.Response.deserializeBinary(message.getPayload_asU8());
    const event = message.getChaincodeEvent();
    event?.setChaincodeId(proposal.chaincode);
    event?.setTxId(proposal.header.txId);
    return { response, event: response.getStatus() >= ERROR_FROM ? undefined : event };
}

function actionOf(
    chaincode: Pick<DeployedChaincode, 'name' | 'version'>,
    response: peer.Response,
    event: peer.ChaincodeEvent | undefined,
    results: Uint8Array,
): peer.ChaincodeAction {
    const id = new peer.ChaincodeID();
    id.setName(chaincode.name);
    id.setVersion(chaincode.version);
    const action = new peer.ChaincodeAction();
    action.setResults(results);
    action.setResponse(response);
    action.setChaincodeId(id);
    if (event !== undefined) {
        action.setEvents(event.serializeBinary());
    }
    return action;
}

function responsePayload(proposal: Proposal, action: peer.ChaincodeAction): Buffer {
    const payload = new peer.ProposalResponsePayload();
    payload.setProposalHash(proposal.hash);
    payload.setExtension$(action.serializeBinary());
    return asBuffer(payload.serializeBinary());
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
