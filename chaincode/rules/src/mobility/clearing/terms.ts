/** What the organisations of the area decide together on its clearing: the subject `mobility.terms` of their decisions. */
import { zoneFault, type ZoneTable } from '../../units/index.js';
import { malformed, object, oneOf, wholeNumber, type Decoder } from '../../wire/index.js';
import { disputeTerms, type DisputeTerms } from '../disputes/index.js';
import { mspId, zoneTable } from '../members.js';

/** How a window is paid: through a settlement participant, between participants, or by what a set-off leaves. */
export type SettlementTerms =
    | { readonly method: 'hub'; readonly settlement: string }
    | { readonly method: 'direct' }
    | { readonly method: 'setOff' };

export interface MobilityTerms {
    /** Local days and hours of tariffs, plans and bills. */
    readonly zone: ZoneTable;
    /** Lanes that a pair of organisations records legs in; a pair keeps those that it began with. */
    readonly lanes: number;
    /** How long after its end a window still takes legs that ended in it. */
    readonly graceSeconds: number;
    readonly disputes: DisputeTerms;
    /** From a window's closing: how long its pairs may agree and its members declare before they can be taken out. */
    readonly statementSeconds: number;
    /** From a window's netting until its payments are due. */
    readonly paymentSeconds: number;
    readonly settlement: SettlementTerms;
}

export const MOBILITY_TERMS = 'mobility.terms';

const MOST_LANES = 64;
const MOST_GRACE_SECONDS = 31 * 86_400;
const MOST_STATEMENT_SECONDS = 366 * 86_400;
const MOST_PAYMENT_SECONDS = 366 * 86_400;

const hub = object({ method: oneOf(['hub']), settlement: mspId });
const betweenParticipants = object({ method: oneOf(['direct', 'setOff']) });

const settlementTerms: Decoder<SettlementTerms> = (value, at) => {
    const method = typeof value === 'object' && value !== null && 'method' in value ? value.method : undefined;
    return method === 'hub' ? hub(value, at) : betweenParticipants(value, at);
};

const validZone: Decoder<ZoneTable> = (value, at) => {
    const zone = zoneTable(value, at);
    const fault = zoneFault(zone);
    if (fault !== undefined) throw malformed(at, fault);
    return zone;
};

/** @throws Refused REQUEST_MALFORMED */
export const mobilityTerms: Decoder<MobilityTerms> = object({
    zone: validZone,
    lanes: wholeNumber(1, MOST_LANES),
    graceSeconds: wholeNumber(0, MOST_GRACE_SECONDS),
    disputes: disputeTerms,
    statementSeconds: wholeNumber(0, MOST_STATEMENT_SECONDS),
    paymentSeconds: wholeNumber(0, MOST_PAYMENT_SECONDS),
    settlement: settlementTerms,
});
