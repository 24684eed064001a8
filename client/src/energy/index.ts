export type { EnergyClient, ListedCommunity, NewCommunity, NewParameters, NewPrice, SupplyRange } from './client.js';
export type { EnergyEvent } from './events.js';
export {
    importReadings,
    importRefusals,
    problemSentence,
    type CurveLedger,
    type EnergyUnit,
    type ImportOptions,
    type ImportProblem,
    type ImportProgress,
    type ImportRefusalCode,
    type ImportReport,
} from './import/index.js';
export { readKeyFile } from './key-file.js';
export { ledgerEnergyClient } from './ledger-client.js';
export { addMembersOfFile, type Admission, type AdmissionReport, type RefusedRow } from './member-admission.js';
export { readMemberFile, type MemberRow } from './member-file.js';
export { energyCatalogue, energySentence } from './sentences.js';
export type { SettledDayOutcome, SettlementProgress, SettlementRange, SettlementReport } from './settlement.js';
export { statementCsv } from './statement-csv.js';
export { UnknownZone, zoneTable } from './zone-table.js';
