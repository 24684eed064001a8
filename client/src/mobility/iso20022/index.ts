export { readCamt054, type BookingNotification } from './read-camt-054.js';
export { checkPain001, readPain001, type PaymentMessage, type WrittenPayment } from './read-pain-001.js';
export { readPain002 } from './read-pain-002.js';
export { sepaText } from './sepa-text.js';
export { PAIN_001, writePain001, type PaymentFileInput } from './write-pain-001.js';
