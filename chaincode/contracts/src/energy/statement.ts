import { balanceOf, balances } from '@quartier/rules/accounts';
import {
    MICRO_EUR,
    statementOf,
    unpackSums,
    type Day,
    type SettledDay,
    type Statement,
    type StatementDay,
    type StatementDayMeter,
    type StatementRequest,
} from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';
import { invariant } from '@quartier/rules/wire';

import { readPostings } from '../accounts/index.js';
import type { AreaTransaction } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { bookOf, loadCommunity, meteredData } from './community.js';
import { privateKinds, publicKinds } from './keys.js';
import { MeterNames } from './meter-names.js';

/** A community's month, from its settled days and their postings. */
export async function getStatement(transaction: AreaTransaction, request: StatementRequest): Promise<Statement> {
    return (await loadStatement(transaction, request)).statement;
}

/** A month's statement and the names that its meters go by. */
export async function loadStatement(
    transaction: AreaTransaction,
    request: StatementRequest,
): Promise<{ readonly statement: Statement; readonly names: MeterNames }> {
    const { community, month } = request;
    await loadCommunity(transaction.state, community);
    const collection = await meteredData(transaction);
    const names = new MeterNames(collection, community);
    const days: StatementDay[] = [];
    for (const day of daysOfMonth(month)) {
        const settled = await transaction.state.get(publicKinds.day, [community, day]);
        if (settled !== undefined) days.push(await statementDay(collection, names, settled));
    }
    const statement = statementOf({ community, month, days });
    const issued = await transaction.state.get(publicKinds.issued, [community, month]);
    return { statement: issued === undefined ? statement : { ...statement, issuedAt: issued.issuedAt }, names };
}

async function statementDay(
    collection: PrivateCollection,
    names: MeterNames,
    { community, day, gaps }: SettledDay,
): Promise<StatementDay> {
    const settlement = await collection.get(privateKinds.settlement, [community, day]);
    invariant(settlement !== undefined, 'a settled day has its settlement');
    const amounts = await amountsOfDay(collection, community, day);
    const filled = unpackSums(settlement.filledSteps);
    const sides = [
        {
            role: 'consumer',
            points: settlement.consumers,
            metered: settlement.consumptionWh,
            local: settlement.selfConsumedWh,
        },
        {
            role: 'producer',
            points: settlement.producers,
            metered: settlement.productionWh,
            local: settlement.sharedWh,
        },
    ] as const;
    const meters: StatementDayMeter[] = [];
    for (const { role, points, metered, local } of sides) {
        const meteredWh = unpackSums(metered);
        const localWh = unpackSums(local);
        for (const [index, point] of points.entries()) {
            meters.push({
                ...(await names.on(point, day)),
                role,
                meteredWh: meteredWh[index] ?? 0,
                localWh: localWh[index] ?? 0,
                amountMicroEur: amounts(point),
                filledSteps: filled[meters.length] ?? 0,
            });
        }
    }
    return { day, gaps, meters };
}

/** What each meter is charged (positive) or paid (negative) for a day: the balance of its account. */
async function amountsOfDay(
    collection: PrivateCollection,
    community: string,
    day: Day,
): Promise<(point: string) => bigint> {
    const of = balances(
        await readPostings(collection, { book: bookOf(community), epoch: day.slice(0, 7), ids: [day] }),
    );
    return (point) => balanceOf(of, MICRO_EUR, point);
}
