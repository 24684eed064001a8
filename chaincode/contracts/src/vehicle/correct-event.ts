import {
    confirmationInput,
    correctionInput,
    type ConfirmCorrectionRequest,
    type CorrectEventRequest,
    type EventReply,
} from '@quartier/rules/vehicle';

import type { AreaSubmission } from '../consortium/index.js';

import { recordOne } from './record-one.js';

/** The author's word: in force at once within the window, afterwards proposed until another organisation confirms. */
export function correctEvent(transaction: AreaSubmission, request: CorrectEventRequest): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: correctionInput(request, transaction.time) });
}

/** The word of another organisation than the author, in a transaction of its own. */
export function confirmCorrection(transaction: AreaSubmission, request: ConfirmCorrectionRequest): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: confirmationInput(request, transaction.time) });
}
