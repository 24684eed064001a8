import { carpoolRequests, INCENTIVE_SUBJECTS } from '@quartier/rules/mobility';

export { CarpoolContract } from './carpool-contract.js';

/** What the organisations decide on carpooling: the policy of each campaign. */
export const carpoolSubjects = { [INCENTIVE_SUBJECTS]: carpoolRequests.votedPolicy };
