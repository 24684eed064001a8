export { clearWindow, obligationsOf, type ClearedWindow, type Settlement } from './clear-window.js';
export {
    lastArrival,
    moveWindow,
    openWindow,
    windowSpan,
    type ClearingWindow,
    type WindowSpan,
    type WindowState,
    type WindowStep,
} from './clearing-window.js';
export {
    activePairs,
    hasDebts,
    isOwed,
    isSetAside,
    staysBetween,
    stillOwed,
    type WindowDebts,
    type WindowSums,
} from './debts.js';
export {
    clearWithout,
    requireDefault,
    requireDue,
    requireSilent,
    type AfterDefault,
    type DefaultInput,
} from './default-rule.js';
export {
    compareLegs,
    pairStatement,
    sortLegs,
    type PairStatement,
    type StatedLeg,
    type StatementInput,
    type StatementTotals,
} from './pair-statement.js';
export {
    legDifferences,
    statementsAgree,
    totalsDifferences,
    type LegDifferences,
    type TotalsDifference,
} from './statement-comparison.js';
export { windowOfLeg, type LegTimes, type LegWindow } from './window-of-leg.js';
