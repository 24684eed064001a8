import { status } from '@grpc/grpc-js';
import { gateway, type peer } from '@hyperledger/fabric-protos';
import { asBuffer } from './bytes.js';
import type { Channel } from './channel.js';
import type { Endorser } from './endorser.js';
import type { EndorserReply } from './endorser-reply.js';
import {
    defaultInterest,
    interestsOf,
    planEndorsement,
    planForOrganisations,
    type EndorsementPlan,
} from './endorsement-plan.js';
import { collectEndorsements, problemOf, type Endorsed } from './endorsement-round.js';
import { failureOf, GatewayError, type FailureDetail } from './gateway-error.js';
import { hasExpired } from './membership.js';
import type { Peer } from './peer.js';
import { prepareTransaction } from './prepared-transaction.js';
import { readProposal, type Proposal, type ProposalCheck } from './proposal.js';

export interface GatewayOptions {
    /** The peer whose endpoint serves this gateway. */
    readonly peer: Peer;
    readonly channel: (name: string) => Channel | undefined;
    readonly endorser: (peer: Peer) => Endorser;
}

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
        const channel = this.#joined(proposal.header.channel);
        if (channel === undefined) {
            const { channel: name } = proposal.header;
            const reason = `failed to get config for channel [${name}]: could not get last config for channel ${name}`;
            throw new GatewayError(status.UNAVAILABLE, reason);
        }
        const candidates = this.#evaluators(channel, proposal, request.getTargetOrganizationsList());
        const check = channel.checkProposal(proposal);
        const failures: FailureDetail[] = [];
        let code: status = status.ABORTED;
        for (const candidate of candidates) {
            const reply = await this.#ask(candidate, proposal, channel, check);
            if (reply.kind === 'endorsed') {
                const response = new gateway.EvaluateResponse();
                response.setResult(reply.response);
                return response;
            }
            failures.push(failureOf(candidate, problemOf(reply) ?? ''));
            if (reply.kind === 'refused' || reply.kind === 'chaincode-error') {
                const message = `evaluate call to endorser returned error: ${problemOf(reply) ?? ''}`;
                throw new GatewayError(STATUS_OF[reply.kind], message, failures);
            }
            code = STATUS_OF[reply.kind];
        }
        const message = 'failed to evaluate transaction, see attached details for more info';
        throw new GatewayError(code, message, failures);
    }

    /** @throws {GatewayError} */
    async endorse(request: gateway.EndorseRequest): Promise<gateway.EndorseResponse> {
        const proposal = readSigned(request.getProposedTransaction(), '');
        const channel = this.#joined(proposal.header.channel);
        const named = request.getEndorsingOrganizationsList();
        const check = channel?.checkProposal(proposal);
        const ask = (candidate: Peer): Promise<EndorserReply> => this.#ask(candidate, proposal, channel, check);
        const { plan, first } =
            named.length > 0
                ? { plan: this.#planForNamed(channel, proposal, named), first: undefined }
                : await this.#planFromFirst(channel, proposal, ask);
        const outcome = await collectEndorsements(this.#ownPeerFirst(plan), ask, first);
        if (!outcome.complete) {
            const message = 'failed to collect enough transaction endorsements, see attached details for more info';
            throw new GatewayError(status.ABORTED, message, outcome.failures);
        }
        const response = new gateway.EndorseResponse();
        response.setPreparedTransaction(prepareTransaction(proposal, outcome.payload, outcome.endorsements));
        return response;
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
        const channel = this.#joined(request.getChannelId());
        if (channel === undefined) {
            const reason = `failed to get config for channel [${request.getChannelId()}]`;
            throw new GatewayError(status.FAILED_PRECONDITION, reason);
        }
        const refusal = channel.order(asBuffer(envelope.serializeBinary()));
        if (refusal === undefined) {
            return new gateway.SubmitResponse();
        }
        if (refusal.status === 'SERVICE_UNAVAILABLE') {
            const detail = { address: 'orderer', mspId: '', message: refusal.info };
            throw new GatewayError(status.UNAVAILABLE, 'no orderers could successfully process transaction', [detail]);
        }
        const message = `received unsuccessful response from orderer: status=${refusal.status}, info=${refusal.info}`;
        throw new GatewayError(status.ABORTED, message);
    }

    #joined(name: string): Channel | undefined {
        const channel = this.#options.channel(name);
        return channel?.hasMember(this.#options.peer.mspId) === true ? channel : undefined;
    }

    async #ask(
        candidate: Peer,
        proposal: Proposal,
        channel: Channel | undefined,
        check: ProposalCheck | undefined,
    ): Promise<EndorserReply> {
        if (channel === undefined || check === undefined) {
            return { kind: 'peer-error', message: `channel '${proposal.header.channel}' not found` };
        }
        if (candidate === this.#options.peer) {
            return check.accepted
                ? this.#options.endorser(candidate).process(proposal, channel, check.creator)
                : { kind: 'refused', message: check.reason };
        }
        const problem = remoteProblem(candidate, check);
        return problem === undefined && check.accepted
            ? this.#options.endorser(candidate).process(proposal, channel, check.creator)
            : { kind: 'unavailable', message: problem ?? '' };
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

    #planForNamed(channel: Channel | undefined, proposal: Proposal, named: readonly string[]): EndorsementPlan {
        try {
            return planForOrganisations(channel, chaincodeOf(proposal), named);
        } catch (error) {
            throw new GatewayError(status.UNAVAILABLE, error instanceof Error ? error.message : String(error));
        }
    }

    /** Runs the proposal on a peer of the gateway's organisation, and plans by what it touched there. */
    async #planFromFirst(
        channel: Channel | undefined,
        proposal: Proposal,
        ask: (peer: Peer) => Promise<EndorserReply>,
    ): Promise<{ readonly plan: EndorsementPlan; readonly first: Endorsed | undefined }> {
        const own = this.#options.peer;
        if (channel?.hasChaincode(chaincodeOf(proposal)) !== true) {
            return { plan: this.#planWithoutOwn(channel, proposal), first: undefined };
        }
        const failures: FailureDetail[] = [];
        for (const candidate of this.#evaluators(channel, proposal, [own.mspId])) {
            const reply = await ask(candidate);
            if (reply.kind === 'endorsed') {
                return { plan: this.#planFor(channel, proposal, reply), first: { peer: candidate, reply } };
            }
            failures.push(failureOf(candidate, problemOf(reply) ?? ''));
        }
        const message = 'failed to endorse transaction, see attached details for more info';
        throw new GatewayError(status.ABORTED, message, failures);
    }

    #planWithoutOwn(channel: Channel | undefined, proposal: Proposal): EndorsementPlan {
        if (proposal.hasTransient) {
            throw new GatewayError(
                status.FAILED_PRECONDITION,
                "no endorsers found in the gateway's organization; " +
                    'retry specifying endorsing organization(s) to protect transient data',
            );
        }
        return orFailedPrecondition(() =>
            planEndorsement(channel, proposal.header.channel, [defaultInterest(chaincodeOf(proposal))]),
        );
    }

    #planFor(channel: Channel, proposal: Proposal, reply: Endorsed['reply']): EndorsementPlan {
        const interests = interestsOf(reply.touched, chaincodeOf(proposal));
        // Transient data goes only to organisations that hold every collection involved.
        const cautious = proposal.hasTransient
            ? interests.map((one) => ({ ...one, noPrivateReads: false }))
            : interests;
        const guarded = cautious.filter((one, index) => one.noPrivateReads !== interests[index]?.noPrivateReads);
        try {
            return planEndorsement(channel, channel.name, cautious);
        } catch (error) {
            if (guarded.length > 0 && canPlan(channel, interests)) {
                const collections = guarded.map(({ collection }) => collection).join(' ');
                throw new GatewayError(
                    status.FAILED_PRECONDITION,
                    'requires endorsement from organisation(s) that are not in the distribution policy of the private ' +
                        `data collection(s): [${collections}]; ` +
                        'retry specifying trusted endorsing organizations to protect transient data',
                );
            }
            throw new GatewayError(status.FAILED_PRECONDITION, error instanceof Error ? error.message : String(error));
        }
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
function remoteProblem({ address, presence }: Peer, check: ProposalCheck): string | undefined {
    if (!presence.isRunning) {
        const dialled = `dial tcp 127.0.0.1:${address.split(':')[1] ?? ''}: connect: connection refused`;
        return `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ${dialled}"`;
    }
    if (check.accepted && hasExpired(check.creator)) {
        return 'rpc error: code = Unknown desc = proposal client identity expired';
    }
    return check.accepted ? undefined : `rpc error: code = Unknown desc = ${check.reason}`;
}

function readSigned(signed: peer.SignedProposal | undefined, prefix: string): Proposal {
    if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
        const message =
            prefix === '' ? 'the proposed transaction must contain a signed proposal' : 'a signed proposal is required';
        throw new GatewayError(status.INVALID_ARGUMENT, prefix + message);
    }
    try {
        return readProposal(signed);
    } catch (error) {
        throw new GatewayError(
            status.INVALID_ARGUMENT,
            prefix + (error instanceof Error ? error.message : String(error)),
        );
    }
}

/** Without a name, that of no chaincode. */
const chaincodeOf = ({ calls = '' }: Proposal): string => calls;

function namesMissing({ header: { channel }, calls }: Proposal): string | undefined {
    if (channel === '') {
        return 'no channel id provided';
    }
    if (calls === undefined) {
        return `no chaincode spec is provided, channel id [${channel}]`;
    }
    return calls === '' ? `no chaincode id is provided, channel id [${channel}]` : undefined;
}

function orFailedPrecondition<T>(plan: () => T): T {
    try {
        return plan();
    } catch (error) {
        throw new GatewayError(status.FAILED_PRECONDITION, error instanceof Error ? error.message : String(error));
    }
}

function canPlan(channel: Channel, interests: Parameters<typeof planEndorsement>[2]): boolean {
    try {
        planEndorsement(channel, channel.name, interests);
        return true;
    } catch {
        return false;
    }
}
