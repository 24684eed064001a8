import {
    legContent,
    mobilityEvents,
    openDispute,
    packLegs,
    planOfLeg,
    requireLeg,
    windowOfLeg,
    type Done,
    type LegOutcomeKind,
    type LegRecord,
    type LegsToRecord,
    type MobilityTerms,
    type PairRequest,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';
import { utcDay } from '@quartier/rules/units';
import { sha256 } from '../../ledger/index.js';

import type { AreaSubmission } from '../../consortium/index.js';
import type { CalendarWindow, OutcomeRun } from '../keys.js';

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

/**
 * An operator records legs of a seller's riders: each by itself, so that one that is refused stops no other. A record that
 * is there already is left as it is. What became of each stands in the lane of the first, for the reply is in a block.
 */
export async function recordLegs(
    transaction: AreaSubmission,
    { with: seller }: PairRequest,
    { batch, legs }: LegsToRecord,
): Promise<Done> {
    const books = await openPair(transaction, seller);
    const recording = await openRecording(transaction, books);
    const packed = packLegs(legs);
    const lane = recording.legs.laneOf(legs[0]?.leg ?? '');
    const digest = sha256(JSON.stringify(packed));
    const known = (await recording.legs.lanes.stored(lane)).outcomes.find((of) => of.batch === batch);
    if (known !== undefined && known.digest !== digest) throw new Refused('MOBILITY_BATCH_CONFLICT');
    if (known !== undefined) return doneAlready(books, transaction.time);

    const runs: OutcomeRun[] = [];
    for (const leg of legs) addOutcome(runs, await outcomeOf(recording, leg));
    await recording.legs.lanes.keepOutcomes(lane, { batch, digest, runs });
    recording.legs.lanes.keepPacked(legs, packed);
    await recording.legs.save();
    await recording.corrections.save();
    await recording.prices.save();
    await recording.disputes.save();
    transaction.event(mobilityEvents.legsRecorded, { by: recording.operator, with: seller });
    return { done: true };
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

type Outcome = readonly [LegOutcomeKind, ...string[]];

async function outcomeOf(recording: Recording, leg: LegRecord): Promise<Outcome> {
    try {
        return [await recordOne(recording, leg)];
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { reason } = error.details;
        return ['refused', error.code, ...(typeof reason === 'string' ? [reason] : [])];
    }
}

async function recordOne(recording: Recording, leg: LegRecord): Promise<LegOutcomeKind> {
    const { time, operator, seller, legs, openWindows } = recording;
    if (leg.operator !== operator || leg.seller !== seller) {
        throw new Refused('MOBILITY_LEG_OF_ANOTHER', { operator, seller });
    }
    const seen = await legs.find(leg.leg, utcDay(leg.end));
    if (seen !== undefined) {
        if (legContent(seen.record) === legContent(leg)) return 'unchanged';
        throw new Refused('MOBILITY_LEG_CONFLICT');
    }
    const checked = await checkLeg(recording, leg);
    const at = windowOfLeg({ endedAt: leg.end, arrivedAt: time }, openWindows);
    await requireRoom(recording, leg, checked.verdict);

    await legs.append(leg, at);
    await keepTraces(recording, leg, checked);
    const claimedMicroEur = checked.verdict?.claimedMicroEur;
    if (claimedMicroEur === undefined) return at.late ? 'late' : 'recorded';
    await disputePrice(recording, leg, { window: at.window, claimedMicroEur });
    return 'disputed';
}

interface CheckedLeg {
    /** What the record corrects. */
    readonly original?: LegRecord;
    /** Of what was ridden. */
    readonly verdict?: PriceVerdict;
}

async function checkLeg(recording: Recording, leg: LegRecord): Promise<CheckedLeg> {
    if (leg.leg.startsWith(LEDGER_PREFIX)) {
        throw new Refused('MOBILITY_LEG_INVALID', { reason: `ids that start with ${LEDGER_PREFIX} are kept` });
    }
    requireLeg(leg, recording.time);
    const original =
        leg.of === undefined ? {} : { original: await recording.corrections.requireCorrects(leg, recording.disputes) };
    const isRide = leg.kind === 'leg' || leg.kind === 'replacement';
    return isRide ? { ...original, verdict: await rideVerdict(recording, leg) } : original;
}

async function requireRoom(
    { legs, disputes }: Recording,
    { leg, totalMicroEur }: LegRecord,
    verdict: PriceVerdict | undefined,
): Promise<void> {
    const lane = legs.laneOf(leg);
    if (verdict?.claimedMicroEur !== undefined) await disputes.requireSpace(lane);
    if (!(await legs.lanes.hasRoom(lane, BigInt(totalMicroEur)))) {
        throw new Refused('MOBILITY_CREDIT_LINE_EXCEEDED');
    }
}

/** What later records of the same leg or rider are checked against. */
async function keepTraces(
    { corrections, prices }: Recording,
    leg: LegRecord,
    { original, verdict }: CheckedLeg,
): Promise<void> {
    if (original !== undefined) await corrections.add(leg, original);
    if (verdict !== undefined) await prices.count(leg, verdict.charged);
    else if (leg.kind === 'credit') await prices.count(leg, leg.charged);
}

async function rideVerdict({ roster, prices }: Recording, leg: LegRecord): Promise<PriceVerdict> {
    const subscription = await roster.find(leg.subscription);
    if (subscription === undefined) throw new Refused('MOBILITY_SUBSCRIPTION_UNKNOWN');
    if (subscription.rider !== leg.rider) {
        throw new Refused('MOBILITY_LEG_INVALID', { reason: 'its rider is not the one of its subscription' });
    }
    const verdict = await prices.verdict(leg);
    planOfLeg(subscription, leg.start);
    return verdict;
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

function addOutcome(runs: OutcomeRun[], outcome: Outcome): void {
    const last = runs.at(-1);
    if (last?.length === outcome.length + 1 && outcome.every((part, index) => part === last[index + 1])) {
        runs[runs.length - 1] = [last[0] + 1, ...outcome];
    } else {
        runs.push([1, ...outcome]);
    }
}
