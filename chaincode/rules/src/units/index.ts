export { compareUtf8 } from './order.js';
export type { ZoneTable } from './zone.js';
