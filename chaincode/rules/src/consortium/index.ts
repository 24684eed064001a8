export { adoptedOn, checkEffect, withAdopted, type AdoptedDecisions } from './adopted-decisions.js';
export {
    decodeDecision,
    decodeInForce,
    decodeListDecisions,
    decodePropose,
    type DecisionSubjects,
} from './decode-decisions.js';
export { decodeFounding } from './decode-founding.js';
export {
    decisionLimits,
    type AdoptedDecision,
    type Decision,
    type DecisionRecord,
    type DecisionState,
    type ValueInForce,
    type Votes,
} from './decision-records.js';
export { BACK_OFFICE, type ConsortiumRecord, type Founding } from './records.js';
export { consortiumRefusals } from './refusals.js';
export * from './transactions.js';
export { assertVotes, castVote, judgeVotes, type Ballot, type Vote } from './voting.js';
