import { mobilityTerms, MOBILITY_TERMS } from '@quartier/rules/mobility';

import { consortiumContract } from '../consortium/index.js';

import { CarpoolContract, carpoolSubjects } from './carpool/index.js';
import { MobilityContract } from './clearing/mobility-contract.js';

/** What a peer runs; the first contract is the chaincode's default. */
export const contracts = [
    MobilityContract,
    CarpoolContract,
    consortiumContract({ [MOBILITY_TERMS]: mobilityTerms, ...carpoolSubjects }),
];
