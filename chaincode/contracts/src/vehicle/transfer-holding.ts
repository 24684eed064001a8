/** Changes of holder, in two steps: the holder offers by opening the commitment, the next one accepts with the code. */
import {
    acceptInput,
    claimInput,
    offerInput,
    opensHolder,
    withdrawInput,
    type AcceptTransferRequest,
    type ClaimHoldingRequest,
    type EventReply,
    type HolderOpening,
    type OfferTransferRequest,
    type PassportId,
    type ProveHoldingReply,
    type WithdrawTransferRequest,
} from '@quartier/rules/vehicle';

import type { AreaSubmission, AreaTransaction } from '../consortium/index.js';
import { sha256 } from '../ledger/index.js';

import { loadPassport } from './load-passport.js';
import { recordOne } from './record-one.js';

export function claim(transaction: AreaSubmission, request: ClaimHoldingRequest): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: claimInput(request) });
}

export function offer(
    transaction: AreaSubmission,
    request: OfferTransferRequest,
    opening: HolderOpening,
): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: offerInput(request), proof: { opening } });
}

export function withdraw(
    transaction: AreaSubmission,
    request: WithdrawTransferRequest,
    opening: HolderOpening,
): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: withdrawInput(request), proof: { opening } });
}

export function accept(
    transaction: AreaSubmission,
    request: AcceptTransferRequest,
    acceptanceCode: string,
): Promise<EventReply> {
    return recordOne(transaction, request.passport, { input: acceptInput(request), proof: { acceptanceCode } });
}

/** Whether an opening is that of the present holder: what a buyer asks before paying. */
export async function proveHolding(
    { state }: AreaTransaction,
    passport: PassportId,
    opening: HolderOpening,
): Promise<ProveHoldingReply> {
    return { holds: opensHolder(await loadPassport(state, passport), opening, sha256) };
}
