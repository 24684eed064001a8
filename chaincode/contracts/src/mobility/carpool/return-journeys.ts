import type { Posting } from '@quartier/rules/accounts';
import {
    carpoolEvents,
    carpoolRoles,
    type carpoolWire,
    type CampaignBatch,
    type Count,
    giveBack,
    type JourneyName,
    type JudgedJourneyRecord,
    type ReturnedJourney,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { budgetAccount, post, riderAccount } from './accounts.js';
import { closeBatch, openBatch, type BatchBooks } from './batches.js';
import { VotedPolicies } from './campaign.js';
import { carpoolKinds } from './keys.js';
import { PersonBook } from './person-book.js';
import { SeenJourneys } from './seen-journeys.js';

/**
 * Takes back what journeys were paid, because they were cancelled or a fraud: the limits have their headroom again, the budget its
 * money, and the journeys no longer stand against others. What the rider has spent already, it owes.
 */
export async function returnJourneys(
    transaction: AreaSubmission,
    request: carpoolWire.BatchRequest,
    secret: carpoolWire.ReturnJourneysPrivate,
): Promise<carpoolWire.BatchReply> {
    const { reason } = secret;
    const role = reason === 'fraud' ? carpoolRoles.registry : carpoolRoles.operator;
    const { consortium, caller, time } = transaction;
    if (consortium.organisations[caller.mspId]?.includes(role) !== true)
        throw new Refused('CONSORTIUM_ROLE_MISSING', { mspId: caller.mspId, role, holders: [] });
    const books = await openBatch(transaction, request, secret);
    if (typeof books === 'number') return { sequence: books };

    const { collection, batch, sequence } = books;
    const { campaign } = books.campaign;
    const run: Run = {
        books,
        policies: new VotedPolicies(transaction, campaign),
        people: new PersonBook(collection, campaign),
        seen: new SeenJourneys(collection, campaign),
        batches: new Map(),
        postings: [],
    };
    const journeys: ReturnedJourney[] = [];
    for (const name of secret.journeys) journeys.push(await returnOne(run, name, reason === 'fraud'));
    await post(transaction, collection, campaign, { memo: batch, postings: run.postings, mustBeCovered: false });
    await run.people.save();
    await run.seen.save();
    const returned = journeys.reduce((sum, { paidMicroEur }) => sum + BigInt(paidMicroEur), 0n);
    const record = { kind: 'returned', batch, sequence, by: caller.mspId, at: time, reason, journeys } as const;
    await closeBatch(books, record, -returned);
    transaction.event(carpoolEvents.journeysReturned, { campaign, sequence });
    return { sequence };
}

interface Run {
    readonly books: BatchBooks;
    readonly policies: VotedPolicies;
    readonly people: PersonBook;
    readonly seen: SeenJourneys;
    readonly batches: Map<number, CampaignBatch | undefined>;
    readonly postings: Posting[];
}

async function returnOne(run: Run, name: JourneyName, isOfAnyOperator: boolean): Promise<ReturnedJourney> {
    const { books, seen, people } = run;
    const { operator, journey: id, day } = name;
    const refused = (code: string): ReturnedJourney => ({ ...name, outcome: 'refused', paidMicroEur: '0', code });
    if (!isOfAnyOperator && operator !== books.transaction.caller.mspId) return refused('MOBILITY_JOURNEY_NOT_YOURS');
    const known = await seen.find(operator, day, id);
    if (known === undefined) return refused('MOBILITY_JOURNEY_UNKNOWN');
    const { sequence } = known;
    if (known.isReturned === true) return { ...name, outcome: 'unchanged', sequence, paidMicroEur: '0' };
    const judged = await judgedAt(run, sequence, known.index);
    if (judged === undefined) return refused('MOBILITY_JOURNEY_UNKNOWN');
    const { driver = '', passenger = '', startsAt } = judged.journey;
    await takeBack(run, judged);
    await people.remove({ id, operator, driver, passenger, start: startsAt });
    await seen.set(operator, day, id, { ...known, isReturned: true });
    return { ...name, outcome: 'returned', sequence, paidMicroEur: judged.paidMicroEur };
}

async function takeBack({ people, policies, postings }: Run, judged: JudgedJourneyRecord): Promise<void> {
    const amount = BigInt(judged.paidMicroEur);
    if (amount === 0n) return;
    const counts: readonly Count[] = judged.counts.map(({ add, ...count }) => ({ ...count, add: BigInt(add) }));
    await people.loadCounters(counts.map(({ key }) => key));
    people.count(giveBack({ paidMicroEur: amount, cuts: [], counts }));
    const { policy } = await policies.at(judged.journey.startsAt);
    const rider = judged.journey[policy.recipient] ?? '';
    postings.push({ debit: budgetAccount, credit: riderAccount(rider), asset: 'microEur', amount });
}

async function judgedAt(
    { books: { collection, campaign }, batches }: Run,
    sequence: number,
    index: number,
): Promise<JudgedJourneyRecord | undefined> {
    if (!batches.has(sequence))
        batches.set(sequence, await collection.get(carpoolKinds.batch, [campaign.campaign, String(sequence)]));
    const batch = batches.get(sequence);
    return batch?.kind === 'judged' ? batch.journeys[index] : undefined;
}
