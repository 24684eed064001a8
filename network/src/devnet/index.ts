export { startDevnet, type Devnet, type DevnetOptions } from './devnet.js';
