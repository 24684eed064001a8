export type { BatchOptions, BatchProgress, VehicleClient } from './client.js';
export * from './credential/index.js';
export type { VehicleChange, VehicleChanges, VehicleEvent } from './events.js';
export { acceptanceHashOf, commitmentOf, newSecret, readHolderFile, writeHolderFile } from './holder-file.js';
export * from './import/index.js';
export { ledgerVehicleClient } from './ledger-client.js';
export { standingOf } from './standing.js';
export { vehicleCatalogue, vehicleSentence } from './sentences.js';
