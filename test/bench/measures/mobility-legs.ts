import { join } from 'node:path';

import { openConnection, readProfile, type Area, type Connection } from '@quartier/client';
import { consortiumRefusals } from '@quartier/rules/consortium';
import {
    laneOfLeg,
    mobilityRefusals,
    mobilityTransactions,
    packLegs,
    type GetOutcomesReply,
    type LegRecord,
} from '@quartier/rules/mobility';

import { bikeTariff, Clearing, newId, rideOf, subscriptionOf, terms } from '../../support/mobility-clearing.js';
import { type Engine, engines } from '../../support/programs.js';
import { bestRate, inFlight, type Rate } from '../best-rate.js';
import { openGatewayClient } from '../gateway-client.js';
import { MOBILITY_BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { inTemporaryFolder, withNetwork } from '../network-process.js';

const LANES = 64;
const LEGS_A_BATCH = 200;
const SUBSCRIPTIONS = 1_000;
const TIMES_SINGLE = 50;
const NOOPS_A_BATCH = 4;
const MSP_IDS = { council: 'CouncilMSP', metro: 'MetroMSP', wheels: 'WheelsMSP' };

/** Legs cleared in a second: 200 a transaction, against one a transaction and transactions that do nothing. */
export const mobilityLegs: Measure = {
    name: 'mobility-legs',
    conditions:
        '3 organisations; operator and seller endorse; 1,000 subscriptions, 64 lanes, one batch in flight a lane; each leg priced anew; commit awaited and outcomes read',
    run: async (options) => {
        const figures: Figure[] = [];
        for (const engine of engines()) figures.push(...(await measureEngine(engine, options)));
        return figures;
    },
};

interface Setting {
    readonly operator: Area;
    readonly template: LegRecord;
    readonly engine: Engine;
    readonly profile: string;
    readonly options: MeasureOptions;
}

function measureEngine(engine: Engine, options: MeasureOptions): Promise<readonly Figure[]> {
    options.progress(`starting ${engine}`);
    return inTemporaryFolder((folder) =>
        withNetwork(
            join(folder, 'network'),
            MOBILITY_BENCH_CONSORTIUM,
            async ({ profiles }) => {
                const connections = new Map<string, Connection>();
                const area = async (member: string): Promise<Area> => {
                    const known = connections.get(member);
                    const connection = known ?? (await openConnection(await readProfile(profiles[member] ?? '')));
                    connections.set(member, connection);
                    return connection.area('mobility', { ...consortiumRefusals, ...mobilityRefusals });
                };
                try {
                    const template = await prepare(new Clearing({ area }, MSP_IDS));
                    const operator = await area('wheels');
                    return await measure({ operator, template, engine, profile: profiles['wheels'] ?? '', options });
                } finally {
                    for (const connection of connections.values()) connection.close();
                }
            },
            engine,
        ),
    );
}

/** Opens a window and the books of the two; gives a leg to make others after. */
async function prepare(clearing: Clearing): Promise<LegRecord> {
    await clearing.decideTerms({ ...terms, lanes: LANES });
    await clearing.declare('wheels');
    const tariff = bikeTariff('WheelsMSP', { tariff: newId('tariff') });
    await clearing.publish('wheels', tariff);
    await clearing.grant(['wheels', 'metro'], '1000000000000000');
    const ids = Array.from({ length: SUBSCRIPTIONS }, (_, index) => `subscription-${String(index)}`);
    for (let from = 0; from < ids.length; from += 250) {
        const shared = ids.slice(from, from + 250).map((id) => subscriptionOf(id));
        await clearing.subscribe(['metro', 'wheels'], ...shared);
    }
    await clearing.openWindow(86_400);
    return rideOf(tariff, { seller: 'MetroMSP', subscription: 'subscription-0' });
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
    const { engine, options } = setting;
    const secondsEach = options.quick ? 2 : 5;
    options.progress(`${engine}: no-op transactions`);
    const noop = await noopRate(setting, secondsEach);
    options.progress(`${engine}: one leg a transaction`);
    const single = await legRate(setting, { size: 1, levels: options.quick ? [32, 64] : [16, 32, 64], secondsEach });
    options.progress(`${engine}: batches`);
    const batched = await legRate(setting, {
        size: LEGS_A_BATCH,
        levels: options.quick ? [16, 32] : [4, 8, 16, 32, 64],
        secondsEach,
    });
    return figuresOf(engine, { noop, single, batched });
}

async function noopRate({ profile, options }: Setting, secondsEach: number): Promise<Rate> {
    const client = await openGatewayClient(profile, 'native', 'mobility');
    try {
        const call = (): Promise<unknown> => client.probe.submitTransaction('noop');
        await call();
        return await bestRate({ levels: options.quick ? [64, 128] : [32, 64, 128, 256], secondsEach, call });
    } finally {
        client.close();
    }
}

/** Each worker sends in a lane of its own, as the batcher does. */
function legRate(
    { operator, template }: Setting,
    {
        size,
        levels,
        secondsEach,
    }: { readonly size: number; readonly levels: readonly number[]; readonly secondsEach: number },
): Promise<Rate> {
    const ids = idsByLane();
    const call = async (lane: number): Promise<void> => {
        const batch = newId('batch');
        const legs = Array.from({ length: size }, (_, index) => ({
            ...template,
            leg: ids(lane),
            ...riderOf(index),
        }));
        await operator.submit({
            transaction: mobilityTransactions.recordLegs,
            request: { with: template.seller },
            privatePart: { batch, legs: packLegs(legs) },
            endorsers: [template.operator, template.seller],
        });
        await requireRecorded(operator, { with: template.seller, batch, lane }, size);
    };
    return bestRate({ levels, secondsEach, call, perCall: size });
}

async function requireRecorded(
    operator: Area,
    request: { readonly with: string; readonly batch: string; readonly lane: number },
    size: number,
): Promise<void> {
    const reply = await operator.evaluate({ transaction: mobilityTransactions.getOutcomes, request });
    const { outcomes } = reply as GetOutcomesReply;
    const recorded = outcomes.filter(({ outcome }) => outcome === 'recorded').length;
    if (recorded !== size) throw new Error(`${String(recorded)} of ${String(size)} legs were recorded`);
}

function riderOf(index: number): Pick<LegRecord, 'subscription' | 'rider'> {
    const { subscription, rider } = subscriptionOf(`subscription-${String(index % SUBSCRIPTIONS)}`);
    return { subscription, rider };
}

/** New ids of a lane; those that fall in others are kept for these, for drawing them is no part of a batch's cost. */
function idsByLane(): (lane: number) => string {
    const drawn = Array.from({ length: LANES }, (): string[] => []);
    return (lane) => {
        for (;;) {
            const id = drawn[lane]?.pop();
            if (id !== undefined) return id;
            const next = newId('leg');
            drawn[laneOfLeg(next, LANES)]?.push(next);
        }
    };
}

function figuresOf(
    engine: Engine,
    { noop, single, batched }: Readonly<Record<'noop' | 'single' | 'batched', Rate>>,
): readonly Figure[] {
    const batches = batched.perSecond / LEGS_A_BATCH;
    return [
        {
            what: `legs, 200 a transaction, ${engine}`,
            value: batched.perSecond,
            unit: 'a second',
            at: inFlight(batched),
            baseline: { what: 'one leg a transaction', value: single.perSecond, at: inFlight(single) },
            target: {
                what: `over ${String(TIMES_SINGLE)} times`,
                reached: batched.perSecond > TIMES_SINGLE * single.perSecond,
            },
        },
        {
            what: `batches of 200 legs, ${engine}`,
            value: batches,
            unit: 'a second',
            at: inFlight(batched),
            baseline: { what: 'no-op transactions', value: noop.perSecond, at: inFlight(noop) },
            target: {
                what: `a batch under ${String(NOOPS_A_BATCH)} of them`,
                reached: noop.perSecond < NOOPS_A_BATCH * batches,
            },
        },
    ];
}
