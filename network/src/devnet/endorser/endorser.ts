import { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../../identity/membership.js';
import { asBuffer, NO_BYTES } from '../../wire/bytes.js';
import { encoded, message } from '../../wire/message.js';
import { chaincodeId, type ChaincodeHost } from './chaincode-host.js';
import type { TransactionContext } from './chaincode-requests.js';
import type { Channel } from '../channel.js';
import { channelQueries } from './channel-queries.js';
import type { DeployedChaincode } from '../../ledger/deployed-chaincode.js';
import { messageOf } from '../gateway-error.js';
import { ledgerQueries } from './ledger-queries.js';
import { lifecycleQueries } from './lifecycle-queries.js';
import { secondsSince, type Metrics } from '../metrics.js';
import type { Peer } from '../peer.js';
import type { Proposal } from '../../ledger/proposal.js';
import { Simulator, type TouchedKeys } from './simulator.js';
import { isSystemChaincode, type SystemChaincodeName } from '../system-chaincode-names.js';
import { answerSystemCall, type SystemChaincode } from './system-chaincodes.js';
import { keepTransient } from '../../ledger/transient-store.js';

/** What became of a proposal on one peer. */
export type EndorserReply =
    | {
          readonly kind: 'endorsed';
          readonly response: peer.Response;
          /** The signed ProposalResponsePayload: equal, byte by byte, on every peer that agrees. */
          readonly payload: Buffer;
          readonly endorsement: peer.Endorsement;
          readonly touched: TouchedKeys;
      }
    /** The chaincode answered with an error. */
    | { readonly kind: 'chaincode-error'; readonly status: number; readonly message: string }
    /** The proposal is not one that may be run. */
    | { readonly kind: 'refused'; readonly message: string }
    /** No reply came from the peer; another peer might answer. */
    | { readonly kind: 'unavailable'; readonly message: string }
    /** The peer could not run the proposal; another peer might. */
    | { readonly kind: 'peer-error'; readonly message: string };

const SUCCESS_FROM = 200;
const SUCCESS_BELOW = 400;
const ERROR_FROM = 500;

const SYSTEM_CALLS: Readonly<Record<SystemChaincodeName, SystemChaincode>> = {
    qscc: ledgerQueries,
    cscc: channelQueries,
    _lifecycle: lifecycleQueries,
};

/** The version that endorsements give system chaincodes. */
const SYSTEM_VERSION = 'syscc';

/** A system chaincode leaves no trace that an endorsement is planned by. */
const NOTHING_TOUCHED: TouchedKeys = { namespaces: [], written: [], privateReads: [] };

export interface EndorserOptions {
    readonly peer: Peer;
    readonly host: ChaincodeHost;
    readonly channels: ReadonlyMap<string, Channel>;
    readonly executeTimeoutMs: number;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

/** A proposal as it runs, on the channel and in the simulation of the chaincode that runs now. */
interface Call {
    readonly proposal: Proposal;
    readonly channel: Channel;
    readonly creator: Identity;
    readonly simulator: Simulator;
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
        const started = performance.now();
        metrics.proposalsReceived.inc();
        const system = isSystemChaincode(proposal.chaincode) ? SYSTEM_CALLS[proposal.chaincode] : undefined;
        const reply = await (system === undefined
            ? this.#processUser(proposal, channel, creator)
            : this.#processSystem(system, proposal, channel, creator));
        const success = String(reply.kind === 'endorsed');
        metrics.proposalDuration.observe({ ...place, success }, secondsSince(started));
        if (reply.kind === 'endorsed') {
            metrics.proposalsSuccessful.inc();
            return reply;
        }
        if (reply.kind === 'chaincode-error') metrics.endorsementsFailed.inc({ ...place, chaincodeerror: 'true' });
        else metrics.simulationsFailed.inc(place);
        const transaction = `${place.channel}/${place.chaincode} transaction ${proposal.header.txId.slice(0, 8)}`;
        log(`[${own.name}] ${transaction} is not endorsed: ${reply.message}`);
        return reply;
    }

    async #processUser(proposal: Proposal, channel: Channel, creator: Identity): Promise<EndorserReply> {
        const chaincode = channel.chaincode(proposal.chaincode);
        if (chaincode === undefined) {
            const reason =
                `make sure the chaincode ${proposal.chaincode} has been successfully defined on channel ` +
                `${channel.name} and try again: chaincode ${proposal.chaincode} not found`;
            return { kind: 'peer-error', message: reason };
        }
        const simulator = this.#simulator(channel, proposal);
        const call = { proposal, channel, creator, simulator };
        try {
            const outcome = await this.#run(call, chaincode, proposal.input).catch((error: unknown) => {
                throw new Error(`failed to execute transaction ${proposal.header.txId}: ${messageOf(error)}`);
            });
            const { response, event } = readOutcome(outcome, proposal);
            const status = response.getStatus();
            if (status < SUCCESS_FROM || status >= SUCCESS_BELOW) {
                return { kind: 'chaincode-error', status, message: response.getMessage() };
            }
            const touched = simulator.finish();
            await keepTransient(channel.store, proposal.header.txId, touched.privateWrites);
            return this.#sign(proposal, actionOf(chaincode, response, touched.publicSet, event), touched);
        } catch (error) {
            return { kind: 'peer-error', message: `error in simulation: ${messageOf(error)}` };
        } finally {
            await simulator.close();
        }
    }

    async #processSystem(
        chaincode: SystemChaincode,
        proposal: Proposal,
        channel: Channel,
        creator: Identity,
    ): Promise<EndorserReply> {
        const { peer: own, channels } = this.#options;
        const joined = [...channels.values()].filter((one) => one.hasMember(own.mspId));
        const args = peer.ChaincodeInput.deserializeBinary(proposal.input).getArgsList_asU8().map(asBuffer);
        const response = await answerSystemCall(chaincode, { args, peer: own, channel, joined, proposal, creator });
        const status = response.getStatus();
        if (status >= SUCCESS_BELOW) return { kind: 'chaincode-error', status, message: response.getMessage() };
        const id = { name: proposal.chaincode, version: SYSTEM_VERSION };
        return this.#sign(proposal, actionOf(id, response, NO_BYTES), NOTHING_TOUCHED);
    }

    #sign(proposal: Proposal, action: peer.ChaincodeAction, touched: TouchedKeys): EndorserReply {
        const payload = encoded(peer.ProposalResponsePayload, {
            proposalHash: proposal.hash,
            extension$: action.serializeBinary(),
        });
        const { identity } = this.#options.peer;
        const endorsement = message(peer.Endorsement, {
            endorser: identity.serialized,
            signature: identity.sign(Buffer.concat([payload, identity.serialized])),
        });
        return {
            kind: 'endorsed',
            response: action.getResponse() ?? new peer.Response(),
            payload,
            endorsement,
            touched,
        };
    }

    async #run(call: Call, chaincode: DeployedChaincode, input: Uint8Array): Promise<peer.ChaincodeMessage> {
        const { host, peer: own, metrics, executeTimeoutMs } = this.#options;
        const kind = invocationKind(call.simulator, chaincode, input);
        const stream = await host.streamFor(own, chaincode).catch((error: unknown) => {
            throw new Error(`could not launch chaincode ${chaincode.name}: ${messageOf(error)}`);
        });
        const context: TransactionContext = {
            channel: call.channel.name,
            txId: call.proposal.header.txId,
            chaincode,
            simulator: call.simulator,
            creator: call.creator,
            signedProposal: call.proposal.signed,
            packageId: chaincodeId(chaincode.definition),
            metrics,
            queries: new Map(),
            invoke: (name, called) => this.#invoke(call, name, called),
        };
        return stream.execute(kind, context, input, executeTimeoutMs).catch((error: unknown) => {
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
        if (channel === call.channel) return this.#run(call, chaincode, input.serializeBinary());
        const check = channel.checkProposal(call.proposal);
        if (!check.accepted) throw new Error(check.reason);
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

/** Where Fabric notes, in a chaincode's namespace, which version of it has been initialised. */
const INITIALISED = `\0${String.fromCodePoint(0x10ffff)}initialized`;

/** Whether a call initialises the chaincode. A version that asks for it takes that call first, and once. */
function invocationKind(
    simulator: Simulator,
    { name, version, definition }: DeployedChaincode,
    input: Uint8Array,
): 'INIT' | 'TRANSACTION' {
    const isInit = peer.ChaincodeInput.deserializeBinary(input).getIsInit();
    const refuse = (why: string): Error => new Error(`invalid invocation: chaincode '${name}' ${why}`);
    if (definition.initRequired !== true) {
        if (isInit) throw refuse('does not require initialization but called as init');
        return 'TRANSACTION';
    }
    const isInitialised = simulator.get(name, '', INITIALISED)?.toString() === version;
    if (!isInit && !isInitialised) {
        throw refuse('has not been initialized for this version, must call as init first');
    }
    if (isInit && isInitialised) throw refuse('is already initialized but called as init');
    if (isInit) simulator.put(name, '', INITIALISED, Buffer.from(version));
    return isInit ? 'INIT' : 'TRANSACTION';
}

function readOutcome(
    outcome: peer.ChaincodeMessage,
    { chaincode, header }: Proposal,
): { readonly response: peer.Response; readonly event: peer.ChaincodeEvent | undefined } {
    if (outcome.getType() !== peer.ChaincodeMessage.Type.COMPLETED) {
        throw new Error(`transaction returned with failure: ${asBuffer(outcome.getPayload_asU8()).toString()}`);
    }
    const response = peer.Response.deserializeBinary(outcome.getPayload_asU8());
    const event = outcome.getChaincodeEvent();
    event?.setChaincodeId(chaincode);
    event?.setTxId(header.txId);
    return { response, event: response.getStatus() >= ERROR_FROM ? undefined : event };
}

function actionOf(
    { name, version }: Pick<DeployedChaincode, 'name' | 'version'>,
    response: peer.Response,
    results: Uint8Array,
    event?: peer.ChaincodeEvent,
): peer.ChaincodeAction {
    return message(peer.ChaincodeAction, {
        results,
        response,
        chaincodeId: message(peer.ChaincodeID, { name, version }),
        events: event?.serializeBinary() ?? '',
    });
}
