export { startFabric } from './fabric-network.js';
export type { FabricNetwork } from './fabric-network.js';
export type { FabricOptions } from './fabric-host.js';
export { findFabricPrograms } from './programs.js';
export type { FabricPrograms } from './programs.js';
