/** Changes of holder. Holders are salted commitments; the seller gives the buyer a code whose hash stands in the offer. */
import { canonicalJson, Refused } from '../wire/index.js';
import type { EventContext } from './event-context.js';
import type { EventInput, PassportEvent } from './events.js';
import type { PassportRecord } from './records.js';
import type {
    AcceptTransferRequest,
    ClaimHoldingRequest,
    HolderOpening,
    OfferTransferRequest,
    WithdrawTransferRequest,
} from './transactions.js';

type KindOf<K extends PassportEvent['kind']> = Extract<PassportEvent, { readonly kind: K }>;

/** What a holder's commitment is the sha256 of. */
export function holderContent({ holder, salt }: HolderOpening): string {
    return canonicalJson({ holder, salt });
}

/** Whether an opening is that of the passport's holder. */
export function opensHolder(
    passport: Pick<PassportRecord, 'holder'>,
    opening: HolderOpening,
    hash: EventContext['hash'],
): boolean {
    return passport.holder !== undefined && passport.holder === hash(holderContent(opening));
}

export function claimInput({ event, day, holder }: ClaimHoldingRequest): EventInput {
    return { event, day, content: { kind: 'holder-claimed', holder } };
}

export function offerInput({ transfer, day, acceptanceHash }: OfferTransferRequest): EventInput {
    return { event: `${transfer}/offered`, day, content: { kind: 'holder-offered', transfer, acceptanceHash } };
}

export function withdrawInput({ transfer, day }: WithdrawTransferRequest): EventInput {
    return { event: `${transfer}/withdrawn`, day, content: { kind: 'holder-offer-withdrawn', transfer } };
}

export function acceptInput({ transfer, day, holder, reading }: AcceptTransferRequest): EventInput {
    return { event: `${transfer}/accepted`, day, reading, content: { kind: 'holder-changed', transfer, holder } };
}

/** @throws Refused VEHICLE_HOLDER_EXISTS */
export function claimHolding(passport: PassportRecord, event: KindOf<'holder-claimed'>): PassportRecord {
    if (passport.holder !== undefined) throw new Refused('VEHICLE_HOLDER_EXISTS');
    return { ...passport, holder: event.holder, holders: passport.holders + 1 };
}

/** @throws Refused VEHICLE_HOLDER_MISSING; VEHICLE_HOLDER_OPENING_WRONG; VEHICLE_TRANSFER_PENDING; VEHICLE_ACCIDENT_UNDECIDED */
export function offerTransfer(
    passport: PassportRecord,
    event: KindOf<'holder-offered'>,
    context: EventContext,
): PassportRecord {
    requireOpening(passport, context);
    if (passport.transfer !== undefined) throw new Refused('VEHICLE_TRANSFER_PENDING');
    requireNoOpenAccident(passport);
    const { transfer, acceptanceHash, author: offeredBy, recordedAt: offeredAt } = event;
    return { ...passport, transfer: { transfer, acceptanceHash, offeredBy, offeredAt } };
}

/** By whoever proves to hold the vehicle. @throws Refused as {@link offerTransfer}; VEHICLE_TRANSFER_UNKNOWN */
export function withdrawTransfer(
    passport: PassportRecord,
    event: KindOf<'holder-offer-withdrawn'>,
    context: EventContext,
): PassportRecord {
    requireOffered(passport, event.transfer);
    requireOpening(passport, context);
    const { transfer: _, ...rest } = passport;
    return rest;
}

/** @throws Refused VEHICLE_TRANSFER_UNKNOWN; VEHICLE_ACCEPTANCE_CODE_WRONG; VEHICLE_ACCIDENT_UNDECIDED */
export function acceptTransfer(
    passport: PassportRecord,
    event: KindOf<'holder-changed'>,
    context: EventContext,
): PassportRecord {
    const offered = requireOffered(passport, event.transfer);
    const code = context.proof?.acceptanceCode;
    if (code === undefined || context.hash(code) !== offered.acceptanceHash)
        throw new Refused('VEHICLE_ACCEPTANCE_CODE_WRONG');
    requireNoOpenAccident(passport);
    const { transfer: _, ...rest } = passport;
    return { ...rest, holder: event.holder, holders: passport.holders + 1 };
}

function requireOpening(passport: PassportRecord, context: EventContext): void {
    if (passport.holder === undefined) throw new Refused('VEHICLE_HOLDER_MISSING');
    const opening = context.proof?.opening;
    if (opening === undefined || !opensHolder(passport, opening, context.hash))
        throw new Refused('VEHICLE_HOLDER_OPENING_WRONG');
}

function requireOffered(passport: PassportRecord, transfer: string): NonNullable<PassportRecord['transfer']> {
    if (passport.transfer?.transfer !== transfer) throw new Refused('VEHICLE_TRANSFER_UNKNOWN');
    return passport.transfer;
}

/** A buyer must know what an accident did before the vehicle changes hands. */
function requireNoOpenAccident(passport: PassportRecord): void {
    if (passport.accident === 'declared') throw new Refused('VEHICLE_ACCIDENT_UNDECIDED');
}
