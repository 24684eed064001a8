import { parseMicroEur } from '../../units/index.js';
import { Refused } from '../../wire/index.js';

import {
    MOST_REJECTIONS,
    type Dispute,
    type DisputeCommand,
    type DisputeCommandName,
    type DisputeState,
    type DisputeTerms,
    type Opening,
} from './dispute.js';

export interface DisputeContext {
    /** Organisation of the caller. */
    readonly by: string;
    /** Of the transaction. */
    readonly time: number;
    readonly terms: DisputeTerms;
}

/**
 * A new dispute. It may be opened from when the leg arrives until `openSeconds` after the statement it stands in.
 *
 * @param statedAt when that statement was made, null while there is none
 * @throws Refused MOBILITY_DISPUTE_AFTER_DEADLINE, MOBILITY_DISPUTE_AMOUNT
 */
export function openDispute(
    opening: Opening,
    { by, time, terms, statedAt }: DisputeContext & { readonly statedAt: number | null },
): Dispute {
    const { dispute, leg, respondent, chargedMicroEur, claimedMicroEur } = opening;
    if (statedAt !== null && time > statedAt + terms.openSeconds) {
        throw new Refused('MOBILITY_DISPUTE_AFTER_DEADLINE', { dispute, deadline: statedAt + terms.openSeconds });
    }
    if (claimedMicroEur === chargedMicroEur) throw wrongAmount(dispute, 'the claim is what was charged');
    return {
        dispute,
        leg,
        opener: by,
        respondent,
        state: 'OPEN',
        chargedMicroEur,
        claimedMicroEur,
        offeredMicroEur: null,
        rejections: 0,
        deadline: time + terms.answerSeconds,
        settledMicroEur: null,
    };
}

type Move = (dispute: Dispute, command: DisputeCommand, context: DisputeContext) => Dispute;
type Party = 'opener' | 'respondent' | 'mediator' | 'anyone';

interface Step {
    readonly by: Party;
    readonly move: Move;
}

const answers = {
    accept: { by: 'respondent', move: (dispute) => settled(dispute, 'RESOLVED_FULL', dispute.claimedMicroEur) },
    offer: { by: 'respondent', move: offer },
    reject: { by: 'respondent', move: (dispute, _, context) => answered(dispute, null, context) },
    withdraw: { by: 'opener', move: withdrawn },
    expire: { by: 'anyone', move: (dispute) => settled(dispute, 'EXPIRED_ACCEPTED', dispute.claimedMicroEur) },
} as const satisfies Partial<Record<DisputeCommandName, Step>>;

/**
 * What each state is open to. Silence accepts what the other side said last: the claim where the respondent is silent, the
 * answer where the opener is; where the mediator is silent the leg stands as it was charged.
 */
const STEPS: Readonly<Record<DisputeState, Partial<Record<DisputeCommandName, Step>>>> = {
    OPEN: answers,
    COUNTERED: answers,
    ANSWERED: {
        accept: { by: 'opener', move: acceptAnswer },
        counter: { by: 'opener', move: counter },
        escalate: { by: 'opener', move: escalate },
        withdraw: { by: 'opener', move: withdrawn },
        expire: { by: 'anyone', move: expireAnswered },
    },
    ESCALATED: {
        rule: { by: 'mediator', move: rule },
        withdraw: { by: 'opener', move: withdrawn },
        expire: { by: 'anyone', move: (dispute) => settled(dispute, 'EXPIRED_REJECTED', dispute.chargedMicroEur) },
    },
    RESOLVED_FULL: {},
    RESOLVED_PARTIAL: {},
    REJECTED: {},
    EXPIRED_ACCEPTED: {},
    EXPIRED_REJECTED: {},
};

/**
 * The dispute after a step. Refusals in order of precedence:
 *
 * @throws Refused MOBILITY_DISPUTE_STATE, MOBILITY_DISPUTE_NOT_YOURS, MOBILITY_DISPUTE_EXPIRED,
 * MOBILITY_DISPUTE_NOT_EXPIRED, MOBILITY_DISPUTE_REJECTIONS_SPENT, MOBILITY_DISPUTE_AMOUNT
 */
export function decideDispute(dispute: Dispute, command: DisputeCommand, context: DisputeContext): Dispute {
    const { dispute: id, state, deadline } = dispute;
    const step = STEPS[state][command.command];
    if (step === undefined)
        throw new Refused('MOBILITY_DISPUTE_STATE', { dispute: id, state, command: command.command });
    requireParty(dispute, command.command, step.by, context);
    const isLate = context.time > deadline;
    if (command.command === 'expire' && !isLate)
        throw new Refused('MOBILITY_DISPUTE_NOT_EXPIRED', { dispute: id, deadline });
    if (command.command !== 'expire' && isLate)
        throw new Refused('MOBILITY_DISPUTE_EXPIRED', { dispute: id, deadline });
    return step.move(dispute, command, context);
}

