export { canonicalJson, type Json } from './canonical-json.js';
export {
    BrokenInvariant,
    invariant,
    parseRefusal,
    refusalSentence,
    Refused,
    type RefusalCatalogue,
    type RefusalDetails,
    type RefusalText,
    type Retry,
} from './refusal.js';
