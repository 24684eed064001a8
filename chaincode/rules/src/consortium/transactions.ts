/** Transactions of the contract that every area publishes for itself. */
import type { Json } from '../wire/index.js';

import type { Day, DecisionRecord, DecisionState, ValueInForce } from './decision-records.js';

export interface ProposeRequest {
    /** The caller's id of the decision. */
    readonly decision: string;
    readonly subject: string;
    /** Not before the day of the transaction, unless nothing is adopted on the subject yet. */
    readonly from: Day;
    /** Of the shape that the subject has, at most 256 KiB. */
    readonly value: Json;
}
export interface DecisionRequest {
    readonly decision: string;
}
export interface ListDecisionsRequest {
    /** Where to go on: `next` of the page before. */
    readonly after?: string;
    /** At most 100. */
    readonly limit?: number;
}
export interface ListDecisionsReply {
    /** In order of their ids. */
    readonly decisions: readonly DecisionRecord[];
    /** Give it as `after` for the next page; absent on the last. */
    readonly next?: string;
}
export interface InForceRequest {
    readonly subject: string;
    readonly day: Day;
}
export interface InForceReply {
    /** Absent where nothing is in force on the day. */
    readonly inForce?: ValueInForce;
}

export const consortiumTransactions = {
    /** `Ratify(founding)`: an organisation's administrator agrees to the founding. Same content again: same reply. */
    ratify: 'consortium:Ratify',
    /** `Describe()`: evaluation; the {@link ConsortiumRecord}. */
    describe: 'consortium:Describe',
    /** {@link ProposeRequest}; the {@link DecisionRecord}. To propose is to approve. */
    propose: 'consortium:Propose',
    /** {@link DecisionRequest}; the {@link DecisionRecord}. */
    approve: 'consortium:Approve',
    /** {@link DecisionRequest}; the {@link DecisionRecord}. */
    reject: 'consortium:Reject',
    /** Evaluation. {@link DecisionRequest}; the {@link Decision}. */
    getDecision: 'consortium:GetDecision',
    /** Evaluation. {@link ListDecisionsRequest}; {@link ListDecisionsReply}. */
    listDecisions: 'consortium:ListDecisions',
    /** Evaluation. {@link InForceRequest}; {@link InForceReply}. */
    inForce: 'consortium:InForce',
} as const;

export const consortiumEvents = {
    proposed: 'ConsortiumProposed',
    voted: 'ConsortiumVoted',
    /** In place of the other two, where the transaction decides. */
    decided: 'ConsortiumDecided',
} as const;

export interface ConsortiumEvents {
    readonly ConsortiumProposed: {
        readonly decision: string;
        readonly subject: string;
        readonly from: Day;
        readonly mspId: string;
    };
    readonly ConsortiumVoted: {
        readonly decision: string;
        readonly subject: string;
        readonly mspId: string;
        readonly vote: 'approve' | 'reject';
    };
    readonly ConsortiumDecided: {
        readonly decision: string;
        readonly subject: string;
        readonly from: Day;
        readonly state: Exclude<DecisionState, 'open'>;
    };
}
