export { BACK_OFFICE, consortiumTransactions, type ConsortiumRecord, type Founding } from './records.js';
export { consortiumRefusals } from './refusals.js';
export { decodeFounding } from './decode-founding.js';
