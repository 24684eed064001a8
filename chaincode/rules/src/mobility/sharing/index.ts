export {
    shareCapLoss,
    sharePassRevenue,
    shareWeights,
    type OperatorShare,
    type PassSplit,
    type ShareWeight,
} from './operator-shares.js';
export { sharingRefusals } from './refusals.js';
export { assertSharedWithin, shareWithin, type Claim, type Part } from './share-within.js';
