import {
    chargeLine,
    creditOf,
    disputePostings,
    type DisputePosting,
    type DisputeRecord,
    type LegRecord,
    type LegStanding,
} from '@quartier/rules/mobility';
import { divideHalfAwayFromZero, formatDecimal } from '@quartier/rules/units';
import { invariant } from '@quartier/rules/wire';

import { pairKinds } from '../keys.js';

import { idDigest, LEDGER_PREFIX } from './digests.js';
import { appendNow, windowNow, type DisputeCase } from './dispute-case.js';
import type { FoundLeg } from './leg-book.js';

/**
 * What a dispute that is over brings into the window that is open now: where the charge changes, the exact credit of the
 * record and one in its place at what was settled; a record that its own window left out is carried over first.
 */
export async function settleDispute(its: DisputeCase, record: DisputeRecord, time: number): Promise<void> {
    const { dispute } = record;
    const postings = disputePostings(dispute, await standingOf(its, record));
    if (postings.length === 0) return;
    const { record: original, lane } = await originalOf(its, record);
    for (const posting of postings) {
        if (posting.kind === 'carriedOver') {
            its.legs.lanes.carryOver(lane, original, { from: record.window, to: windowNow(its, time) });
            continue;
        }
        const written = recordOf(posting, original, dispute.dispute);
        await appendNow(its, time, written);
        await its.corrections.add(written, original);
    }
}

async function originalOf({ legs }: DisputeCase, { dispute, day }: DisputeRecord): Promise<FoundLeg> {
    const found = await legs.find(dispute.leg, day);
    invariant(found !== undefined, 'a dispute is about a record that stands');
    return found;
}

async function standingOf({ books }: DisputeCase, { dispute, window }: DisputeRecord): Promise<LegStanding> {
    const agreed = await books.collection.get(pairKinds.agreed, [window]);
    if (agreed === undefined) return 'inWindow';
    return agreed.disputes.includes(dispute.dispute) ? 'leftOut' : 'netted';
}

function recordOf(posting: DisputePosting, original: LegRecord, dispute: string): LegRecord {
    const id = `${LEDGER_PREFIX}${posting.kind}:${idDigest(`${dispute}\n${original.leg}`)}`;
    const reason = 'DISPUTE';
    if (posting.kind === 'credit') return creditOf(original, { leg: id, reason });
    const total = BigInt(posting.amountMicroEur);
    return {
        ...original,
        leg: id,
        kind: 'replacement',
        of: original.leg,
        reason,
        lines: [chargeLine('FIXED', 1, total)],
        totalMicroEur: posting.amountMicroEur,
        taxMicroEur: taxOf(original, total),
        charged: [{ at: original.start, amountMicroEur: posting.amountMicroEur }],
    };
}

/** The tax in the part that is still charged. */
function taxOf({ taxMicroEur, totalMicroEur }: LegRecord, settled: bigint): string {
    const total = BigInt(totalMicroEur);
    return total === 0n ? '0' : formatDecimal(divideHalfAwayFromZero(BigInt(taxMicroEur) * settled, total));
}
