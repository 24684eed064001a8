import { status } from '@grpc/grpc-js';
import { gateway, type peer } from '@hyperledger/fabric-protos';
import { hasExpired } from '../../identity/membership.js';
import { asBuffer } from '../../wire/bytes.js';
import { message } from '../../wire/message.js';
import type { Channel } from '../channel.js';
import {
    defaultInterest,
    interestsOf,
    planEndorsement,
    planForOrganisations,
    type EndorsementPlan,
} from './endorsement-plan.js';
import { collectEndorsements, failureOf, problemOf, type Endorsed } from './endorsement-round.js';
import type { Endorser, EndorserReply } from '../endorser/endorser.js';
import { GatewayError, messageOf, type FailureDetail } from '../gateway-error.js';
import type { Peer } from '../peer.js';
import { readProposal, type Proposal, type ProposalCheck } from '../../ledger/proposal.js';
import { prepareTransaction } from '../../ledger/transaction.js';

export interface GatewayOptions {
    /** The peer whose endpoint serves this gateway. */
    readonly peer: Peer;
    /** The channels that the peer has joined. */
    readonly channel: (name: string) => Channel | undefined;
    readonly endorser: (peer: Peer) => Endorser;
}

/** Asks one peer to run the proposal. */
type Ask = (peer: Peer) => Promise<EndorserReply>;

/** Fabric's Gateway service: evaluates, gathers endorsements, submits. Errors are those a Fabric peer answers with. */
export class Gateway {
    readonly #options: GatewayOptions;

    constructor(options: GatewayOptions) {
        this.#options = options;
    }

