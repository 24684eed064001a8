export type { CurveLedger } from './curve-ledger.js';
export type { EnergyUnit } from './energy-value.js';
export { importReadings, type ImportOptions, type ImportProgress } from './import-readings.js';
export { importRefusals, type ImportRefusalCode, problemSentence } from './problems.js';
export type { ImportProblem, ImportReport } from './report.js';
