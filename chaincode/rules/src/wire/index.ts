export { canonicalJson, type Json } from './canonical-json.js';
export {
    decodeJson,
    listOf,
    malformed,
    nullOr,
    object,
    oneOf,
    recordOf,
    text,
    wholeNumber,
    type Decoder,
} from './decode.js';
export { PRIVATE_PART } from './private-part.js';
export {
    BrokenInvariant,
    detailNames,
    invariant,
    parseRefusal,
    refusalSentence,
    Refused,
    type RefusalCatalogue,
    type RefusalDetails,
    type RefusalText,
    type Retry,
} from './refusal.js';
