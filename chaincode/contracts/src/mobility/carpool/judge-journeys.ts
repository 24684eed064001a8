import type { Posting } from '@quartier/rules/accounts';
import {
    carpoolEvents,
    carpoolLimits,
    type carpoolWire,
    compareJourneys,
    type CompiledPolicy,
    counterKeysOf,
    findingsOf,
    type Finding,
    type Journey,
    judge,
    type JudgedJourneyRecord,
    pay,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { budgetAccount, post, riderAccount } from './accounts.js';
import { closeBatch, openBatch, type BatchBooks } from './batches.js';
import { VotedPolicies } from './campaign.js';
import { dayIn, recordedOf } from './judge-booking.js';
import { carpoolKinds } from './keys.js';
import { PersonBook } from './person-book.js';
import { OwnRiders } from './riders.js';
import { SeenJourneys } from './seen-journeys.js';

/**
 * Judges journeys, of rides settled here or brought by their operator, and pays what the voted policy gives within its limits.
 * One that is refused says why, the others are done. They use up limits in the order of their start, operator and id.
 */
export async function judgeJourneys(
    transaction: AreaSubmission,
    request: carpoolWire.BatchRequest,
    secret: carpoolWire.JudgeJourneysPrivate,
): Promise<carpoolWire.BatchReply> {
    const size = secret.rides.length + secret.journeys.length;
    const limit = carpoolLimits.journeysPerBatch;
    if (size > limit) throw new Refused('MOBILITY_BATCH_TOO_LARGE', { size, limit });
    const books = await openBatch(transaction, request, secret);
    if (typeof books === 'number') return { sequence: books };

    const run = await openRun(books);
    const candidates = [...(await ridden(run, secret.rides)), ...secret.journeys];
    candidates.sort((one, other) => compareJourneys(one.journey, other.journey));
    const journeys: JudgedJourneyRecord[] = [];
    for (const [index, candidate] of candidates.entries()) journeys.push(await judgeOne(run, candidate, index));

    const { collection, batch, sequence, campaign } = books;
    await post(transaction, collection, campaign.campaign, {
        memo: batch,
        postings: journeys.flatMap((journey) => paymentOf(run, journey)),
        mustBeCovered: false,
    });
    await run.people.save();
    await run.seen.save();
    const { caller, time } = transaction;
    const paid = journeys.reduce((sum, { paidMicroEur }) => sum + BigInt(paidMicroEur), 0n);
    const record = { kind: 'judged', batch, sequence, by: caller.mspId, at: time, journeys } as const;
    await closeBatch(books, record, paid);
    transaction.event(carpoolEvents.journeysJudged, { campaign: campaign.campaign, sequence });
    return { sequence };
}

interface Run {
    readonly books: BatchBooks;
    readonly policies: VotedPolicies;
    readonly riders: OwnRiders;
    readonly people: PersonBook;
    readonly seen: SeenJourneys;
    /** Of each judged journey, who is paid. */
    readonly recipients: Map<JudgedJourneyRecord, string>;
}

interface Candidate {
    readonly journey: Journey;
    readonly endsAt: number;
    /** Of a ride: those of its settlement. A journey that was brought is judged now. */
    readonly findings?: readonly Finding[];
    readonly code?: string;
}

async function openRun(books: BatchBooks): Promise<Run> {
    const { transaction, collection } = books;
    const { campaign } = books.campaign;
    return {
        books,
        policies: new VotedPolicies(transaction, campaign),
        riders: await OwnRiders.open(transaction, campaign),
        people: new PersonBook(collection, campaign),
        seen: new SeenJourneys(collection, campaign),
        recipients: new Map(),
    };
}

async function ridden(
    { books: { collection, campaign } }: Run,
    rides: carpoolWire.JudgeJourneysPrivate['rides'],
): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = [];
    for (const { ride, booking } of rides) {
        const record = await collection.get(carpoolKinds.ride, [campaign.campaign, ride]);
        const judged =
            record !== undefined && Object.hasOwn(record.judged, booking) ? record.judged[booking] : undefined;
        if (judged === undefined) throw new Refused('MOBILITY_JOURNEY_NOT_SETTLED', { ride, booking });
        candidates.push({ journey: judged.journey, endsAt: judged.endsAt, findings: judged.findings });
    }
    return candidates;
}

