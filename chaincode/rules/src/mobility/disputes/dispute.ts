import { malformed, object, oneOf, wholeNumber, type Decoder } from '../../wire/index.js';

import { amount, mspId } from '../members.js';

/**
 * OPEN and COUNTERED wait for the respondent, ANSWERED for the opener, ESCALATED for the mediator; in all others it is over.
 */
export const disputeStates = [
    'OPEN',
    'ANSWERED',
    'COUNTERED',
    'ESCALATED',
    'RESOLVED_FULL',
    'RESOLVED_PARTIAL',
    'REJECTED',
    'EXPIRED_ACCEPTED',
    'EXPIRED_REJECTED',
] as const;

export type DisputeState = (typeof disputeStates)[number];

/** One member says that a leg of another should have been charged differently. Amounts in whole micro-euro, not negative. */
export interface Dispute {
    readonly dispute: string;
    readonly leg: string;
    /** Organisation that disputes. */
    readonly opener: string;
    /** Organisation that answers. */
    readonly respondent: string;
    readonly state: DisputeState;
    /** What the leg was charged with. */
    readonly chargedMicroEur: string;
    /** What the opener says that it should be. */
    readonly claimedMicroEur: string;
    /** What the respondent offered last, null where it has not answered or rejected. */
    readonly offeredMicroEur: string | null;
    /** How often one side turned down what the other said. */
    readonly rejections: number;
    /** Until when the next step has to come. */
    readonly deadline: number;
    /** What the leg is charged with in the end, null while the dispute goes on. */
    readonly settledMicroEur: string | null;
}

/** Rejections of both sides together, as the billing and rejection stages of airlines' interline settlement (IATA SIS). */
export const MOST_REJECTIONS = 3;

/** How long each side has, in seconds, and who decides in the end. */
export interface DisputeTerms {
    /** From the statement that the leg stands in. */
    readonly openSeconds: number;
    /** For each answer, counter and escalation. */
    readonly answerSeconds: number;
    readonly mediationSeconds: number;
    readonly mediator: string;
}

const seconds = wholeNumber(1, 366 * 86_400);

/** @throws Refused REQUEST_MALFORMED; each time is of a second to 366 days. */
export const disputeTerms: Decoder<DisputeTerms> = object({
    openSeconds: seconds,
    answerSeconds: seconds,
    mediationSeconds: seconds,
    mediator: mspId,
});

/** What opens a dispute. */
export interface Opening {
    readonly dispute: string;
    readonly leg: string;
    readonly respondent: string;
    readonly chargedMicroEur: string;
    readonly claimedMicroEur: string;
}

/** A step of a dispute that is under way. */
export type DisputeCommand =
    /** The respondent accepts the claim, or the opener the answer. */
    | { readonly command: 'accept' }
    /** The respondent accepts a part. */
    | { readonly command: 'offer'; readonly amountMicroEur: string }
    | { readonly command: 'reject' }
    /** The opener turns the answer down, with the same claim or a smaller one. */
    | { readonly command: 'counter'; readonly claimedMicroEur: string }
    | { readonly command: 'escalate' }
    /** The mediator says what the leg is charged with. */
    | { readonly command: 'rule'; readonly amountMicroEur: string }
    | { readonly command: 'withdraw' }
    /** Anyone lets it end by silence once the deadline has passed. */
    | { readonly command: 'expire' };

export type DisputeCommandName = DisputeCommand['command'];

export function isOver({ state }: Pick<Dispute, 'state'>): boolean {
    return state !== 'OPEN' && state !== 'ANSWERED' && state !== 'COUNTERED' && state !== 'ESCALATED';
}

const command = <const Name extends DisputeCommandName>(name: Name): { readonly command: Decoder<Name> } => ({
    command: oneOf([name]),
});

const COMMANDS: Readonly<Record<DisputeCommandName, Decoder<DisputeCommand>>> = {
    accept: object(command('accept')),
    offer: object({ ...command('offer'), amountMicroEur: amount }),
    reject: object(command('reject')),
    counter: object({ ...command('counter'), claimedMicroEur: amount }),
    escalate: object(command('escalate')),
    rule: object({ ...command('rule'), amountMicroEur: amount }),
    withdraw: object(command('withdraw')),
    expire: object(command('expire')),
};

export const disputeCommandNames = Object.keys(COMMANDS) as readonly DisputeCommandName[];

/** @throws Refused REQUEST_MALFORMED */
export const disputeCommand: Decoder<DisputeCommand> = (value, at) => {
    if (typeof value !== 'object' || value === null || !('command' in value)) throw malformed(at, 'must be a command');
    return COMMANDS[oneOf(disputeCommandNames)(value.command, `${at}.command`)](value, at);
};