    /** @throws {GatewayError} */
    async evaluate(request: gateway.EvaluateRequest): Promise<gateway.EvaluateResponse> {
        const proposal = readSigned(request.getProposedTransaction(), 'failed to unpack transaction proposal: ');
        const unnamed = namesMissing(proposal);
        if (unnamed !== undefined) {
            throw new GatewayError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${unnamed}`);
        }
        const { channel: name } = proposal.header;
        const channel = this.#options.channel(name);
        if (channel === undefined) {
            const reason = `failed to get config for channel [${name}]: could not get last config for channel ${name}`;
            throw new GatewayError(status.UNAVAILABLE, reason);
        }
        const candidates = this.#evaluators(channel, proposal, request.getTargetOrganizationsList());
        const ask = this.#asker(proposal, channel);
        const failures: FailureDetail[] = [];
        let code: status = status.ABORTED;
        for (const candidate of candidates) {
            const reply = await ask(candidate);
            if (reply.kind === 'endorsed') return message(gateway.EvaluateResponse, { result: reply.response });
            const problem = problemOf(reply) ?? '';
            failures.push(failureOf(candidate, problem));
            code = STATUS_OF[reply.kind];
            if (reply.kind === 'refused' || reply.kind === 'chaincode-error') {
                throw new GatewayError(code, `evaluate call to endorser returned error: ${problem}`, failures);
            }
        }
        throw new GatewayError(code, 'failed to evaluate transaction, see attached details for more info', failures);
    }

    /** @throws {GatewayError} */
    async endorse(request: gateway.EndorseRequest): Promise<gateway.EndorseResponse> {
        const proposal = readSigned(request.getProposedTransaction(), '');
        const channel = this.#options.channel(proposal.header.channel);
        const named = request.getEndorsingOrganizationsList();
        const ask = this.#asker(proposal, channel);
        const { plan, first } =
            named.length > 0
                ? {
                      plan: planned(status.UNAVAILABLE, () =>
                          planForOrganisations(channel, chaincodeOf(proposal), named),
                      ),
                  }
                : await this.#planFromFirst(channel, proposal, ask);
        const outcome = await collectEndorsements(this.#ownPeerFirst(plan), ask, first);
        if (!outcome.complete) {
            const reason = 'failed to collect enough transaction endorsements, see attached details for more info';
            throw new GatewayError(status.ABORTED, reason, outcome.failures);
        }
        const preparedTransaction = prepareTransaction(proposal, outcome.payload, outcome.endorsements);
        return message(gateway.EndorseResponse, { preparedTransaction });
    }

    /** @throws {GatewayError} */
    submit(request: gateway.SubmitRequest): gateway.SubmitResponse {
        const envelope = request.getPreparedTransaction();
        if (envelope === undefined) {
            throw new GatewayError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
        }
        if (envelope.getSignature_asU8().length === 0) {
            throw new GatewayError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
        }
        const channel = this.#options.channel(request.getChannelId());
        if (channel === undefined) {
            const reason = `failed to get config for channel [${request.getChannelId()}]`;
            throw new GatewayError(status.FAILED_PRECONDITION, reason);
        }
        const refusal = channel.order(asBuffer(envelope.serializeBinary()));
        if (refusal === undefined) return new gateway.SubmitResponse();
        if (refusal.status === 'SERVICE_UNAVAILABLE') {
            const detail = { address: 'orderer', mspId: '', message: refusal.info };
            throw new GatewayError(status.UNAVAILABLE, 'no orderers could successfully process transaction', [detail]);
        }
        const reason = `received unsuccessful response from orderer: status=${refusal.status}, info=${refusal.info}`;
        throw new GatewayError(status.ABORTED, reason);
    }

    /** Every peer checks the proposal to the same verdict, so it is reached once. */
    #asker(proposal: Proposal, channel: Channel | undefined): Ask {
        const check = channel?.checkProposal(proposal);
        const { peer: own, endorser } = this.#options;
        return async (candidate) => {
            if (channel === undefined || check === undefined) {
                return { kind: 'peer-error', message: `channel '${proposal.header.channel}' not found` };
            }
            const problem = candidate === own ? undefined : remoteProblem(candidate, check);
            if (problem !== undefined) return { kind: 'unavailable', message: problem };
            return check.accepted
                ? endorser(candidate).process(proposal, channel, check.creator)
                : { kind: 'refused', message: check.reason };
        };
    }

    /** The peers that may evaluate: the gateway's own organisation first, and alone when transient data is sent. */
    #evaluators(channel: Channel, proposal: Proposal, targets: readonly string[]): Peer[] {
        const own = this.#options.peer;
        const protectsTransient = proposal.hasTransient && targets.length === 0;
        const allowed = protectsTransient ? [own.mspId] : targets;
        const peers = channel.hasChaincode(chaincodeOf(proposal)) ? channel.peers : [];
        const candidates = peers.filter(({ mspId }) => allowed.length === 0 || allowed.includes(mspId));
        if (candidates.length === 0) {
            const reason = `no peers available to evaluate chaincode ${chaincodeOf(proposal)} in channel ${channel.name}`;
            const advice =
                "no endorsers found in the gateway's organization; " +
                'retry specifying target organization(s) to protect transient data: ';
            throw new GatewayError(status.FAILED_PRECONDITION, protectsTransient ? advice + reason : reason);
        }
        const rank = (peer: Peer): number => (peer === own ? 0 : peer.mspId === own.mspId ? 1 : 2);
        return [...candidates].sort((a, b) => rank(a) - rank(b));
    }

    /** Runs the proposal on a peer of the gateway's organisation, and plans by what it touched there. */
    async #planFromFirst(
        channel: Channel | undefined,
        proposal: Proposal,
        ask: Ask,
    ): Promise<{ readonly plan: EndorsementPlan; readonly first?: Endorsed }> {
        if (channel?.hasChaincode(chaincodeOf(proposal)) !== true) return { plan: planUnseen(channel, proposal) };
        const failures: FailureDetail[] = [];
        for (const candidate of this.#evaluators(channel, proposal, [this.#options.peer.mspId])) {
            const reply = await ask(candidate);
            if (reply.kind === 'endorsed') {
                return { plan: planFor(channel, proposal, reply), first: { peer: candidate, reply } };
            }
            failures.push(failureOf(candidate, problemOf(reply) ?? ''));
        }
        const reason = 'failed to endorse transaction, see attached details for more info';
        throw new GatewayError(status.ABORTED, reason, failures);
    }

    /** Layouts with the gateway's organisation before others, each kind in random order, as Fabric spreads its load. */
    #ownPeerFirst({ layouts, peers }: EndorsementPlan): EndorsementPlan {
        const own = this.#options.peer;
        const ranked = layouts.map((layout) => ({ layout, rank: (layout.has(own.mspId) ? 0 : 1) + Math.random() / 2 }));
        return {
            layouts: ranked.sort((a, b) => a.rank - b.rank).map(({ layout }) => layout),
            peers: [...peers].sort((a, b) => Number(b === own) - Number(a === own)),
        };
    }
}

const STATUS_OF = {
    refused: status.FAILED_PRECONDITION,
    'chaincode-error': status.UNKNOWN,
    'peer-error': status.ABORTED,
    unavailable: status.UNAVAILABLE,
} as const;

/**
 * What a gateway gets to see when another peer does not take a proposal: over the wire a refusal is an error without a
 * reply, and only there the creator's certificate is checked for expiry.
 */
function remoteProblem({ port, isRunning }: Peer, check: ProposalCheck): string | undefined {
    if (!isRunning) {
        const dialled = `dial tcp 127.0.0.1:${port}: connect: connection refused`;
        return `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ${dialled}"`;
    }
    if (!check.accepted) return `rpc error: code = Unknown desc = ${check.reason}`;
    return hasExpired(check.creator) ? 'rpc error: code = Unknown desc = proposal client identity expired' : undefined;
}

function planUnseen(channel: Channel | undefined, proposal: Proposal): EndorsementPlan {
    if (proposal.hasTransient) {
        throw new GatewayError(
            status.FAILED_PRECONDITION,
            "no endorsers found in the gateway's organization; " +
                'retry specifying endorsing organization(s) to protect transient data',
        );
    }
    return planned(status.FAILED_PRECONDITION, () =>
        planEndorsement(channel, proposal.header.channel, [defaultInterest(chaincodeOf(proposal))]),
    );
}

function planFor(channel: Channel, proposal: Proposal, reply: Endorsed['reply']): EndorsementPlan {
    const interests = interestsOf(reply.touched, chaincodeOf(proposal));
    const plan = (of: typeof interests): EndorsementPlan =>
        planned(status.FAILED_PRECONDITION, () => planEndorsement(channel, channel.name, of));
    // Transient data goes only to organisations that hold every collection involved.
    const guarded = proposal.hasTransient ? interests.filter(({ noPrivateReads }) => noPrivateReads) : [];
    if (guarded.length === 0) return plan(interests);
    try {
        return plan(interests.map((one) => ({ ...one, noPrivateReads: false })));
    } catch {
        plan(interests);
        throw new GatewayError(
            status.FAILED_PRECONDITION,
            'requires endorsement from organisation(s) that are not in the distribution policy of the private ' +
                `data collection(s): [${guarded.map(({ collection }) => collection).join(' ')}]; ` +
                'retry specifying trusted endorsing organizations to protect transient data',
        );
    }
}

function planned(code: status, plan: () => EndorsementPlan): EndorsementPlan {
    try {
        return plan();
    } catch (error) {
        throw new GatewayError(code, messageOf(error));
    }
}

function readSigned(signed: peer.SignedProposal | undefined, prefix: string): Proposal {
    if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
        const reason =
            prefix === '' ? 'the proposed transaction must contain a signed proposal' : 'a signed proposal is required';
        throw new GatewayError(status.INVALID_ARGUMENT, prefix + reason);
    }
    try {
        return readProposal(signed);
    } catch (error) {
        throw new GatewayError(status.INVALID_ARGUMENT, prefix + messageOf(error));
    }
}

/** Without a name, that of no chaincode. */
const chaincodeOf = ({ calls = '' }: Proposal): string => calls;

function namesMissing({ header: { channel }, calls }: Proposal): string | undefined {
    if (channel === '') return 'no channel id provided';
    if (calls === undefined) return `no chaincode spec is provided, channel id [${channel}]`;
    return calls === '' ? `no chaincode id is provided, channel id [${channel}]` : undefined;
}
