import { CommanderError } from 'commander';
import { NetworkRefusal } from '../admin/network-refusal.js';
import { DefinitionError } from '../consortium/definition-error.js';
import type { ChannelVerification } from '../verification/index.js';
import { LedgerUnsound } from './ledger-unsound.js';

/** What the program ends with. */
export const exitCodes = { done: 0, refused: 1, usage: 2, notConnected: 4, outcomeUnknown: 5, bug: 70 } as const;

export const exitCodesHelp = `
Exit codes:
  0   done
  1   refused, nothing was done; or, of verify: not sound
  2   usage: the command or the definition cannot be read
  4   no connection to a peer, or no network that runs
  5   outcome unknown, or found invalid on commit: run the same again
  70  a bug: please report it`;

/** A failure as it is told: to a person, to a program, and by the exit code. */
export interface Failure {
    readonly code: string;
    readonly message: string;
    readonly exitCode: number;
    readonly problems?: readonly string[];
    readonly channels?: readonly ChannelVerification[];
}

/** Of refusals that are not the default one. */
const EXIT_CODES: Readonly<Partial<Record<NetworkRefusal['code'], number>>> = {
    FABRIC_NOT_FOUND: exitCodes.usage,
    NETWORK_NOT_RUNNING: exitCodes.notConnected,
};

const STEPS_OF_UNKNOWN_OUTCOME = ['SubmitError', 'CommitStatusError', 'CommitError'];

export function failureOf(error: unknown): Failure {
    if (error instanceof NetworkRefusal) {
        const exitCode = EXIT_CODES[error.code] ?? exitCodes.refused;
        return { code: error.code, message: error.message, exitCode };
    }
    if (error instanceof DefinitionError) {
        const { message, problems } = error;
        return { code: 'DEFINITION_INVALID', message, problems, exitCode: exitCodes.usage };
    }
    if (error instanceof LedgerUnsound) {
        const { message, channels } = error;
        return { code: 'LEDGER_UNSOUND', message, channels, exitCode: exitCodes.refused };
    }
    if (error instanceof CommanderError) {
        return { code: 'USAGE', message: error.message, exitCode: error.exitCode === 0 ? 0 : exitCodes.usage };
    }
    if (!(error instanceof Error)) return { code: 'BUG', message: String(error), exitCode: exitCodes.bug };
    return unexpected(error);
}

function unexpected(error: Error): Failure {
    const { message } = error;
    if (STEPS_OF_UNKNOWN_OUTCOME.includes(error.name)) {
        return { code: 'OUTCOME_UNKNOWN', message, exitCode: exitCodes.outcomeUnknown };
    }
    if (/\bUNAVAILABLE\b/.test(message)) return { code: 'NOT_CONNECTED', message, exitCode: exitCodes.notConnected };
    if ('syscall' in error) return { code: 'SYSTEM', message, exitCode: exitCodes.usage };
    return { code: 'BUG', message: error.stack ?? message, exitCode: exitCodes.bug };
}
