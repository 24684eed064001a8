import type { Area } from '@quartier/client';
import { laneOfLeg, mobilityTransactions, type LegRecord, type LegsRecorded } from '@quartier/rules/mobility';

import {
    bikeTariff,
    type Clearing,
    legsToRecord,
    newId,
    receiptOf,
    rideOf,
    subscriptionOf,
} from '../support/mobility-clearing.js';

import { bestRate, type Rate, type RateSearch } from './best-rate.js';

/** Of the books of every pair. */
export const LANES = 64;
export const LEGS_A_BATCH = 200;
const SUBSCRIPTIONS = 1_000;
const LIMIT_MICRO_EUR = '1000000000000000';

/** An operator whose legs another one's riders ride. */
export interface Direction {
    readonly operator: Area;
    /** A leg to make others after. */
    readonly template: LegRecord;
}

/** The operator's tariff, the seller's riders and the line of credit between them. */
export async function prepareDirection(
    clearing: Clearing,
    { operator, seller }: { readonly operator: string; readonly seller: string },
): Promise<Direction> {
    await clearing.declare(operator);
    const tariff = bikeTariff(clearing.mspId(operator), { tariff: newId('tariff') });
    await clearing.publish(operator, tariff);
    await clearing.grant([operator, seller], LIMIT_MICRO_EUR);
    for (let from = 0; from < SUBSCRIPTIONS; from += 250) {
        const shared = Array.from({ length: 250 }, (_, index) => subscriptionOf(subscriptionAt(from + index)));
        await clearing.subscribe([seller, operator], ...shared);
    }
    const template = rideOf(tariff, { seller: clearing.mspId(seller), subscription: subscriptionAt(0) });
    return { operator: await clearing.area(operator), template };
}

/** Legs in a second; each worker sends in a direction and a lane of its own, as the batcher does. */
export function legRate(
    directions: readonly Direction[],
    { size, ...search }: Pick<RateSearch, 'levels' | 'secondsEach'> & { readonly size: number },
): Promise<Rate> {
    const ids = idsByLane();
    const call = async (worker: number): Promise<void> => {
        const direction = directions[worker % directions.length];
        const lane = Math.floor(worker / directions.length);
        if (direction === undefined || lane >= LANES) throw new Error('more workers than lanes');
        await sendLegs(
            direction,
            Array.from({ length: size }, (_, index) => ({
                ...direction.template,
                leg: ids(lane),
                ...riderOf(subscriptionAt(index)),
            })),
        );
    };
    return bestRate({ ...search, call, perCall: size });
}

async function sendLegs({ operator, template }: Direction, legs: readonly LegRecord[]): Promise<void> {
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
}

function subscriptionAt(index: number): string {
    return `subscription-${String(index % SUBSCRIPTIONS)}`;
}

function riderOf(id: string): Pick<LegRecord, 'subscription' | 'rider'> {
    const { subscription, rider } = subscriptionOf(id);
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
