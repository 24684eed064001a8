import type { CollectionConfig } from './definition.js';

/** A collection and the MSP ids that share it. */
export interface SharedCollection {
    readonly config: CollectionConfig;
    readonly members: readonly string[];
    /**
     * What its transactions write of the public state carries endorsement policies of its own, so that the chaincode's
     * policy, which only creates those keys, may ask for more than the collection's members.
     */
    readonly ownKeyPolicies: boolean;
}
