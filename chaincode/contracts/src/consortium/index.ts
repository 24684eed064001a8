export { openEvaluation, openSubmission, type AreaSubmission, type AreaTransaction } from './area-transaction.js';
export { ConsortiumContract } from './consortium-contract.js';
export { privatePart } from './private-part.js';
export { openSharedCollection } from './shared-collection.js';
