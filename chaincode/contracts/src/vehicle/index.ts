import { vehicleDecisions } from '@quartier/rules/vehicle';

import { consortiumContract } from '../consortium/index.js';

import { VehicleContract } from './vehicle-contract.js';

/** What a peer runs; the first contract is the chaincode's default. */
export const contracts = [VehicleContract, consortiumContract(vehicleDecisions)];
