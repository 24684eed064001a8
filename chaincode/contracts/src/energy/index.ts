import { consortiumContract } from '../consortium/index.js';

import { EnergyContract } from './energy-contract.js';

/** What a peer runs; the first contract is the chaincode's default. */
export const contracts = [EnergyContract, consortiumContract({})];
