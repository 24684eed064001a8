export type { Booking, MatchedOrder, OrderState } from './book-order.js';
export {
    bookedTransfers,
    matchBookings,
    type Matching,
    type MatchingInput,
    type RejectedPayment,
} from './match-bookings.js';
export { accountFault, ibanFault, isBic, type PaymentAccount } from './payment-account.js';
export { paymentExceptionTexts, type PaymentException, type PaymentExceptionKind } from './payment-exceptions.js';
export {
    MOST_PAYMENT_CENTS,
    paymentOrders,
    type EntryDirection,
    type PaymentOrder,
    type PaymentOrders,
} from './payment-order.js';
