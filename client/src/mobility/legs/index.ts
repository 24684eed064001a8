export { importLegs, type LegImportOptions, type LegImportReport, type LegProblem } from './import-legs.js';
export { legFileRefusals, type LegFileRefusalCode } from './leg-file-refusals.js';
export {
    isBadRow,
    legColumns,
    type BadLegRow,
    type LegColumn,
    type LegDefaults,
    type LegRow,
    type ReadRow,
} from './leg-row.js';
export { rowPricing, type PricingRoom, type PricedRow } from './price-rows.js';
export { readLegs, type LegFileOptions } from './read-legs.js';
export { readRidersFile, type RiderOfLeg } from './riders-file.js';
