/** Why a network is not started or removed; nothing was changed. */
export type RefusalCode =
    /** The chaincode's compiled files are not there. */
    | 'CHAINCODE_NOT_BUILT'
    /** The data directory holds a network of another consortium. */
    | 'DATA_OF_ANOTHER_CONSORTIUM'
    /** The data directory belongs to a network that runs. */
    | 'DATA_IN_USE'
    /** The directory is not a network's: nothing in it is removed. */
    | 'DATA_NOT_A_NETWORK'
    /** The network's identities stand in another folder than the one named. */
    | 'IDENTITIES_ELSEWHERE'
    /** No network runs in the data directory. */
    | 'NETWORK_NOT_RUNNING'
    /** The network has no peer of that name. */
    | 'UNKNOWN_PEER'
    /** The network has no channel of that name, or several to choose from. */
    | 'UNKNOWN_CHANNEL'
    /** On this engine the definition alone says which chaincodes there are. */
    | 'DEFINITION_DECIDES'
    /** The ledger holds another founding of an area than the definition asks for. */
    | 'FOUNDING_DIFFERS'
    /** The chaincode refused an administrator's ratification. */
    | 'FOUNDING_REFUSED'
    /** Fabric's programs are not installed, or not where they are looked for. */
    | 'FABRIC_NOT_FOUND'
    /** The definition changes what a channel of Fabric was created with. */
    | 'CHANNEL_DIFFERS'
    /** Another program listens on a port of the network. */
    | 'PORT_TAKEN'
    /** A program of Fabric ended, or did not come up in time. */
    | 'PROCESS_ENDED';

export class NetworkRefusal extends Error {
    constructor(
        readonly code: RefusalCode,
        message: string,
        options?: ErrorOptions,
    ) {
        super(message, options);
        this.name = NetworkRefusal.name;
    }
}
