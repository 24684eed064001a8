export type { ColumnChoice } from './columns.js';
export { importEvents, type EventImport, type VehicleImportProgress, type WordChoice } from './import-events.js';
export { importFleet, type FleetImport } from './import-fleet.js';
export type { RefusedLine, VehicleImportReport } from './report.js';
