import { CommanderError } from 'commander';

import { UnknownZone } from '../energy/index.js';
import { UnusableFile } from '../files/index.js';
import {
    CommitInvalid,
    CommitStatusUnknown,
    ConnectionFailed,
    EndorseFailed,
    EvaluateFailed,
    ProfileInvalid,
    Refusal,
    SubmitFailed,
} from '../gateway/index.js';

import { exitCodes, type ExitCode } from './exit-codes.js';

/** The command as given cannot be carried out. */
export class UsageError extends Error {
    override readonly name = 'UsageError';
}

/** A failure as a program reports it. */
export interface FailureReport {
    readonly exitCode: ExitCode;
    readonly code: string;
    readonly details: object;
    readonly message: string;
    /** For whoever repairs a bug. */
    readonly stack?: string;
}

export function reportFailure(error: unknown, language: 'en' | 'fr'): FailureReport {
    if (error instanceof Refusal) return catalogued(error, exitCodes.refused, language);
    if (error instanceof UnusableFile) return catalogued(error, exitCodes.usage, language);
    const message = error instanceof Error ? error.message : String(error);
    const exitCode = exitCodeOfFailure(error);
    const code = CODES.get(exitCode) ?? 'FAILED';
    const report = { exitCode, code, details: detailsOf(error), message };
    if (exitCode !== exitCodes.bug) return report;
    return { ...report, ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}) };
}

const CODES: ReadonlyMap<ExitCode, string> = new Map<ExitCode, string>([
    [exitCodes.refused, 'NOT_DONE'],
    [exitCodes.usage, 'USAGE'],
    [exitCodes.notConnected, 'NOT_CONNECTED'],
    [exitCodes.outcomeUnknown, 'OUTCOME_UNKNOWN'],
    [exitCodes.bug, 'BUG'],
]);

function catalogued(error: Refusal | UnusableFile, exitCode: ExitCode, language: 'en' | 'fr'): FailureReport {
    return { exitCode, code: error.code, details: error.details, message: error.sentence(language) };
}

function exitCodeOfFailure(error: unknown): ExitCode {
    if (error instanceof UsageError || error instanceof CommanderError) return exitCodes.usage;
    if (error instanceof ProfileInvalid || error instanceof UnknownZone) return exitCodes.usage;
    if (error instanceof ConnectionFailed) return exitCodes.notConnected;
    if (error instanceof CommitStatusUnknown || error instanceof CommitInvalid) return exitCodes.outcomeUnknown;
    if (error instanceof EvaluateFailed || error instanceof EndorseFailed || error instanceof SubmitFailed) {
        return NOT_REACHED.has(error.status) ? exitCodes.notConnected : exitCodes.refused;
    }
    return exitCodes.bug;
}
const NOT_REACHED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED']);

function detailsOf(error: unknown): object {
    if (error instanceof CommitInvalid) {
        return { transaction: error.transaction, transactionId: error.transactionId, validation: error.validation };
    }
    if (error instanceof CommitStatusUnknown) {
        return { transaction: error.transaction, transactionId: error.transactionId };
    }
    if (error instanceof EvaluateFailed || error instanceof EndorseFailed || error instanceof SubmitFailed) {
        return { transaction: error.transaction, status: error.status, peers: error.peers };
    }
    return {};
}
