import { setTimeout as pause } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';
import {
    GatewayError,
    StatusCode,
    type Proposal,
    type Status,
    type SubmittedTransaction,
    type Transaction,
} from '@hyperledger/fabric-gateway';

import { within, type Deadlines } from './deadlines.js';
import { failureOf, type FailedCall } from './failure-mapping.js';
import { CommitInvalid, CommitStatusUnknown, EndorseFailed, SubmitFailed } from './failures.js';
import { pauseMs, type RetryPolicy } from './retry.js';

export interface Submission {
    readonly proposal: Proposal;
    readonly failed: FailedCall;
    readonly deadlines: Deadlines;
}

/** Endorses, submits and waits for the commit of one proposal; the reply, once it stands valid in a block. */
export async function submitOnce({ proposal, failed, deadlines }: Submission): Promise<Uint8Array> {
    const transaction = await endorse(proposal, failed);
    const submitted = await send(transaction, failed);
    const committed = await commitStatus(submitted, failed, deadlines);
    if (committed.successful) return transaction.getResult();
    throw new CommitInvalid(
        failed.transaction,
        committed.transactionId,
        validationName(committed.code),
        committed.blockNumber,
    );
}

async function endorse(proposal: Proposal, failed: FailedCall): Promise<Transaction> {
    try {
        return await proposal.endorse();
    } catch (error) {
        throw failureOf(error, failed, EndorseFailed);
    }
}

/**
 * Sends an endorsed transaction to the ordering service. When no orderer answers the same bytes are sent again: a
 * transaction id is valid once, so they cannot take effect twice.
 */
async function send(transaction: Transaction, failed: FailedCall): Promise<SubmittedTransaction> {
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await transaction.submit();
        } catch (error) {
            if (!isUncertain(error)) throw failureOf(error, failed, SubmitFailed);
            if (attempt === SENDING.attempts) {
                throw new CommitStatusUnknown(failed.transaction, transaction.getTransactionId(), error);
            }
        }
        await pause(pauseMs(SENDING, attempt));
    }
}
/** Long enough for ordering nodes to elect a leader. */
const SENDING: RetryPolicy = { attempts: 6, firstPauseMs: 200, longestPauseMs: 3_000 };

/** The message may have reached the ordering service all the same. */
function isUncertain(error: unknown): boolean {
    return error instanceof GatewayError && UNCERTAIN.has(error.code);
}
const UNCERTAIN: ReadonlySet<number> = new Set([
    status.UNAVAILABLE,
    status.DEADLINE_EXCEEDED,
    status.CANCELLED,
    status.UNKNOWN,
    status.INTERNAL,
]);

/** Asks until it is known, for the time given; a peer that cannot be reached is asked a few times only. */
async function commitStatus(
    submitted: SubmittedTransaction,
    failed: FailedCall,
    { commitMs }: Deadlines,
): Promise<Status> {
    const until = Date.now() + commitMs;
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await submitted.getStatus(within(until - Date.now()));
        } catch (error) {
            if (attempt === ASKING.attempts || Date.now() >= until || !(error instanceof GatewayError)) {
                throw new CommitStatusUnknown(failed.transaction, submitted.getTransactionId(), error);
            }
        }
        await pause(pauseMs(ASKING, attempt));
    }
}
const ASKING: RetryPolicy = { attempts: 8, firstPauseMs: 100, longestPauseMs: 3_000 };

function validationName(code: number): string {
    const named = Object.entries(StatusCode).find(([, value]) => value === code);
    return named === undefined ? String(code) : named[0];
}
