import {
    capLossParts,
    mobilityEvents,
    partCommitment,
    passRevenueParts,
    type GetSharePartsReply,
    type GetSharePartsRequest,
    type ShareCapLossPrivate,
    type ShareKind,
    type SharePart,
    type SharePassRevenuePrivate,
    type ShareRecord,
    type ShareRequest,
} from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission, AreaTransaction } from '../../consortium/index.js';
import { PrivateCollection, sha256 } from '../../ledger/index.js';
import { pairKinds, publicKinds } from '../keys.js';

import { loadWindow } from './calendar.js';
import { collectionOfPair } from './pair.js';

/** The seller splits what caps cut of riders' days; the mediator recomputes it. Public is a salted hash of each part. */
export async function shareCaps(
    transaction: AreaSubmission,
    request: ShareRequest,
    { collectionKey, weight, rows }: ShareCapLossPrivate,
): Promise<ShareRecord> {
    if (rows.some(({ day }) => day === undefined)) throw invalid(request.share, 'a cap is of a day');
    return publishShare(transaction, request, {
        kind: 'capLoss',
        collectionKey,
        parts: capLossParts(rows, weight),
    });
}

/** The seller splits what passes brought in, by what they included of each operator. */
export async function sharePasses(
    transaction: AreaSubmission,
    request: ShareRequest,
    { collectionKey, split, rows }: SharePassRevenuePrivate,
): Promise<ShareRecord> {
    if (rows.some(({ day }) => day !== undefined)) throw invalid(request.share, 'a pass is shared without days');
    return publishShare(transaction, request, {
        kind: 'passRevenue',
        collectionKey,
        parts: passRevenueParts(rows, split),
    });
}

/** The parts of a share with what opens their public hashes, to the seller and the mediator. */
export async function getShareParts(
    transaction: AreaTransaction,
    { share, with: other }: GetSharePartsRequest,
): Promise<GetSharePartsReply> {
    const collection = await PrivateCollection.open(transaction.stub, collectionOfPair(transaction, other));
    const stored = await collection?.get(pairKinds.shareParts, [share]);
    if (stored === undefined) throw new Refused('MOBILITY_SHARE_UNKNOWN', { share });
    return stored;
}

async function publishShare(
    transaction: AreaSubmission,
    { share, window, with: mediator }: ShareRequest,
    {
        kind,
        collectionKey,
        parts,
    }: { readonly kind: ShareKind; readonly collectionKey: string; readonly parts: readonly SharePart[] },
): Promise<ShareRecord> {
    const { stub, state, caller, time } = transaction;
    const record = await loadWindow(state, window);
    if (record.state === 'OPEN') throw new Refused('MOBILITY_WINDOW_STATE', { window, state: 'OPEN', step: 'share' });
    const name = collectionOfPair(transaction, mediator);
    const collection =
        (await PrivateCollection.open(stub, name)) ?? (await PrivateCollection.create(stub, name, collectionKey));
    const salted = parts.map((part) => ({ part, salt: collection.pseudonym('share', `${share}\n${part.operator}`) }));
    const hashes = Object.fromEntries(
        salted.map(({ part, salt }) => [part.operator, sha256(partCommitment(part, salt))]),
    );
    const published: ShareRecord = { share, kind, seller: caller.mspId, window, sharedAt: time, parts: hashes };
    const stored = await state.get(publicKinds.share, [share]);
    if (stored !== undefined) {
        if (canonicalJson({ ...stored, sharedAt: time }) === canonicalJson(published)) return stored;
        throw new Refused('MOBILITY_SHARE_EXISTS', { share });
    }
    await collection.put(pairKinds.shareParts, [share], { parts: salted });
    await state.put(publicKinds.share, [share], published);
    transaction.event(mobilityEvents.shared, { share, seller: caller.mspId, kind });
    return published;
}

export function invalid(share: string, reason: string): Refused {
    return new Refused('MOBILITY_SHARE_INVALID', { share, reason });
}
