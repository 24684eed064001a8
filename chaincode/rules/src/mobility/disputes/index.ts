export { decideDispute, openDispute, type DisputeContext } from './decide-dispute.js';
export { assertSettledOnce, disputePostings, type DisputePosting, type LegStanding } from './dispute-postings.js';
export {
    disputeCommand,
    disputeCommandNames,
    disputeStates,
    disputeTerms,
    grounds,
    isOver,
    MOST_REJECTIONS,
    opening,
    type Dispute,
    type DisputeCommand,
    type DisputeCommandName,
    type DisputeState,
    type DisputeTerms,
    type Grounds,
    type Opening,
} from './dispute.js';
