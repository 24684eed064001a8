/** Evaluations of what two organisations share, answered by their own peers to their own people. */
import {
    clearingLimits,
    legContent,
    legDifferences,
    ofOutcomeRuns,
    ofRosterRow,
    pairStatement,
    totalsDifferences,
    type Authorisation,
    type ComparePairPrivate,
    type ComparePairReply,
    type DisputeRecord,
    type GetAuthorisationRequest,
    type GetDisputeRequest,
    type GetLegRequest,
    type GetOutcomesReply,
    type GetOutcomesRequest,
    type GetStatementReply,
    type ListDisputesReply,
    type ListedLeg,
    type ListLegsReply,
    type ListLegsRequest,
    type ListSubscriptionsReply,
    type ListSubscriptionsRequest,
    type PairWindowRequest,
    type StatedLeg,
    type StatedLegOnWire,
    type SubmittedStatement,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { pairKinds } from '../keys.js';

import { DisputeBook } from './dispute-book.js';
import { LegBook } from './leg-book.js';
import { findPair, openPair, pairOf, requireOfPair, type PairBooks } from './pair.js';
import { Roster } from './roster.js';
import { batchesOfWindow, ledgerStatement, LegReader, statedLegs } from './statement.js';

/** What became of a batch, to its operator or the seller. */
export async function getOutcomes(
    transaction: AreaTransaction,
    { with: other, batch, lane }: GetOutcomesRequest,
): Promise<GetOutcomesReply> {
    const { collection, own } = await openPair(transaction, other);
    for (const creditor of [own, other]) {
        const stored = await collection.get(pairKinds.lane, [creditor, String(lane)]);
        const found = stored?.outcomes.find((of) => of.batch === batch);
        if (found !== undefined) return { outcomes: ofOutcomeRuns(found.runs) };
    }
    throw new Refused('MOBILITY_BATCH_UNKNOWN');
}

export async function listLegs(
    transaction: AreaTransaction,
    { with: other, window, cursor }: ListLegsRequest,
): Promise<ListLegsReply> {
    const books = await openPair(transaction, other);
    const places = await batchesOfWindow(books, window);
    const reader = new LegReader(books);
    const legs: ListedLeg[] = [];
    let at = offsetOf(cursor);
    for (; at < places.length; at += 1) {
        const place = places[at];
        const batch = place === undefined ? [] : await reader.batch(place);
        if (legs.length > 0 && legs.length + batch.length > clearingLimits.legsPerPage) break;
        legs.push(...batch);
    }
    return at < places.length ? { legs, next: cursorOf(at) } : { legs };
}

export async function getLeg(
    transaction: AreaTransaction,
    { with: other, operator, leg, day }: GetLegRequest,
): Promise<ListedLeg> {
    const books = await openPair(transaction, other);
    requireOfPair(books, operator);
    const found = await new LegBook(books, { creditor: operator, calendar: [], time: 0 }).find(leg, day);
    if (found === undefined) throw new Refused('MOBILITY_LEG_UNKNOWN');
    const { lane, ...listed } = found;
    const open = await new DisputeBook(books, operator).openOn(lane, leg);
    return { ...listed, digest: sha256(legContent(found.record)), disputed: open !== undefined };
}

export async function listDisputes(transaction: AreaTransaction, other: string): Promise<ListDisputesReply> {
    const books = await openPair(transaction, other);
    const disputes = [];
    for (const creditor of pairOf(books.own, books.other)) {
        const debtor = creditor === books.own ? books.other : books.own;
        for (const { dispute, leg, window, state } of await new DisputeBook(books, creditor).all()) {
            disputes.push({ dispute, leg, creditor, debtor, window, state });
        }
    }
    return { disputes };
}

export async function getDispute(
    transaction: AreaTransaction,
    { with: other, operator, dispute }: GetDisputeRequest,
): Promise<DisputeRecord> {
    const books = await openPair(transaction, other);
    requireOfPair(books, operator);
    return new DisputeBook(books, operator).load(dispute);
}

export async function listSubscriptions(
    transaction: AreaTransaction,
    { with: other, seller, cursor }: ListSubscriptionsRequest,
): Promise<ListSubscriptionsReply> {
    const books = await openPair(transaction, other);
    requireOfPair(books, seller);
    const roster = new Roster(books, seller);
    const bucket = offsetOf(cursor);
    const rows = bucket < roster.buckets ? await roster.rows(bucket) : {};
    const subscriptions = Object.entries(rows).map(([subscription, row]) => {
        const { seller: _seller, ...shared } = ofRosterRow({ seller, subscription }, row);
        return shared;
    });
    return bucket + 1 < roster.buckets ? { subscriptions, next: cursorOf(bucket + 1) } : { subscriptions };
}

export async function getAuthorisation(
    transaction: AreaTransaction,
    { with: other, operator, authorisation }: GetAuthorisationRequest,
): Promise<Authorisation> {
    const books = await openPair(transaction, other);
    requireOfPair(books, operator);
    const found = await books.collection.get(pairKinds.authorisation, [operator, authorisation]);
    if (found === undefined) throw new Refused('MOBILITY_AUTHORISATION_UNKNOWN');
    return found;
}

/** Of two that never had books, that nothing is owed. */
export async function getStatement(
    transaction: AreaTransaction,
    { with: other, window }: PairWindowRequest,
): Promise<GetStatementReply> {
    const books = await findPair(transaction, other);
    if (books === undefined) {
        const pair = pairOf(transaction.caller.mspId, other);
        return { ledger: pairStatement({ window, pair, legs: [], sha256 }), submitted: [] };
    }
    const agreed = await books.collection.get(pairKinds.agreed, [window]);
    return {
        ledger: await ledgerStatement(books, window),
        submitted: await submittedOf(books, window),
        ...(agreed === undefined ? {} : { agreed }),
    };
}

/** How far apart the two are, and the legs by which the caller's own books differ from the ledger's. */
export async function comparePair(
    transaction: AreaTransaction,
    { with: other, window }: PairWindowRequest,
    { legs }: ComparePairPrivate,
): Promise<ComparePairReply> {
    const books = await openPair(transaction, other);
    const submitted = await submittedOf(books, window);
    const [ours, theirs] = [books.own, other].map((mspId) => submitted.find(({ by }) => by === mspId));
    const totals = ours && theirs ? totalsDifferences(ours.statement, theirs.statement) : [];
    if (legs === undefined) return { submitted, totals };
    const differences = legDifferences(legs.map(ofWire), await statedLegs(books, window));
    return {
        submitted,
        totals,
        legs: {
            missingHere: differences.missingHere.map(toWire),
            missingThere: differences.missingThere.map(toWire),
            different: differences.different.map((pair) => ({ ours: toWire(pair.ours), theirs: toWire(pair.theirs) })),
        },
    };
}

async function submittedOf(
    { collection, own, other }: PairBooks,
    window: string,
): Promise<readonly SubmittedStatement[]> {
    const submitted: SubmittedStatement[] = [];
    for (const by of pairOf(own, other)) {
        const stored = await collection.get(pairKinds.submitted, [window, by]);
        if (stored !== undefined) submitted.push(stored);
    }
    return submitted;
}

function ofWire(leg: StatedLegOnWire): StatedLeg {
    return { ...leg, amountMicroEur: BigInt(leg.amountMicroEur) };
}

function toWire(leg: StatedLeg): StatedLegOnWire {
    return { ...leg, amountMicroEur: leg.amountMicroEur.toString() };
}

function cursorOf(offset: number): string {
    return Buffer.from(String(offset)).toString('base64url');
}

function offsetOf(cursor: string | undefined): number {
    const offset = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Number.isSafeInteger(offset) && offset >= 0 ? offset : 0;
}
