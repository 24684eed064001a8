export { decided } from './adopted.js';
export { openEvaluation, openSubmission, type AreaSubmission, type AreaTransaction } from './area-transaction.js';
export { consortiumContract } from './consortium-contract.js';
export { privatePart } from './private-part.js';
export { openSharedCollection } from './shared-collection.js';
