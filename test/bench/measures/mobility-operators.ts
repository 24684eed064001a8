import { EndorseFailed, type Area } from '@quartier/client';

import { consortiumFile } from '../../support/area-network.js';
import { Clearing, fiveOperators, mspIdsOfFive, terms } from '../../support/mobility-clearing.js';
import { type Engine, engines } from '../../support/programs.js';
import { inFlight } from '../best-rate.js';
import { type Direction, LANES, LEGS_A_BATCH, legRate, prepareDirection } from '../leg-traffic.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withMobilityAreas } from '../mobility-areas.js';

const ATTEMPTS = 20;

/** Whether pairs of operators hinder each other: five that write at once, against two. */
export const mobilityOperators: Measure = {
    name: 'mobility-operators',
    conditions:
        '6 organisations; 5 operators, each the seller of the others: 20 directions, of which one pair gives 2; 200 legs a transaction, one in flight a lane; a conflict would end the measure',
    run: async (options) => {
        const figures: Figure[] = [];
        for (const engine of engines()) figures.push(await measureEngine(engine, options));
        return figures;
    },
};

function measureEngine(engine: Engine, options: MeasureOptions): Promise<Figure> {
    options.progress(`starting ${engine}`);
    const network = { engine, consortium: consortiumFile('mobility-five'), retry: { attempts: 1 } };
    return withMobilityAreas(network, async ({ area }) => {
        const clearing = new Clearing({ area: async (member) => failingOnConflict(await area(member)) }, mspIdsOfFive);
        await clearing.decideTerms({ ...terms, lanes: LANES });
        const directions = await prepareAll(clearing);
        await clearing.openWindow(86_400);
        const search = { size: LEGS_A_BATCH, secondsEach: options.quick ? 2 : 5 };
        options.progress(`${engine}: two operators`);
        const two = await legRate(directions.slice(0, 2), { ...search, levels: options.quick ? [40] : [20, 40, 80] });
        options.progress(`${engine}: five operators`);
        const five = await legRate(directions, { ...search, levels: options.quick ? [40] : [20, 40, 80] });
        return {
            what: `legs of five operators, ${engine}`,
            value: five.perSecond,
            unit: 'a second',
            at: inFlight(five),
            baseline: { what: 'legs of two', value: two.perSecond, at: inFlight(two) },
        };
    });
}

/** Sends again while one peer has not the block that another has; what a block refuses is thrown as it is. */
function failingOnConflict(area: Area): Area {
    return {
        ...area,
        submit: async (call) => {
            for (let attempt = 1; ; attempt += 1) {
                try {
                    return await area.submit(call);
                } catch (error) {
                    if (!(error instanceof EndorseFailed) || attempt === ATTEMPTS) throw error;
                }
            }
        },
    };
}

/** Every two, one way and the other; the first pair first. */
async function prepareAll(clearing: Clearing): Promise<readonly Direction[]> {
    const directions: Direction[] = [];
    for (const [index, one] of fiveOperators.entries()) {
        for (const other of fiveOperators.slice(index + 1)) {
            directions.push(await prepareDirection(clearing, { operator: one, seller: other }));
            directions.push(await prepareDirection(clearing, { operator: other, seller: one }));
        }
    }
    return directions;
}
