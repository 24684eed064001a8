export { type CarpoolClient, type SettledRide } from './client.js';
export { ledgerCarpoolClient } from './ledger-client.js';
export { newTelephone, roundedPlace, telephoneOfKey, type Telephone } from './telephone.js';
export { replayCampaign, votedPolicies, type Replay, type ReplayDifference } from './replay.js';
