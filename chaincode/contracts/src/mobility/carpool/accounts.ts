import type { Posting } from '@quartier/rules/accounts';
import type { carpoolWire, RideAccount, RiderAccount } from '@quartier/rules/mobility';
import { monthOf, utcDay } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { postEntry } from '../../accounts/index.js';
import type { AreaSubmission } from '../../consortium/index.js';
import { sha256, type PrivateCollection } from '../../ledger/index.js';
import { openCarpool } from './campaign.js';
import { carpoolKinds } from './keys.js';
import { OwnRiders } from './riders.js';

const RIDER = 'rider ';

export const budgetAccount = 'budget';
export const riderAccount = (rider: string): string => `${RIDER}${rider}`;
export const rideAccount = (account: RideAccount): string =>
    'rider' in account ? riderAccount(account.rider) : `reserve ${account.reserveOf}`;

export interface Entry {
    readonly memo: string;
    readonly postings: readonly Posting[];
    /** Whether no rider may be left below nothing: so of fares and withdrawals. Fees and what is taken back are owed. */
    readonly mustBeCovered: boolean;
}

/**
 * Posts to the campaign's book and keeps each rider's balance beside it, the only one that is read: a posting conflicts with
 * others of its riders alone.
 *
 * @throws Refused MOBILITY_RIDER_FUNDS
 */
export async function post(
    { stub, time }: AreaSubmission,
    collection: PrivateCollection,
    campaign: string,
    { memo, postings, mustBeCovered }: Entry,
): Promise<void> {
    if (postings.length === 0) return;
    const changes = new Map<string, bigint>();
    for (const { debit, credit, amount } of postings) {
        changes.set(debit, (changes.get(debit) ?? 0n) + amount);
        changes.set(credit, (changes.get(credit) ?? 0n) - amount);
    }
    for (const [account, change] of changes) {
        if (!account.startsWith(RIDER)) continue;
        const rider = account.slice(RIDER.length);
        const balance = (await balanceOf(collection, campaign, rider)) + change;
        if (mustBeCovered && change < 0n && balance < 0n) throw new Refused('MOBILITY_RIDER_FUNDS');
        await collection.put(carpoolKinds.account, [campaign, rider], { balanceMicroEur: balance.toString() });
    }
    await postEntry(collection, { book: campaign, epoch: monthOf(utcDay(time)), id: stub.getTxID(), memo, postings });
}

export async function balanceOf(collection: PrivateCollection, campaign: string, rider: string): Promise<bigint> {
    const { balanceMicroEur }: RiderAccount = (await collection.get(carpoolKinds.account, [campaign, rider])) ?? {
        balanceMicroEur: '0',
    };
    return BigInt(balanceMicroEur);
}

/** A rider whom a fee has left below nothing books nothing more until it is paid. */
export async function requireNothingOwed(
    collection: PrivateCollection,
    campaign: string,
    rider: string,
): Promise<void> {
    if ((await balanceOf(collection, campaign, rider)) < 0n) throw new Refused('MOBILITY_RIDER_OWES');
}

/** What a rider paid to the operator, or is paid out by it. */
export async function moveMoney(
    transaction: AreaSubmission,
    { campaign, batch: movement }: carpoolWire.BatchRequest,
    { rider, amountMicroEur }: carpoolWire.MoveMoneyPrivate,
): Promise<void> {
    const collection = await openCarpool(transaction, campaign);
    await (await OwnRiders.open(transaction, campaign)).require(rider);
    const { mspId } = transaction.caller;
    const parts = [campaign, mspId, movement] as const;
    const digest = sha256(canonicalJson({ rider, amountMicroEur }));
    const earlier = await collection.get(carpoolKinds.movement, parts);
    if (earlier !== undefined && earlier.digest !== digest) throw new Refused('MOBILITY_BATCH_CONFLICT');
    const amount = BigInt(amountMicroEur);
    if (earlier !== undefined || amount === 0n) return;
    const [own, others] = [riderAccount(rider), `operator ${mspId}`];
    const [debit, credit] = amount > 0n ? [own, others] : [others, own];
    const posting = { debit, credit, asset: 'microEur', amount: amount > 0n ? amount : -amount };
    await post(transaction, collection, campaign, { memo: movement, postings: [posting], mustBeCovered: true });
    await collection.put(carpoolKinds.movement, parts, { digest });
}

export async function getAccount(
    collection: PrivateCollection,
    campaign: string,
    rider: string,
): Promise<RiderAccount> {
    return { balanceMicroEur: (await balanceOf(collection, campaign, rider)).toString() };
}
