export { convertCampaigns, type ConvertedCampaign } from './convert-campaigns.js';
export { type CampaignOptions } from './campaign-row.js';
export { readCountersFile } from './counters-file.js';
export { incentiveFileRefusals, type IncentiveFileRefusalCode } from './file-refusals.js';
export { readJourneysFile, type BadRow, type JourneyRow, type JourneysFile } from './journeys-file.js';
export { completePolicy, policyOf, readPolicyFile } from './policy-file.js';
export { payRows, type PaidRow, type RowsToPay } from './pay-rows.js';
export { journeyOf } from './registry-journey.js';
export {
    simulate,
    type SimulatedJourney,
    type Simulation,
    type SimulationInput,
    type SimulationTotals,
} from './simulate.js';
export { incentiveStatementCsv } from './statement-csv.js';
