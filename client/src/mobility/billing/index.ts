export { newBill, type Bill, type BillRequest } from './bill.js';
export { headroomOf, type KeepHeadroomsOptions } from './headrooms.js';
export { capLossRows, passRevenueRows, type ShareInput } from './share-rows.js';
export type { SoldLeg } from './sold-legs.js';
