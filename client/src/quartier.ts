import { consortiumRefusals } from '@quartier/rules/consortium';
import type { RefusalCatalogue } from '@quartier/rules/wire';

import { energyCatalogue, ledgerEnergyClient, type EnergyClient } from './energy/index.js';
import { openConnection, type Area, type ConnectionOptions, type Profile, type Signatory } from './gateway/index.js';
import {
    ledgerCarpoolClient,
    ledgerMobilityClient,
    mobilityCatalogue,
    type CarpoolClient,
    type MobilityClient,
} from './mobility/index.js';
import { ledgerVehicleClient, vehicleCatalogue, type VehicleClient } from './vehicle/index.js';

/** Every refusal that a call of an area can meet, by the area's name. */
const catalogues: ReadonlyMap<string, RefusalCatalogue> = new Map([
    ['energy', energyCatalogue],
    ['mobility', mobilityCatalogue],
    ['vehicle', vehicleCatalogue],
]);

/** The business areas of a consortium, as one of its organisations sees them. */
export interface Quartier {
    /** MSP id of the caller. */
    readonly mspId: string;
    /** The energy area. Throws `ProfileInvalid` when the profile has no channel with its chaincode. */
    readonly energy: EnergyClient;
    /** The clearing of the mobility area. Throws as `energy` does. */
    readonly mobility: MobilityClient;
    /** Carpooling and incentives, of the mobility area. Throws as `energy` does. */
    readonly carpool: CarpoolClient;
    /** The vehicle area. Throws `ProfileInvalid` when the profile has no channel with its chaincode. */
    readonly vehicle: VehicleClient;
    /** An area without its typed client, for what every area has alike: `proposeDecision(quartier.area('energy'), …)`. */
    area(name: string): Area;
    /** Signs documents for the caller's organisation, such as credentials. */
    readonly signatory: Signatory;
    /** Closes the connection. Calls in flight fail. */
    close(): void;
}

/**
 * Connects to a consortium through the caller's own organisation.
 *
 * @param profile Path of a Fabric connection profile (JSON or YAML), or one that is read already.
 * @throws ProfileInvalid when the profile or its MSP folder cannot be used; ConnectionFailed when no gateway answers.
 * @example
 * const quartier = await connect('profiles/utility.json');
 * const statement = await quartier.energy.statement('confluence', '2016-06');
 * quartier.close();
 */
export async function connect(profile: Profile | string, options: ConnectionOptions = {}): Promise<Quartier> {
    const connection = await openConnection(profile, options);
    const area = (name: string): Area => connection.area(name, catalogues.get(name) ?? consortiumRefusals);
    let energy: EnergyClient | undefined;
    let mobility: MobilityClient | undefined;
    let carpool: CarpoolClient | undefined;
    let vehicle: VehicleClient | undefined;
    return {
        mspId: connection.mspId,
        get energy() {
            energy ??= ledgerEnergyClient(area('energy'));
            return energy;
        },
        get mobility() {
            mobility ??= ledgerMobilityClient(area('mobility'));
            return mobility;
        },
        get carpool() {
            carpool ??= ledgerCarpoolClient(area('mobility'));
            return carpool;
        },
        get vehicle() {
            vehicle ??= ledgerVehicleClient(area('vehicle'));
            return vehicle;
        },
        area,
        signatory: connection.signatory,
        close: () => {
            connection.close();
        },
    };
}
