export type { Engine } from './consortium-record.js';
export { removeNetwork } from './data-directory.js';
export { NetworkRefusal, type RefusalCode } from './network-refusal.js';
export { type Network, type NetworkOptions, SAMPLE_CONSORTIUM, startNetwork } from './start-network.js';
