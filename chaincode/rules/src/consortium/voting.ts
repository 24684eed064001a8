import { compareUtf8 } from '../units/index.js';
import { invariant, Refused } from '../wire/index.js';

import type { DecisionRecord, DecisionState, Votes } from './decision-records.js';

export type Vote = 'approve' | 'reject';

/** A vote as cast. */
export interface Ballot {
    readonly mspId: string;
    readonly vote: Vote;
    /** Seconds since 1970-01-01 UTC. */
    readonly time: number;
    /** MSP ids of the area's organisations, which all have one vote. */
    readonly organisations: readonly string[];
}

/**
 * The decision after a vote. An organisation may change its vote while the decision is open. The very same record is
 * given where the vote is cast already, whatever became of the decision since.
 *
 * @throws Refused CONSORTIUM_DECISION_CLOSED
 */
export function castVote(record: DecisionRecord, { mspId, vote, time, organisations }: Ballot): DecisionRecord {
    const [side, other] =
        vote === 'approve' ? (['approvedBy', 'rejectedBy'] as const) : (['rejectedBy', 'approvedBy'] as const);
    if (record[side].includes(mspId)) return record;
    if (record.state !== 'open') {
        throw new Refused('CONSORTIUM_DECISION_CLOSED', { decision: record.decision, state: record.state });
    }
    const votes = {
        ...record,
        [side]: [...record[side], mspId].sort(compareUtf8),
        [other]: record[other].filter((voter) => voter !== mspId),
    };
    const state = judgeVotes(votes, organisations.length);
    const voted = state === 'open' ? votes : { ...votes, state, closedAt: time };
    assertVotes(voted, organisations);
    return voted;
}

/**
 * Adopted by more than half of the organisations, rejected once half or more are against it, for then no majority is
 * possible any more.
 */
export function judgeVotes({ approvedBy, rejectedBy }: Votes, organisations: number): DecisionState {
    if (2 * approvedBy.length > organisations) return 'adopted';
    return 2 * rejectedBy.length >= organisations ? 'rejected' : 'open';
}

/** Only organisations of the area vote, each once, and nothing is adopted but by more than half of them. */
export function assertVotes(
    { approvedBy, rejectedBy, state }: Pick<DecisionRecord, 'approvedBy' | 'rejectedBy' | 'state'>,
    organisations: readonly string[],
): void {
    const voters = [...approvedBy, ...rejectedBy];
    invariant(new Set(voters).size === voters.length, 'an organisation votes once');
    invariant(
        voters.every((voter) => organisations.includes(voter)),
        'only organisations of the area vote',
    );
    invariant(
        (state === 'adopted') === approvedBy.length > organisations.length - approvedBy.length,
        'a decision is adopted by more than half of the organisations',
    );
}
