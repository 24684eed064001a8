export {
    approveDecision,
    getDecision,
    listDecisions,
    proposeDecision,
    rejectDecision,
    valueInForce,
} from './decisions.js';