async function judgeOne(run: Run, candidate: Candidate, index: number): Promise<JudgedJourneyRecord> {
    const { books, seen } = run;
    const { journey, endsAt } = candidate;
    const { operator, id } = journey;
    const day = utcDay(journey.startsAt);
    const digest = sha256(canonicalJson({ journey, endsAt })).slice(0, 32);
    const known = await seen.find(operator, day, id);
    if (known !== undefined)
        return known.digest === digest
            ? { ...nothing(candidate), outcome: 'unchanged' }
            : refusedAs(candidate, 'MOBILITY_JOURNEY_CONFLICT');
    const policy = await run.policies.find(journey.startsAt);
    const code = policy === undefined ? 'MOBILITY_POLICY_NOT_DECIDED' : await faultOf(run, candidate, day);
    if (code !== undefined || policy === undefined) return refusedAs(candidate, code ?? '');
    const findings = candidate.findings ?? (await heldAgainst(run, candidate, policy));
    if (findings === undefined) return refusedAs(candidate, 'MOBILITY_JOURNEYS_FULL');
    const judged =
        findings.length > 0
            ? ({ ...nothing(candidate), outcome: 'found', findings } as const)
            : await payOne(run, candidate, policy);
    await seen.set(operator, day, id, { digest, sequence: books.sequence, index });
    return judged;
}

/** Why a journey is not judged. */
async function faultOf(run: Run, { journey, endsAt, findings }: Candidate, day: string): Promise<string | undefined> {
    const { mspId } = run.books.transaction.caller;
    if (journey.operator !== mspId) return 'MOBILITY_JOURNEY_NOT_YOURS';
    if (!(await run.seen.hasRoom(mspId, day))) return 'MOBILITY_JOURNEYS_FULL';
    if (findings !== undefined) return undefined;
    if (endsAt > run.books.transaction.time) return 'MOBILITY_JOURNEY_FUTURE';
    for (const rider of [journey.driver ?? '', journey.passenger ?? '']) {
        if (!(await run.riders.has(rider))) return 'MOBILITY_RIDER_UNKNOWN';
    }
    return undefined;
}

/** What speaks against a journey that was brought; undefined where a rider has no room for more. One that nothing does stands. */
async function heldAgainst(
    { people, books }: Run,
    { journey, endsAt }: Candidate,
    policy: CompiledPolicy,
): Promise<readonly Finding[] | undefined> {
    const { driver = '', passenger = '' } = journey;
    const recorded = recordedOf({ journey, endsAt }, { driver, passenger, receivedAt: books.transaction.time });
    const known = await people.around([driver, passenger], recorded.start, recorded.end);
    const findings = findingsOf(recorded, { known, dayOf: dayIn(policy) });
    if (findings.length === 0 && !(await people.add(recorded))) return undefined;
    return findings;
}

async function payOne(run: Run, candidate: Candidate, policy: CompiledPolicy): Promise<JudgedJourneyRecord> {
    const { people, recipients } = run;
    const judgement = judge(policy, candidate.journey);
    await people.loadCounters(counterKeysOf(policy, judgement));
    const { paidMicroEur, cuts, counts } = pay(policy, judgement, people.counters);
    people.count(counts);
    const record: JudgedJourneyRecord = {
        ...nothing(candidate),
        outcome: paidMicroEur > 0n ? 'paid' : 'unpaid',
        ...(judgement.refusedBy === undefined ? {} : { refusedBy: judgement.refusedBy }),
        entitledMicroEur: judgement.amountMicroEur.toString(),
        paidMicroEur: paidMicroEur.toString(),
        cuts: cuts.map(({ label, headroom }) => ({ label, headroom: headroom.toString() })),
        counts: counts.map(({ add, ...count }) => ({ ...count, add: add.toString() })),
    };
    recipients.set(record, candidate.journey[policy.policy.recipient] ?? '');
    return record;
}

function paymentOf({ recipients }: Run, record: JudgedJourneyRecord): readonly Posting[] {
    const [rider, amount] = [recipients.get(record), BigInt(record.paidMicroEur)];
    if (rider === undefined || amount === 0n) return [];
    return [{ debit: riderAccount(rider), credit: budgetAccount, asset: 'microEur', amount }];
}

function nothing({ journey, endsAt }: Candidate): Omit<JudgedJourneyRecord, 'outcome'> {
    return { journey, endsAt, findings: [], entitledMicroEur: '0', paidMicroEur: '0', cuts: [], counts: [] };
}

function refusedAs(candidate: Candidate, code: string): JudgedJourneyRecord {
    return { ...nothing(candidate), outcome: 'refused', code };
}
