import type { ErrorDetail } from '@hyperledger/fabric-gateway';

import { refusalSentence, type RefusalCatalogue, type RefusalDetails, type Retry } from '@quartier/rules/wire';

/** Whether the caller may send the same call again. */
export type RetryAdvice =
    | Retry
    /** At once: the same call is recorded once, however often it is sent. */
    | 'same-call';

/** The connection profile or the MSP folder cannot be used. Nothing was sent. */
export class ProfileInvalid extends Error {
    override readonly name = 'ProfileInvalid';
}

/** No gateway of the organisation answers. Nothing was sent. */
export class ConnectionFailed extends Error {
    override readonly name = 'ConnectionFailed';
    readonly retry: RetryAdvice = 'later';
}

/** The rules refuse the call: a code of the area's catalogue, with the data that explains it. Nothing was recorded. */
export class Refusal extends Error {
    override readonly name = 'Refusal';
    readonly retry: RetryAdvice;
    readonly #catalogue: RefusalCatalogue;

    constructor(
        readonly code: string,
        readonly details: RefusalDetails,
        catalogue: RefusalCatalogue,
        /** Another organisation endorsed what this one refuses: one of them lags behind. */
        readonly disputed = false,
    ) {
        super(sentenceOf(code, details, catalogue, 'en'));
        this.retry = catalogue[code]?.retry ?? 'never';
        this.#catalogue = catalogue;
    }

    /** What a person reads. */
    sentence(language: 'en' | 'fr'): string {
        return sentenceOf(this.code, this.details, this.#catalogue, language);
    }
}

/** A newer ledger may know codes that this client does not: the code and its data then stand for the sentence. */
function sentenceOf(code: string, details: RefusalDetails, catalogue: RefusalCatalogue, language: 'en' | 'fr'): string {
    const text = catalogue[code];
    return text === undefined ? `${code} ${JSON.stringify(details)}` : refusalSentence(text, details, language);
}

export interface CallFailure {
    readonly message: string;
    readonly transaction: string;
    /** Name of the gRPC status. */
    readonly status: string;
    /** What each peer said. */
    readonly peers: readonly ErrorDetail[];
    readonly retry: RetryAdvice;
    readonly cause: unknown;
}

/** A call that failed for another reason than the rules. The class names the step. */
abstract class CallFailed extends Error {
    readonly transaction: string;
    readonly status: string;
    readonly peers: readonly ErrorDetail[];
    readonly retry: RetryAdvice;

    constructor(failure: CallFailure) {
        super(failure.message, { cause: failure.cause });
        this.transaction = failure.transaction;
        this.status = failure.status;
        this.peers = failure.peers;
        this.retry = failure.retry;
    }
}

/** An evaluation failed. It records nothing. */
export class EvaluateFailed extends CallFailed {
    override readonly name = 'EvaluateFailed';
}

/** The endorsing organisations did not endorse the transaction. Nothing was recorded. */
export class EndorseFailed extends CallFailed {
    override readonly name = 'EndorseFailed';
}

/** The ordering service did not take the transaction. Nothing was recorded. */
export class SubmitFailed extends CallFailed {
    override readonly name = 'SubmitFailed';
}

/** The transaction was sent, and whether it was recorded could not be learnt. The same call may be sent again. */
export class CommitStatusUnknown extends Error {
    override readonly name = 'CommitStatusUnknown';
    readonly retry: RetryAdvice = 'same-call';

    constructor(
        readonly transaction: string,
        readonly transactionId: string,
        cause: unknown,
    ) {
        super(`Whether ${transaction} was recorded is not known (transaction ${transactionId}): send the same again.`, {
            cause,
        });
    }
}

/** The transaction stands in a block as invalid: nothing of it was applied. */
export class CommitInvalid extends Error {
    override readonly name = 'CommitInvalid';
    readonly retry: RetryAdvice;

    constructor(
        readonly transaction: string,
        readonly transactionId: string,
        /** Fabric's name of the validation code, such as `MVCC_READ_CONFLICT`. */
        readonly validation: string,
        readonly blockNumber: bigint,
    ) {
        super(`${transaction} was found invalid (transaction ${transactionId}): ${validation}.`);
        this.retry = CONFLICTS.has(validation) ? 'same-call' : 'never';
    }
}

/** Another transaction changed what this one had read. */
export const CONFLICTS: ReadonlySet<string> = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);
