export { newBill, type Bill, type BillRequest } from './bill.js';
export { headroomOf, type KeepHeadroomsOptions } from './headrooms.js';
export type { UnbilledLeg } from './right-to-ride.js';
export { capLossRows, passRevenueRows, type ShareInput } from './share-rows.js';
export type { SoldLeg } from './sold-legs.js';
