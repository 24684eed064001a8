import { expect } from 'chai';

import type { StepMinutes } from '@quartier/rules/energy';
import { dayBounds } from '@quartier/rules/units';

import { newCommunity } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { paris, utc } from '../../support/paris.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const SPRING = '2016-03-27';
const AUTUMN = '2016-10-30';

/** Steps of the days on which summer time begins and ends, and of any other. */
const steps: readonly (readonly [StepMinutes, string, number])[] = [
    [15, SPRING, 92],
    [15, AUTUMN, 100],
    [15, '2016-06-01', 96],
    [30, SPRING, 46],
    [30, AUTUMN, 50],
    [60, SPRING, 23],
    [60, AUTUMN, 25],
];

describe('local days', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    for (const [stepMinutes, day, count] of steps) {
        it(`have ${String(count)} steps of ${String(stepMinutes)} minutes on ${day} in Paris`, async () => {
            const community = await newCommunity(network, {
                zone: paris,
                stepMinutes,
                from: '2016-01-01',
                members: { a: 'consumer', p: 'producer' },
            });
            const start = dayBounds(paris, day)?.start ?? 0;
            const deliver = (more: number): Promise<unknown> => {
                const ones = new Array<number>(count + more).fill(1);
                return community.deliver(day, { a: ones, p: ones }, { start });
            };
            await deliver(-1);
            expect((await community.settle(day))[0]).to.deep.include({
                code: 'ENERGY_DAY_HAS_GAPS',
                details: { day, meters: 2, missingSteps: 2 },
            });
            // One more than the day has is of the next day.
            await deliver(1);
            expect((await community.settle(day))[0]?.outcome).to.equal('settled');
            const [settled] = await community.utility.listDays(community.id, day.slice(0, 7));
            expect(settled).to.deep.include({ day, steps: count });
            const { members } = await community.statement(day.slice(0, 7));
            expect(members.map(({ consumptionWh, sharedWh }) => [consumptionWh, sharedWh])).to.deep.equal([
                [String(count), '0'],
                ['0', String(count)],
            ]);
        });
    }

    it('share the repeated hour of autumn twice, each time by itself', async () => {
        const community = await newCommunity(network, {
            zone: paris,
            from: '2016-01-01',
            members: { a: 'consumer', p: 'producer' },
        });
        // 02:00 to 03:00 in Paris comes at 00:00 and at 01:00 UTC.
        const readings = (first: number, second: number): number[] =>
            Array.from({ length: 25 }, (_, step) => (step === 2 ? first : step === 3 ? second : 0));
        await community.deliver(AUTUMN, { a: readings(100, 0), p: readings(0, 100) });
        await community.settle(AUTUMN);
        const { totals } = await community.statement('2016-10');
        expect(totals).to.deep.include({ selfConsumedWh: '0', complementWh: '100', surplusWh: '100' });
    });

    it('begin and end at local midnight', async () => {
        const community = await newCommunity(network, { zone: paris, from: '2016-01-01', members: { a: 'consumer' } });
        const ends = [1, ...new Array<number>(22).fill(0), 2];
        await community.deliver('2016-06-15', { a: [50, ...ends, 70] }, { start: utc('2016-06-14T21:00:00') });
        await community.settle('2016-06-15');
        expect((await community.statement('2016-06')).totals.consumptionWh).to.equal('3');
    });
});
