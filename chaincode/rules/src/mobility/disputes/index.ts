export { decideDispute, openDispute, type DisputeContext } from './decide-dispute.js';
export { assertSettledOnce, disputePostings, type DisputePosting, type LegStanding } from './dispute-postings.js';
export {
    disputeCommand,
    disputeCommandNames,
    disputeStates,
    disputeTerms,
    isOver,
    MOST_REJECTIONS,
    type Dispute,
    type DisputeCommand,
    type DisputeCommandName,
    type DisputeState,
    type DisputeTerms,
    type Opening,
} from './dispute.js';