function requireParty(dispute: Dispute, command: string, party: Party, { by, terms }: DisputeContext): void {
    if (party === 'anyone') return;
    const expected = party === 'mediator' ? terms.mediator : dispute[party];
    if (by !== expected) {
        throw new Refused('MOBILITY_DISPUTE_NOT_YOURS', { dispute: dispute.dispute, command, expected, by });
    }
}

function offer(dispute: Dispute, command: DisputeCommand, context: DisputeContext): Dispute {
    const amount = amountOf(command);
    if (!liesBetween(amount, dispute.chargedMicroEur, dispute.claimedMicroEur)) {
        throw wrongAmount(dispute.dispute, 'an offer lies between what was charged and what is claimed');
    }
    return answered(dispute, amount, context);
}

function answered(dispute: Dispute, offeredMicroEur: string | null, { time, terms }: DisputeContext): Dispute {
    return {
        ...dispute,
        state: 'ANSWERED',
        offeredMicroEur,
        rejections: dispute.rejections + 1,
        deadline: time + terms.answerSeconds,
    };
}

function counter(dispute: Dispute, command: DisputeCommand, { time, terms }: DisputeContext): Dispute {
    const { dispute: id, rejections, claimedMicroEur, chargedMicroEur, offeredMicroEur } = dispute;
    if (rejections >= MOST_REJECTIONS) {
        throw new Refused('MOBILITY_DISPUTE_REJECTIONS_SPENT', { dispute: id, limit: MOST_REJECTIONS });
    }
    const claim = amountOf(command);
    if (claim !== claimedMicroEur && !liesBetween(claim, offeredMicroEur ?? chargedMicroEur, claimedMicroEur)) {
        throw wrongAmount(id, 'a counter claims as before, or less');
    }
    return {
        ...dispute,
        state: 'COUNTERED',
        claimedMicroEur: claim,
        rejections: rejections + 1,
        deadline: time + terms.answerSeconds,
    };
}

function escalate(dispute: Dispute, _: DisputeCommand, { time, terms }: DisputeContext): Dispute {
    return { ...dispute, state: 'ESCALATED', deadline: time + terms.mediationSeconds };
}

function acceptAnswer(dispute: Dispute): Dispute {
    const { offeredMicroEur, chargedMicroEur } = dispute;
    return offeredMicroEur === null
        ? settled(dispute, 'REJECTED', chargedMicroEur)
        : settled(dispute, 'RESOLVED_PARTIAL', offeredMicroEur);
}

function expireAnswered(dispute: Dispute): Dispute {
    const { offeredMicroEur, chargedMicroEur } = dispute;
    return offeredMicroEur === null
        ? settled(dispute, 'EXPIRED_REJECTED', chargedMicroEur)
        : settled(dispute, 'EXPIRED_ACCEPTED', offeredMicroEur);
}

function rule(dispute: Dispute, command: DisputeCommand): Dispute {
    const { chargedMicroEur, claimedMicroEur } = dispute;
    const amount = amountOf(command);
    if (amount === claimedMicroEur) return settled(dispute, 'RESOLVED_FULL', amount);
    if (amount === chargedMicroEur) return settled(dispute, 'REJECTED', amount);
    if (!liesBetween(amount, chargedMicroEur, claimedMicroEur)) {
        throw wrongAmount(dispute.dispute, 'a ruling lies from what was charged to what is claimed');
    }
    return settled(dispute, 'RESOLVED_PARTIAL', amount);
}

function withdrawn(dispute: Dispute): Dispute {
    return settled(dispute, 'REJECTED', dispute.chargedMicroEur);
}

function settled(dispute: Dispute, state: DisputeState, settledMicroEur: string): Dispute {
    return { ...dispute, state, settledMicroEur };
}

function amountOf(command: DisputeCommand): string {
    if (command.command === 'counter') return command.claimedMicroEur;
    return command.command === 'offer' || command.command === 'rule' ? command.amountMicroEur : '';
}

/** Strictly between two amounts, whichever is the larger. */
function liesBetween(amount: string, one: string, other: string): boolean {
    const [value, a, b] = [parseMicroEur(amount), parseMicroEur(one), parseMicroEur(other)];
    return a < b ? a < value && value < b : b < value && value < a;
}

function wrongAmount(dispute: string, reason: string): Refused {
    return new Refused('MOBILITY_DISPUTE_AMOUNT', { dispute, reason });
}
