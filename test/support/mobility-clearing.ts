import { createHmac, randomBytes } from 'node:crypto';

import { Refusal, type Area } from '@quartier/client';
import { consortiumTransactions } from '@quartier/rules/consortium';
import {
    activePairs,
    MOBILITY_TERMS,
    mobilityTransactions as t,
    laneOfLeg,
    outcomeRuns,
    packLegs,
    pricedLeg,
    receiptText,
    tariffContent,
    type GetOutcomesReply,
    type GetPositionReply,
    type GetStatementReply,
    type GetWindowReply,
    type LegFacts,
    type LegOutcome,
    type LegRecord,
    type LegsRecorded,
    type ListLegsReply,
    type MobilityTerms,
    type PairStatement,
    type PublishedTariff,
    type RecordLegsPrivate,
    type SettlementRecord,
    type SharedSubscription,
    type TariffVersion,
    type WindowRecord,
} from '@quartier/rules/mobility';

import type { AreaNetwork } from './area-network.js';
import { utcZone } from './energy-community.js';
import { sha256 } from './sha256.js';
import { every, tariffOf } from './tariffs.js';

export const mspIds = { council: 'CouncilMSP', metro: 'MetroMSP', wheels: 'WheelsMSP', cars: 'CarsMSP' } as const;
/** Of the consortium `mobility-five`. */
export const fiveOperators = ['metro', 'wheels', 'cars', 'buses', 'boats'] as const;
export const mspIdsOfFive = { ...mspIds, buses: 'BusesMSP', boats: 'BoatsMSP' } as const;
export type Member = keyof typeof mspIds;
export type Operator = Exclude<Member, 'council'>;
export const operators = ['metro', 'wheels', 'cars'] as const;

export const terms: MobilityTerms = {
    zone: utcZone,
    lanes: 4,
    graceSeconds: 0,
    disputes: { openSeconds: 86_400, answerSeconds: 86_400, mediationSeconds: 86_400, mediator: 'CouncilMSP' },
    statementSeconds: 86_400,
    paymentSeconds: 86_400,
    settlement: { method: 'hub', settlement: 'CouncilMSP' },
};

export const now = (): number => Math.floor(Date.now() / 1_000);
export const utcDayOf = (instant: number): string => new Date(instant * 1_000).toISOString().slice(0, 10);
export const collectionKey = (): string => randomBytes(32).toString('hex');

let count = 0;
/** An id that nothing else of the test run has. */
export function newId(prefix: string): string {
    count += 1;
    return `${prefix}-${String(process.pid)}-${String(count)}`;
}

/** A euro to unlock and five cents for every started minute. */
export function bikeTariff(operator: string, other: Partial<TariffVersion> = {}): TariffVersion {
    return tariffOf({ baseMicroEur: '1000000', time: [every(1, '0.05')] }, { operator, ...other });
}

/** The clearing of a network, by what its members do. */
/** The private part of a transaction that records legs. */
export function legsToRecord(legs: readonly LegRecord[], batch = newId('batch')): RecordLegsPrivate {
    return { batch, receiptKey: randomBytes(32).toString('hex'), legs: packLegs(legs) };
}

export function receiptOf(outcomes: readonly LegOutcome[], receiptKey: string): string {
    const key = Buffer.from(receiptKey, 'hex');
    return createHmac('sha256', key)
        .update(receiptText(outcomeRuns(outcomes)))
        .digest('hex');
}

export class Clearing {
    readonly #network: Pick<AreaNetwork, 'area'>;
    readonly #mspIds: Readonly<Record<string, string>>;

    constructor(network: Pick<AreaNetwork, 'area'>, ids: Readonly<Record<string, string>> = mspIds) {
        this.#network = network;
        this.#mspIds = ids;
    }

    area(member: string, user = 'backoffice'): Promise<Area> {
        return this.#network.area(member, { user });
    }

    mspId(member: string): string {
        return this.#mspIds[member] ?? '';
    }

    async submit(member: string, transaction: string, request: object): Promise<unknown> {
        return (await this.area(member)).submit({ transaction, request });
    }

    async evaluate<T>(member: string, transaction: string, request: object, privatePart?: object): Promise<T> {
        const call = { transaction, request, ...(privatePart === undefined ? {} : { privatePart }) };
        const endorsers = privatePart === undefined ? {} : { endorsers: [this.mspId(member)] };
        return (await (await this.area(member)).evaluate({ ...call, ...endorsers })) as T;
    }

    /** A transaction of two, both of whom endorse. */
    async between(
        [member, other]: readonly [string, string],
        transaction: string,
        { request = {}, privatePart }: { readonly request?: object; readonly privatePart?: object },
    ): Promise<unknown> {
        return (await this.area(member)).submit({
            transaction,
            request: { with: this.mspId(other), ...request },
            ...(privatePart === undefined ? {} : { privatePart }),
            endorsers: [this.mspId(member), this.mspId(other)],
        });
    }

