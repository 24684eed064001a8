import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';

import { parseRefusal, type RefusalCatalogue } from '@quartier/rules/wire';

import { CommitInvalid, CommitStatusUnknown, CONFLICTS, Refusal, type CallFailure } from './failures.js';

export interface FailedCall {
    readonly transaction: string;
    readonly catalogue: RefusalCatalogue;
    /** Organisations that were named to endorse it; empty where the gateway chose. */
    readonly endorsers: readonly string[];
}

type FailureClass = new (failure: CallFailure) => Error;

/** Turns what the gateway package threw at a step into a refusal or the failure of that step. */
export function failureOf(error: unknown, call: FailedCall, Failure: FailureClass): unknown {
    if (!(error instanceof GatewayError)) return error;
    return (
        refusalOf(error, call) ??
        new Failure({
            message: `${call.transaction}: ${wordsOf(error)}`,
            transaction: call.transaction,
            status: status[error.code] ?? String(error.code),
            peers: error.details,
            retry: isPassingStatus(error) || error.code === OUT_OF_TIME ? 'later' : 'never',
            cause: error,
        })
    );
}

function refusalOf(error: GatewayError, { catalogue, endorsers }: FailedCall): Refusal | undefined {
    const refusing = error.details.filter((detail) => parseRefusal(detail.message) !== undefined);
    const refusal = parseRefusal(refusing[0]?.message ?? error.message);
    if (refusal === undefined) return undefined;
    const refusers = new Set(refusing.map((detail) => detail.mspId)).size;
    // Of organisations that were named, those that endorsed say nothing; a gateway that chooses asks its own peer first.
    const disputed =
        endorsers.length > 0 ? refusers < endorsers.length : error.message.includes(LATER_ENDORSERS_REFUSED);
    return new Refusal(refusal.code, refusal.details, catalogue, disputed);
}
/** Words of Fabric's gateway when its own peer endorsed and those that it asked next did not. */
const LATER_ENDORSERS_REFUSED = 'failed to collect enough transaction endorsements';

/** Nothing was recorded, and another attempt with a fresh proposal can end differently. */
export function mayPass(error: unknown): boolean {
    if (error instanceof Refusal) return error.disputed;
    if (error instanceof CommitInvalid) return CONFLICTS.has(error.validation);
    if (error instanceof CommitStatusUnknown) return false;
    return error instanceof Error && error.cause instanceof GatewayError && isPassingStatus(error.cause);
}

function isPassingStatus(error: GatewayError): boolean {
    const said = error.details.map((detail) => detail.message);
    if (said.some((message) => message.includes(PEERS_DIFFER))) return true;
    if (error.code === NOT_REACHED || error.message.includes(TOO_MANY)) return true;
    // Every endorsement that fails is ABORTED; where chaincode answered or the caller was turned away, that stands.
    return error.code === NOT_ENDORSED && !said.some((message) => FINAL_WORDS.some((words) => message.includes(words)));
}
const NOT_REACHED: number = status.UNAVAILABLE;
const NOT_ENDORSED: number = status.ABORTED;
const OUT_OF_TIME: number = status.DEADLINE_EXCEEDED;
/** Words of a peer that has as many calls in hand as it takes. */
const TOO_MANY = 'exceeding concurrency limit';
/** Words of Fabric's gateway when endorsements are not the same bytes: one peer lags behind another. */
const PEERS_DIFFER = 'ProposalResponsePayloads do not match';
/** Words of Fabric's endorser before what chaincode says, and about a caller who is not of the channel. */
const FINAL_WORDS = ['chaincode response', 'access denied'] as const;

function wordsOf(error: GatewayError): string {
    const peers = error.details.map((detail) => `${detail.mspId} ${detail.address}: ${detail.message}`);
    return peers.length === 0 ? error.message : `${error.message} (${peers.join('; ')})`;
}
