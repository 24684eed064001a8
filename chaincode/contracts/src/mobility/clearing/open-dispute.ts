import {
    mobilityEvents,
    openDispute,
    stillPaid,
    type DisputeRecord,
    type Done,
    type OpenDisputePrivate,
    type PairRequest,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { pairKinds } from '../keys.js';

import { LEDGER_PREFIX } from './digests.js';
import { openCase, saveCase, type DisputeCase } from './dispute-case.js';
import type { FoundLeg } from './leg-book.js';
import { doneAlready } from './pair.js';
import { termsAt } from './terms.js';

/** One of the two says that a record should have been charged differently. */
export async function openLegDispute(
    transaction: AreaSubmission,
    { with: other }: PairRequest,
    asked: OpenDisputePrivate,
): Promise<Done> {
    const { time, caller } = transaction;
    const its = await openCase(transaction, other, asked.operator);
    const stored = await its.books.collection.get(pairKinds.dispute, [its.creditor, asked.dispute]);
    if (stored !== undefined) {
        requireSame(stored, asked, caller.mspId);
        return doneAlready(its.books, time);
    }
    if (asked.dispute.startsWith(LEDGER_PREFIX)) throw new Refused('MOBILITY_DISPUTE_EXISTS');
    const found = await its.legs.find(asked.leg, asked.day);
    if (found === undefined) throw new Refused('MOBILITY_LEG_UNKNOWN');
    await requireUncorrected(its, found, asked.dispute);
    const { dispute: id, leg, claimedMicroEur, reason, evidence } = asked;
    const opening = {
        dispute: id,
        leg,
        respondent: other,
        chargedMicroEur: found.record.totalMicroEur,
        claimedMicroEur,
    };
    const terms = (await termsAt(transaction, time)).disputes;
    const dispute = openDispute(opening, {
        by: caller.mspId,
        time,
        terms,
        statedAt: await statedAt(its, found.window),
    });
    await its.disputes.open(found.lane, {
        dispute,
        creditor: its.creditor,
        debtor: its.debtor,
        window: found.window,
        day: asked.day,
        openedAt: time,
        steps: [
            {
                by: caller.mspId,
                at: time,
                command: 'open',
                reason,
                ...(evidence === undefined ? {} : { evidence }),
            },
        ],
    });
    await saveCase(its);
    transaction.event(mobilityEvents.disputeMoved, { by: caller.mspId, with: other });
    return { done: true };
}

async function statedAt({ books }: DisputeCase, window: string): Promise<number | null> {
    return (await books.collection.get(pairKinds.agreed, [window]))?.agreedAt ?? null;
}

/** What was taken back is no more in dispute; a record that takes something back is corrected by a new one. */
async function requireUncorrected(its: DisputeCase, { record }: FoundLeg, dispute: string): Promise<void> {
    const others = await its.corrections.of(record.leg);
    const isWhole = stillPaid(record, others) === BigInt(record.totalMicroEur);
    if (BigInt(record.totalMicroEur) < 0n || !isWhole) {
        throw new Refused('MOBILITY_DISPUTE_AMOUNT', { dispute, reason: 'it was taken back, whole or in part' });
    }
}

function requireSame({ dispute }: DisputeRecord, asked: OpenDisputePrivate, by: string): void {
    const same =
        dispute.opener === by && dispute.leg === asked.leg && dispute.claimedMicroEur === asked.claimedMicroEur;
    if (!same) throw new Refused('MOBILITY_DISPUTE_EXISTS');
}
