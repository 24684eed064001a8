import { Clearing, terms } from '../../support/mobility-clearing.js';
import { type Engine, engines } from '../../support/programs.js';
import { inFlight, type Rate } from '../best-rate.js';
import { noopRate } from '../gateway-client.js';
import { type Direction, LANES, LEGS_A_BATCH, legRate, prepareDirection } from '../leg-traffic.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withMobilityAreas } from '../mobility-areas.js';

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

function measureEngine(engine: Engine, options: MeasureOptions): Promise<readonly Figure[]> {
    options.progress(`starting ${engine}`);
    return withMobilityAreas({ engine, chaincodeServers: 'per-organisation' }, async ({ area, profiles }) => {
        const clearing = new Clearing({ area }, MSP_IDS);
        await clearing.decideTerms({ ...terms, lanes: LANES });
        const directions = [
            await prepareDirection(clearing, { operator: 'wheels', seller: 'metro' }),
            await prepareDirection(clearing, { operator: 'metro', seller: 'wheels' }),
        ];
        await clearing.openWindow(86_400);
        const rates = await measure({ directions, profile: profiles['wheels'] ?? '' }, engine, options);
        return figuresOf(engine, rates);
    });
}

type Rates = Readonly<Record<'noop' | 'single' | 'batched', Rate>>;

async function measure(
    { directions, profile }: { readonly directions: readonly Direction[]; readonly profile: string },
    engine: Engine,
    { quick, progress }: MeasureOptions,
): Promise<Rates> {
    const secondsEach = quick ? 2 : 5;
    progress(`${engine}: no-op transactions`);
    const noop = await noopRate(profile, {
        channel: 'mobility',
        levels: quick ? [128, 256] : [64, 128, 256],
        secondsEach,
    });
    progress(`${engine}: one leg a transaction`);
    const single = await legRate(directions, { size: 1, levels: quick ? [64] : [32, 64, 128], secondsEach });
    progress(`${engine}: batches`);
    const levels = quick ? [64, 128] : [32, 64, 96, 128];
    return { noop, single, batched: await legRate(directions, { size: LEGS_A_BATCH, levels, secondsEach }) };
}

function figuresOf(engine: Engine, { noop, single, batched }: Rates): readonly Figure[] {
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
