export * from './carpool/index.js';
export * from './billing/index.js';
export * from './clearing/index.js';
export * from './gbfs/index.js';
export { clearingFileRefusals, type ClearingFileRefusalCode } from './clearing-file-refusals.js';
export * from './incentives/index.js';
export * from './iso20022/index.js';
export * from './legs/index.js';
export * from './netting/index.js';
