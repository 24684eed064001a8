export { type CarpoolClient, type SettledRide } from './client.js';
export { ledgerCarpoolClient } from './ledger-client.js';
export { newTelephone, roundedPlace, telephoneOfKey, type Telephone } from './telephone.js';
export { replayCampaign, votedPolicies, type Replay, type ReplayDifference } from './replay.js';
export { openDataCsv, openDataInput } from './open-data-csv.js';
export { registryJourney, type Identities, type RegistryExportOptions } from './registry-export.js';
export { broughtJourney, ridersOf } from './registry-import.js';
export { certifiedJourney, paidJourney, standingJourneys } from './standing-journeys.js';
