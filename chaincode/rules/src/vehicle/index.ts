export type * from './events.js';
export type { PassportId, VehicleIdentity } from './identity.js';
export * from './records.js';
export * from './transactions.js';
