export {
    type Engine,
    type Network,
    type NetworkOptions,
    NetworkRefusal,
    type RefusalCode,
    removeNetwork,
    SAMPLE_CONSORTIUM,
    startNetwork,
} from './admin/index.js';
export {
    type BatchSettings,
    type ChaincodeDefinition,
    type Channel,
    type CollectionConfig,
    type Consortium,
    DefinitionError,
    type Organisation,
    orderingOrganisation,
    type PeerDefinition,
    readConsortium,
    type UserDefinition,
} from './consortium/index.js';
export { issueIdentities, ordererOrganisationFolders, peerOrganisationFolders } from './identity/index.js';
