export { maximumSetOff } from './maximum-set-off.js';
export { assertNetsCancel, netsOf, netsOnWire, type Nets } from './nets.js';
export {
    assertOwed,
    nettingLimits,
    obligation,
    obligations,
    onWire,
    participantsOf,
    totalOf,
    type Obligation,
    type ObligationOnWire,
} from './obligation.js';
export { remainderOf, setOff, setOffOnWire, verifySetOff, type SetOff, type SetOffOnWire } from './set-off.js';
export { assertTransfersSettle, directTransfers, hubTransfers, type Transfer } from './transfers.js';
