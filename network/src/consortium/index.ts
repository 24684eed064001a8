export type {
    BatchSettings,
    ChaincodeDefinition,
    Channel,
    CollectionConfig,
    Consortium,
    Organisation,
    PeerDefinition,
    UserDefinition,
} from './definition.js';
export { DefinitionError } from './definition-error.js';
export { orderingOrganisation } from './ordering.js';
export type { OrderingOrganisation } from './ordering.js';
export { readConsortium } from './read-definition.js';
