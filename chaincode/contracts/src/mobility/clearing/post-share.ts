import {
    addedUse,
    chargeLine,
    mobilityEvents,
    partCommitment,
    riddenLegs,
    type Done,
    type LegRecord,
    type OperatorUse,
    type PostSharePrivate,
    type PostShareRequest,
    type SharePart,
    type SharePartRow,
    type ShareRecord,
} from '@quartier/rules/mobility';
import { dayOfInstant, type ZoneTable } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { pairKinds, publicKinds } from '../keys.js';

import { idDigest, LEDGER_PREFIX } from './digests.js';
import { appendNow, openCase, saveCase, type DisputeCase } from './dispute-case.js';
import { doneAlready } from './pair.js';
import { invalid } from './share.js';
import { batchesOfWindow, LegReader } from './statement.js';
import { termsAt } from './terms.js';

/** Records of a window that a share is checked against at once. */
const MOST_LEGS = 100_000;
const MOST_ROWS = 50_000;

/**
 * The seller shows an operator its part of a share: it must be the one that was published, and what it says of riders must
 * be what the legs between the two say. What the operator is owed changes by it in the window that is open now.
 */
export async function postShare(
    transaction: AreaSubmission,
    { with: operator, share }: PostShareRequest,
    { part, salt }: PostSharePrivate,
): Promise<Done> {
    const { state, caller, time } = transaction;
    const its = await openCase(transaction, operator, operator);
    const { collection } = its.books;
    if ((await collection.get(pairKinds.posted, [share, operator])) !== undefined) return doneAlready(its.books, time);
    const record = await state.get(publicKinds.share, [share]);
    const hash = record?.parts[operator];
    if (record?.seller !== caller.mspId || hash === undefined) throw new Refused('MOBILITY_SHARE_UNKNOWN', { share });
    if (part.operator !== operator || sha256(partCommitment(part, salt)) !== hash) {
        throw invalid(share, 'the part is not the one that was published');
    }
    await requireOfLegs(its, record, { part, zone: (await termsAt(transaction, time)).zone });
    await requireFirst(its, record, part);

    const adjustment = adjustmentRecord(record, part, time);
    if (adjustment !== undefined) await appendNow(its, time, adjustment);
    await collection.put(pairKinds.posted, [share, operator], part);
    await saveCase(its);
    transaction.event(mobilityEvents.sharePosted, { by: caller.mspId, with: operator, share });
    return { done: true };
}

/** Rows say in full what the legs of the window say of the rider's day, or of the rider, and count no more of it. */
async function requireOfLegs(
    { books }: DisputeCase,
    { share, kind, window }: ShareRecord,
    { part, zone }: { readonly part: SharePart; readonly zone: ZoneTable },
): Promise<void> {
    const { operator } = part;
    const reader = new LegReader(books);
    const records: LegRecord[] = [];
    for (const place of await batchesOfWindow(books, window)) {
        if (place.creditor !== operator) continue;
        records.push(...(await reader.batch(place)).map(({ record }) => record));
        if (records.length > MOST_LEGS) throw invalid(share, 'its window has too many legs to check it at once');
    }
    const uses = usesOf(records, (record) => (kind === 'capLoss' ? (dayOfInstant(zone, record.start) ?? '') : ''));
    for (const row of part.rows) {
        const full = uses.get(rowKey(row));
        if (full === undefined || canonicalJson(full) !== canonicalJson(row.full)) {
            throw invalid(share, 'what it says of a rider is not what the legs say');
        }
        if (!isWithin(row.counted, full)) throw invalid(share, 'it counts more of a rider than there is');
    }
    const counted = part.rows.reduce((sum, row) => sum + BigInt(row.counted.amountMicroEur), 0n);
    if (kind === 'capLoss' && BigInt(part.shareMicroEur) > counted) throw invalid(share, 'it takes more than was due');
}

/** What a rider rode with an operator, by rider and day. */
function usesOf(records: readonly LegRecord[], dayOf: (record: LegRecord) => string): ReadonlyMap<string, OperatorUse> {
    const byLeg = new Map(records.map((record) => [record.leg, record]));
    const uses = new Map<string, OperatorUse>();
    for (const { operator, leg, priceMicroEur, durationSeconds, distanceMetres } of riddenLegs(records).legs) {
        const record = byLeg.get(leg);
        if (record === undefined) continue;
        const use = { operator, amountMicroEur: priceMicroEur, durationSeconds, distanceMetres, rides: 1 };
        const key = rowKey({ rider: record.rider, day: dayOf(record) });
        const before = uses.get(key);
        uses.set(key, before === undefined ? use : addedUse(before, use));
    }
    return uses;
}

/** A rider's day, or a rider's pass, of a window is shared once. */
async function requireFirst(
    { books, creditor }: DisputeCase,
    { share, window, kind }: ShareRecord,
    { rows }: SharePart,
): Promise<void> {
    const keys = rows.map(rowKey);
    const posted = (await books.collection.get(pairKinds.postedRows, [window, creditor, kind]))?.rows ?? [];
    const all = [...posted, ...keys];
    if (new Set(all).size < all.length) throw invalid(share, 'something of it is shared already');
    if (all.length > MOST_ROWS) throw invalid(share, 'its window has too many shares');
    await books.collection.put(pairKinds.postedRows, [window, creditor, kind], { rows: all });
}

function adjustmentRecord(
    { share, kind, seller }: ShareRecord,
    { operator, adjustmentMicroEur }: SharePart,
    time: number,
): LegRecord | undefined {
    const amount = BigInt(adjustmentMicroEur);
    if (amount === 0n) return undefined;
    const takes = amount < 0n;
    return {
        operator,
        leg: `${LEDGER_PREFIX}share:${idDigest(share)}`,
        kind: takes ? 'refund' : 'extra',
        seller,
        subscription: `${LEDGER_PREFIX}share`,
        rider: `${LEDGER_PREFIX}share`,
        mode: 'other',
        start: time,
        end: time,
        durationSeconds: 0,
        distanceMetres: 0,
        tariff: share,
        tariffVersion: 1,
        tariffHash: sha256(share),
        currency: 'EUR',
        lines: [chargeLine(takes ? 'REFUND' : 'EXTRA', 1, amount)],
        totalMicroEur: adjustmentMicroEur,
        taxMicroEur: '0',
        charged: [],
        of: share,
        category: takes ? 'REBATE' : 'OTHER',
        reason: kind,
    };
}

function rowKey({ rider, day }: Pick<SharePartRow, 'rider' | 'day'>): string {
    return day === undefined || day === '' ? rider : `${rider} ${day}`;
}

function isWithin(counted: OperatorUse, full: OperatorUse): boolean {
    return (
        counted.operator === full.operator &&
        BigInt(counted.amountMicroEur) <= BigInt(full.amountMicroEur) &&
        counted.durationSeconds <= full.durationSeconds &&
        counted.distanceMetres <= full.distanceMetres &&
        counted.rides <= full.rides
    );
}
