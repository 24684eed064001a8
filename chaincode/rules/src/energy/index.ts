export * from './records.js';
export * from './refusals.js';
export * from './transactions.js';
