import { createHmac } from 'node:crypto';

import {
    legContent,
    mobilityEvents,
    openDispute,
    outcomeRuns,
    packedText,
    planOfLeg,
    receiptText,
    requireLeg,
    windowOfLeg,
    type LegOutcome,
    type LegRecord,
    type LegsRecorded,
    type LegsToRecord,
    type MobilityTerms,
    type OutcomeRun,
    type PairRequest,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import type { CalendarWindow } from '../keys.js';

import { readCalendar } from './calendar.js';
import { CorrectionBook } from './corrections.js';
import { idDigest, LEDGER_PREFIX } from './digests.js';
import { DisputeBook } from './dispute-book.js';
import { LegBook } from './leg-book.js';
import { LegPrices, type PriceVerdict } from './leg-prices.js';
import { doneAlready, openPair, type PairBooks } from './pair.js';
import { Roster } from './roster.js';
import { termsAt } from './terms.js';

/** All that a batch is checked against. */
interface Recording {
    readonly time: number;
    readonly operator: string;
    readonly seller: string;
    readonly openWindows: readonly CalendarWindow[];
    readonly legs: LegBook;
    readonly roster: Roster;
    readonly prices: LegPrices;
    readonly corrections: CorrectionBook;
    readonly disputes: DisputeBook;
    readonly terms: () => Promise<MobilityTerms>;
}

type Outcome = Omit<LegOutcome, 'index'>;

/**
 * An operator records legs of a seller's riders: each by itself, so that one that is refused stops no other. A record that
 * is there already is left as it is. What became of each stands in the lane of the first, for the reply is in a block.
 */
export async function recordLegs(
    transaction: AreaSubmission,
    { with: seller }: PairRequest,
    { batch, receiptKey, legs }: LegsToRecord,
): Promise<LegsRecorded> {
    const books = await openPair(transaction, seller);
    const recording = await openRecording(transaction, books);
    const { lanes } = recording.legs;
    const lane = recording.legs.laneOf(legs.records[0]?.leg ?? '');
    const digest = sha256(packedText(legs.packed));
    const known = (await lanes.load(lane)).outcomes.find((of) => of.batch === batch);
    if (known !== undefined) {
        if (known.digest !== digest) throw new Refused('MOBILITY_BATCH_CONFLICT');
        return { ...(await doneAlready(books, transaction.time)), receipt: receiptOf(known.runs, receiptKey) };
    }
    const runs = outcomeRuns(await outcomesOf(recording, legs.records));
    lanes.keepOutcomes(lane, { batch, digest, runs });
    lanes.keepPacked(legs);
    await recording.legs.save();
    await recording.corrections.save();
    await recording.prices.save();
    await recording.disputes.save();
    transaction.event(mobilityEvents.legsRecorded, { by: recording.operator, with: seller });
    return { done: true, receipt: receiptOf(runs, receiptKey) };
}

function receiptOf(runs: readonly OutcomeRun[], key: string): string {
    return createHmac('sha256', Buffer.from(key, 'hex')).update(receiptText(runs)).digest('hex');
}

async function openRecording(transaction: AreaSubmission, books: PairBooks): Promise<Recording> {
    const { state, time } = transaction;
    const calendar = await readCalendar(state);
    const legs = new LegBook(books, { creditor: books.own, calendar, time });
    let terms: Promise<MobilityTerms> | undefined;
    const termsOnce = (): Promise<MobilityTerms> => (terms ??= termsAt(transaction, time));
    return {
        time,
        operator: books.own,
        seller: books.other,
        openWindows: calendar.filter((window) => window.state === 'OPEN'),
        legs,
        roster: new Roster(books, books.other),
        prices: new LegPrices(state, books, async () => (await termsOnce()).zone),
        corrections: new CorrectionBook(books, legs),
        disputes: new DisputeBook(books, books.own),
        terms: termsOnce,
    };
}

/** What all legs need is read first: an ordinary leg then waits for nothing, and a batch has hundreds of them. */
async function outcomesOf(recording: Recording, legs: readonly LegRecord[]): Promise<readonly Outcome[]> {
    for (const leg of legs) if (isOfPair(recording, leg)) await load(recording, leg);
    const outcomes: Outcome[] = [];
    for (const leg of legs) outcomes.push(await outcomeOf(recording, leg));
    return outcomes;
}

async function load({ legs, roster, prices }: Recording, leg: LegRecord): Promise<void> {
    await legs.load(leg.leg, utcDay(leg.end));
    if (isRide(leg)) await roster.load(leg.subscription);
    if (isRide(leg) || leg.kind === 'credit') await prices.load(leg);
}

async function outcomeOf(recording: Recording, leg: LegRecord): Promise<Outcome> {
    try {
        return { outcome: await recordOne(recording, leg) };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { reason } = error.details;
        return { outcome: 'refused', code: error.code, ...(typeof reason === 'string' ? { reason } : {}) };
    }
}

async function recordOne(recording: Recording, leg: LegRecord): Promise<Outcome['outcome']> {
    const { time, operator, seller, legs, openWindows } = recording;
    if (!isOfPair(recording, leg)) throw new Refused('MOBILITY_LEG_OF_ANOTHER', { operator, seller });
    if (legs.has(leg.leg, utcDay(leg.end))) return requireSame(recording, leg);
    if (leg.leg.startsWith(LEDGER_PREFIX)) throw invalid(`ids that start with ${LEDGER_PREFIX} are kept`);
    requireLeg(leg, time);
    const { corrections, disputes } = recording;
    const original = leg.of === undefined ? undefined : await corrections.requireCorrects(leg, disputes);
    const verdict = isRide(leg) ? rideVerdict(recording, leg) : undefined;
    const at = windowOfLeg({ endedAt: leg.end, arrivedAt: time }, openWindows);
    const lane = legs.laneOf(leg.leg);
    const claimedMicroEur = verdict?.claimedMicroEur;
    if (claimedMicroEur !== undefined) await disputes.requireSpace(lane);
    const amount = BigInt(leg.totalMicroEur);
    if (!legs.lanes.hasRoom(lane, amount)) await legs.lanes.makeRoom(lane, amount);
    legs.append(leg, at);
    if (original !== undefined) await corrections.add(leg, original);
    countCharges(recording, leg, verdict);
    if (claimedMicroEur === undefined) return at.late ? 'late' : 'recorded';
    await disputePrice(recording, leg, { window: at.window, claimedMicroEur });
    return 'disputed';
}

function isOfPair({ operator, seller }: Recording, leg: LegRecord): boolean {
    return leg.operator === operator && leg.seller === seller;
}

/** @throws Refused MOBILITY_LEG_CONFLICT where the id has another record */
async function requireSame({ legs }: Recording, leg: LegRecord): Promise<'unchanged'> {
    const seen = await legs.find(leg.leg, utcDay(leg.end));
    if (seen !== undefined && legContent(seen.record) === legContent(leg)) return 'unchanged';
    throw new Refused('MOBILITY_LEG_CONFLICT');
}

function isRide({ kind }: LegRecord): boolean {
    return kind === 'leg' || kind === 'replacement';
}

/** What later legs of the same rider are capped by. */
function countCharges({ prices }: Recording, leg: LegRecord, verdict: PriceVerdict | undefined): void {
    if (verdict !== undefined) prices.count(leg, verdict.charged);
    else if (leg.kind === 'credit') prices.count(leg, leg.charged);
}

function rideVerdict({ roster, prices }: Recording, leg: LegRecord): PriceVerdict {
    const subscription = roster.find(leg.subscription);
    if (subscription === undefined) throw new Refused('MOBILITY_SUBSCRIPTION_UNKNOWN');
    if (subscription.rider !== leg.rider) throw invalid('its rider is not the one of its subscription');
    const verdict = prices.verdict(leg);
    planOfLeg(subscription, leg.start);
    return verdict;
}

function invalid(reason: string): Refused {
    return new Refused('MOBILITY_LEG_INVALID', { reason });
}

/** What an operator asks for beyond or below its own tariff is in dispute from the start. */
async function disputePrice(
    { time, seller, operator, legs, disputes, terms }: Recording,
    { leg, end, totalMicroEur }: LegRecord,
    { window, claimedMicroEur }: { readonly window: string; readonly claimedMicroEur: string },
): Promise<void> {
    const dispute = openDispute(
        {
            dispute: `${LEDGER_PREFIX}price:${idDigest(leg)}`,
            leg,
            respondent: operator,
            chargedMicroEur: totalMicroEur,
            claimedMicroEur,
        },
        { by: seller, time, terms: (await terms()).disputes, statedAt: null },
    );
    await disputes.open(legs.laneOf(leg), {
        dispute,
        creditor: operator,
        debtor: seller,
        window,
        day: utcDay(end),
        openedAt: time,
        steps: [{ by: seller, at: time, command: 'open', reason: 'PRICE_DIFFERS' }],
    });
}