    /** The organisations decide the terms from the first day of the test's time on. */
    async decideTerms(value: MobilityTerms, from = '2015-01-01'): Promise<void> {
        const decision = newId('terms');
        const subject = MOBILITY_TERMS;
        const [first = '', ...others] = Object.keys(this.#mspIds);
        await this.submit(first, consortiumTransactions.propose, { decision, subject, from, value });
        const needed = Math.floor(Object.keys(this.#mspIds).length / 2);
        for (const member of others.slice(0, needed)) {
            await this.submit(member, consortiumTransactions.approve, { decision });
        }
    }

    async declare(member: string, modes: readonly string[] = ['bike', 'scooter', 'shuttle', 'car']): Promise<void> {
        await this.submit(member, t.declareOperator, { name: member, modes });
    }

    async publish(member: string, tariff: TariffVersion): Promise<PublishedTariff> {
        return (await this.submit(member, t.publishTariff, { tariff })) as PublishedTariff;
    }

    async grant([creditor, debtor]: readonly [string, string], limitMicroEur: string): Promise<void> {
        await this.between([creditor, debtor], t.grantCredit, {
            privatePart: { limitMicroEur, collectionKey: collectionKey() },
        });
    }

    /** The seller lets riders ride with an operator. */
    async subscribe(
        [seller, operator]: readonly [string, string],
        ...subscriptions: readonly SharedSubscription[]
    ): Promise<void> {
        await this.between([seller, operator], t.shareSubscriptions, { privatePart: { subscriptions } });
    }

    lane(leg: string, lanes = terms.lanes): number {
        return laneOfLeg(leg, lanes);
    }

    /** Records legs and gives what became of each, which the receipt of the transaction must confirm. */
    async record(
        [operator, seller]: readonly [string, string],
        legs: readonly LegRecord[],
        batch = newId('batch'),
    ): Promise<readonly LegOutcome[]> {
        const privatePart = legsToRecord(legs, batch);
        const { receipt } = (await this.between([operator, seller], t.recordLegs, { privatePart })) as LegsRecorded;
        const lane = this.lane(legs[0]?.leg ?? '');
        const request = { with: this.mspId(seller), batch, lane };
        const { outcomes } = await this.evaluate<GetOutcomesReply>(operator, t.getOutcomes, request);
        if (receipt !== receiptOf(outcomes, privatePart.receiptKey))
            throw new Error('The receipt tells other outcomes');
        return outcomes;
    }

    async position(member: string, other: string): Promise<GetPositionReply> {
        return this.evaluate(member, t.getPosition, { with: this.mspId(other) });
    }

    async legs(member: string, other: string, window: string): Promise<ListLegsReply> {
        return this.evaluate(member, t.listLegs, { with: this.mspId(other), window });
    }

    async window(window: string, member = 'council'): Promise<GetWindowReply> {
        return this.evaluate(member, t.getWindow, { window });
    }

    async statement(member: string, other: string, window: string): Promise<GetStatementReply> {
        return this.evaluate(member, t.getStatement, { with: this.mspId(other), window });
    }

    async state([member, other]: readonly [string, string], window: string, statement?: PairStatement): Promise<void> {
        const stated = statement ?? (await this.statement(member, other, window)).ledger;
        await this.between([member, other], t.submitStatement, {
            request: { window },
            privatePart: { statement: stated },
        });
    }

    async declareNet(member: string, window: string, changed: object = {}): Promise<void> {
        const { openings, netMicroEur } = await this.openings(member, window);
        await (
            await this.area(member)
        ).submit({
            transaction: t.declareNet,
            request: { window, netMicroEur, ...changed },
            privatePart: { openings },
            endorsers: [this.mspId('council'), this.mspId(member)],
        });
    }

    /** What a member opens of a window, and what it comes to. */
    async openings(
        member: string,
        window: string,
    ): Promise<{ readonly openings: readonly object[]; readonly netMicroEur: string }> {
        const { window: record } = await this.window(window, member);
        const own = this.mspId(member);
        const openings = [];
        let net = 0n;
        for (const pair of activePairs(record)) {
            if (!pair.includes(own)) continue;
            const other = pair[0] === own ? pair[1] : pair[0];
            const reply = await this.evaluate<GetStatementReply>(member, t.getStatement, { with: other, window });
            if (reply.agreed === undefined) throw new Error('not agreed');
            const { statement, salt } = reply.agreed;
            openings.push({ with: other, statement, salt });
            for (const { creditor, amountMicroEur } of statement.totals)
                net += creditor === own ? BigInt(amountMicroEur) : -BigInt(amountMicroEur);
        }
        return { openings, netMicroEur: net.toString() };
    }

    /** Both of every pair state what the ledger says; then every member declares its net. */
    async agreeAll(window: string): Promise<void> {
        const { window: record } = await this.window(window);
        for (const [first, second] of record.pairs) {
            const pair = [this.nameOf(first), this.nameOf(second)] as const;
            await this.state(pair, window);
            await this.state([pair[1], pair[0]], window);
        }
        for (const member of record.members) await this.declareNet(this.nameOf(member), window);
    }

    async net(window: string, other: object = {}): Promise<SettlementRecord> {
        return (await this.submit('council', t.netWindow, { window, ...other })) as SettlementRecord;
    }

    nameOf(mspId: string): string {
        return Object.entries(this.#mspIds).find(([, id]) => id === mspId)?.[0] ?? '';
    }

    /** Opens the window that follows the last one, which ends so many seconds from now. */
    async openWindow(seconds: number): Promise<WindowRecord> {
        const last = await this.lastWindow();
        const window = newId('window');
        const from = last?.to ?? now() - 3_600;
        const to = Math.max(now() + seconds, from + 1);
        return (await this.submit('council', t.openWindow, { window, from, to })) as WindowRecord;
    }

    async lastWindow(): Promise<WindowRecord | undefined> {
        const { windows } = await this.evaluate<{ windows: WindowRecord[] }>('council', t.listWindows, {});
        return windows.sort((a, b) => a.to - b.to).at(-1);
    }

    /** Waits until the window takes no more legs, closes it and opens the next one. */
    async close({ window, to, graceSeconds }: WindowRecord): Promise<void> {
        while (now() < to + graceSeconds) await new Promise((resolve) => setTimeout(resolve, 100));
        await this.submit('council', t.closeWindow, { window });
    }
}

/** The code of the refusal that an action ends in. */
export async function codeOf(action: Promise<unknown>): Promise<string> {
    try {
        await action;
        return 'allowed';
    } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
    }
}

/** A rider's subscription, active for long. */
export function subscriptionOf(subscription: string, other: Partial<SharedSubscription> = {}): SharedSubscription {
    const plan = { plan: 'district', version: 1 };
    return {
        subscription,
        rider: `rider of ${subscription}`,
        history: [
            { from: 0, state: 'DRAFT', plan },
            { from: 1, state: 'ACTIVE', plan },
        ],
        expiresAt: null,
        ...other,
    };
}

/** A ride of 20 minutes that has just ended, 2 EUR by the usual tariff, but for what is said. */
export function rideOf(
    tariff: TariffVersion,
    { seller, subscription }: { readonly seller: string; readonly subscription: string },
    other: Partial<LegFacts> = {},
): LegRecord {
    const end = now() - 60;
    const facts: LegFacts = {
        operator: tariff.operator,
        leg: newId('leg'),
        seller,
        subscription,
        rider: `rider of ${subscription}`,
        mode: tariff.mode,
        start: end - 1_200,
        end,
        durationSeconds: 1_200,
        distanceMetres: 5_000,
        ...other,
    };
    return pricedLeg(facts, { tariff, hash: sha256(tariffContent(tariff)) }, { zone: terms.zone });
}

export interface PreparedClearing {
    readonly clearing: Clearing;
    /** A tariff of each operator. */
    readonly tariffs: Readonly<Record<Operator, TariffVersion>>;
    /** A rider's subscription of a seller that an operator knows. */
    subscriber(pair: readonly [seller: Operator, operator: Operator]): Promise<string>;
    /** A leg of the operator under a subscription of the seller. */
    ride(
        pair: readonly [operator: Operator, seller: Operator],
        subscription: string,
        other?: Partial<LegFacts>,
    ): LegRecord;
}

/** The organisations have decided their terms, published tariffs and granted each other a thousand euro. */
export async function prepareClearing(
    network: AreaNetwork,
    decided: Partial<MobilityTerms> = {},
): Promise<PreparedClearing> {
    const clearing = new Clearing(network);
    await clearing.decideTerms({ ...terms, ...decided });
    const tariffs = {} as Record<Operator, TariffVersion>;
    for (const operator of operators) {
        await clearing.declare(operator);
        tariffs[operator] = bikeTariff(mspIds[operator], { tariff: `bikes of ${operator}` });
        await clearing.publish(operator, tariffs[operator]);
        for (const seller of operators) if (seller !== operator) await clearing.grant([operator, seller], '1000000000');
    }
    return {
        clearing,
        tariffs,
        subscriber: async ([seller, operator]) => {
            const subscription = newId('subscription');
            await clearing.subscribe([seller, operator], subscriptionOf(subscription));
            return subscription;
        },
        ride: ([operator, seller], subscription, other = {}) =>
            rideOf(tariffs[operator], { seller: mspIds[seller], subscription }, other),
    };
}
