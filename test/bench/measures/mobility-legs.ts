import type { Area } from '@quartier/client';
import { laneOfLeg, mobilityTransactions, type LegRecord, type LegsRecorded } from '@quartier/rules/mobility';

import {
    bikeTariff,
    Clearing,
    legsToRecord,
    newId,
    receiptOf,
    rideOf,
    subscriptionOf,
    terms,
} from '../../support/mobility-clearing.js';
import { type Engine, engines } from '../../support/programs.js';
import { bestRate, inFlight, type Rate } from '../best-rate.js';
import { noopRate } from '../gateway-client.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withMobilityAreas } from '../mobility-areas.js';

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
        '3 organisations, two of them operator and seller of each other, who both endorse; 1,000 subscriptions each, 64 lanes each way, one batch in flight a lane; a chaincode server for each organisation; each leg priced anew; commit awaited and the receipt checked',
    run: async (options) => {
        const figures: Figure[] = [];
        for (const engine of engines()) figures.push(...(await measureEngine(engine, options)));
        return figures;
    },
};

/** An operator whose legs the other one's riders ride. */
interface Direction {
    readonly operator: Area;
    /** A leg to make others after. */
    readonly template: LegRecord;
}

interface Setting {
    readonly directions: readonly [Direction, Direction];
    readonly engine: Engine;
    readonly profile: string;
    readonly options: MeasureOptions;
}

function measureEngine(engine: Engine, options: MeasureOptions): Promise<readonly Figure[]> {
    options.progress(`starting ${engine}`);
    return withMobilityAreas({ engine, chaincodeServers: 'per-organisation' }, async ({ area, profiles }) => {
        const [one, other] = await prepare(new Clearing({ area }, MSP_IDS));
        const directions = [
            { operator: await area('wheels'), template: one },
            { operator: await area('metro'), template: other },
        ] as const;
        return measure({ directions, engine, profile: profiles['wheels'] ?? '', options });
    });
}

/** Opens a window and the books of the two; gives a leg of each. */
async function prepare(clearing: Clearing): Promise<readonly [LegRecord, LegRecord]> {
    await clearing.decideTerms({ ...terms, lanes: LANES });
    const legs = [
        await prepareDirection(clearing, 'wheels', 'metro'),
        await prepareDirection(clearing, 'metro', 'wheels'),
    ] as const;
    await clearing.openWindow(86_400);
    return legs;
}

async function prepareDirection(
    clearing: Clearing,
    operator: 'wheels' | 'metro',
    seller: 'wheels' | 'metro',
): Promise<LegRecord> {
    await clearing.declare(operator);
    const tariff = bikeTariff(MSP_IDS[operator], { tariff: newId('tariff') });
    await clearing.publish(operator, tariff);
    await clearing.grant([operator, seller], '1000000000000000');
    const ids = Array.from({ length: SUBSCRIPTIONS }, (_, index) => `subscription-${String(index)}`);
    for (let from = 0; from < ids.length; from += 250) {
        const shared = ids.slice(from, from + 250).map((id) => subscriptionOf(id));
        await clearing.subscribe([seller, operator], ...shared);
    }
    return rideOf(tariff, { seller: MSP_IDS[seller], subscription: 'subscription-0' });
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
    const { engine, options } = setting;
    const secondsEach = options.quick ? 2 : 5;
    options.progress(`${engine}: no-op transactions`);
    const noop = await noopRate(setting.profile, {
        channel: 'mobility',
        levels: options.quick ? [128, 256] : [64, 128, 256],
        secondsEach,
    });
    options.progress(`${engine}: one leg a transaction`);
    const single = await legRate(setting, { size: 1, levels: options.quick ? [64] : [32, 64, 128], secondsEach });
    options.progress(`${engine}: batches`);
    const batched = await legRate(setting, {
        size: LEGS_A_BATCH,
        levels: options.quick ? [64, 128] : [32, 64, 96, 128],
        secondsEach,
    });
    return figuresOf(engine, { noop, single, batched });
}

/** Each worker sends in a lane and a direction of its own, as the batcher does. */
function legRate(
    { directions }: Setting,
    {
        size,
        levels,
        secondsEach,
    }: { readonly size: number; readonly levels: readonly number[]; readonly secondsEach: number },
): Promise<Rate> {
    const ids = idsByLane();
    const call = async (worker: number): Promise<void> => {
        const { operator, template } = directions[worker % 2 === 0 ? 0 : 1];
        const lane = Math.floor(worker / 2);
        const legs = Array.from({ length: size }, (_, index) => ({
            ...template,
            leg: ids(lane),
            ...riderOf(index),
        }));
        const privatePart = legsToRecord(legs);
        const reply = await operator.submit({
            transaction: mobilityTransactions.recordLegs,
            request: { with: template.seller },
            privatePart,
            endorsers: [template.operator, template.seller],
        });
        const allRecorded = legs.map((_, index) => ({ index, outcome: 'recorded' as const }));
        if ((reply as LegsRecorded).receipt !== receiptOf(allRecorded, privatePart.receiptKey)) {
            throw new Error('Not all legs were recorded');
        }
    };
    return bestRate({ levels, secondsEach, call, perCall: size });
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
