import { randomBytes } from 'node:crypto';

import { ledgerCarpoolClient, type CarpoolClient } from '@quartier/client';
import { carpoolLimits, payAll, type BroughtJourney } from '@quartier/rules/mobility';

import { identityOf, newCampaign, nowSeconds, type TestCampaign } from '../../support/carpool-campaign.js';
import { policyOf } from '../../support/incentives.js';
import { type Engine, engines } from '../../support/programs.js';
import { bestRate, inFlight, type Rate } from '../best-rate.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withMobilityAreas, type MobilityAreas } from '../mobility-areas.js';

/** Drivers, and as many passengers. */
const PEOPLE = 1_500;
/** Journeys of one driver in the last day, so far apart that nothing speaks against them. */
const JOURNEYS_EACH = 4;
const HOURS_BETWEEN = 5;
const HOUR = 3_600;
const BATCH = carpoolLimits.journeysPerBatch;
const CAPS = [
    { count: 'journeys', of: 'driver', per: 'day', most: 6 },
    { count: 'amount', of: 'driver', per: 'month', mostEuro: '84.00' },
    { count: 'amount', of: 'driver', per: 'year', mostEuro: '1008.00' },
];

/** Journeys judged and paid in a second: 200 a transaction, against one a transaction and against the rules alone. */
export const carpoolJourneys: Measure = {
    name: 'carpool-journeys',
    conditions:
        '3 organisations; operator and council endorse; three limits of the driver and a budget; each journey held against the others of its riders; batches of a campaign one after the other',
    run: async (options) => {
        const figures: Figure[] = [];
        for (const engine of engines()) {
            options.progress(`starting ${engine}`);
            figures.push(...(await withMobilityAreas({ engine }, ({ area }) => measure({ area, engine, options }))));
        }
        return figures;
    },
};

interface Setting extends Pick<MobilityAreas, 'area'> {
    readonly engine: Engine;
    readonly options: MeasureOptions;
}

async function measure({ area, engine, options }: Setting): Promise<readonly Figure[]> {
    const secondsEach = options.quick ? 2 : 6;
    const metro = ledgerCarpoolClient(await area('metro'));
    const rateOf = async (size: number, levels: readonly number[]): Promise<Rate> => {
        options.progress(`${engine}: ${String(size)} a transaction`);
        const campaign = await newCampaign(
            { area },
            {
                caps: CAPS,
                fundedMicroEur: '100000000000',
                voters: ['metro'],
            },
        );
        const journeys = await journeysOf(campaign, metro);
        let sent = 0;
        const call = async (): Promise<void> => {
            const batch = Array.from({ length: size }, () => journeys[sent++ % journeys.length]).filter(
                (journey) => journey !== undefined,
            );
            const judged = await metro.judge(campaign.name, randomBytes(8).toString('hex'), { journeys: batch });
            const unpaid = judged.find(({ outcome }) => outcome !== 'paid');
            if (unpaid !== undefined)
                throw new Error(`a journey was ${unpaid.outcome} ${unpaid.findings[0]?.label ?? unpaid.code ?? ''}`);
        };
        return bestRate({ levels, secondsEach, call, perCall: size });
    };
    const single = await rateOf(1, options.quick ? [1] : [1, 2, 4]);
    const batched = await rateOf(BATCH, [1]);
    const rules = rulesAlone();
    return [
        {
            what: `${engine}: journeys judged and paid, ${String(BATCH)} a transaction`,
            value: batched.perSecond,
            unit: 'a second',
            at: inFlight(batched),
            baseline: { what: 'one journey a transaction', value: single.perSecond, at: inFlight(single) },
        },
        {
            what: `${engine}: journeys judged and paid, ${String(BATCH)} a transaction`,
            value: batched.perSecond,
            unit: 'a second',
            at: inFlight(batched),
            baseline: { what: 'the rules alone', value: rules },
        },
    ];
}

/** Registers drivers and passengers; their journeys of the last day, those of one time after those of another. */
async function journeysOf(campaign: TestCampaign, metro: CarpoolClient): Promise<readonly BroughtJourney[]> {
    const key = randomBytes(32);
    const { name } = campaign;
    const identities = Array.from({ length: 2 * PEOPLE }, (_, index) => identityOf(`${name} ${String(index)}`));
    for (const batch of await metro.askPseudonyms(name, 'riders', identities))
        await campaign.council.issuePseudonyms({ campaign: name, operator: 'MetroMSP', batch }, key);
    const riders = [...(await metro.pseudonyms(name, identities)).values()];
    const first = nowSeconds() - 20 * HOUR;
    return Array.from({ length: PEOPLE * JOURNEYS_EACH }, (_, index) => {
        const driver = riders[index % PEOPLE] ?? '';
        const passenger = riders[PEOPLE + (index % PEOPLE)] ?? '';
        const startsAt = first + Math.floor(index / PEOPLE) * HOURS_BETWEEN * HOUR;
        return campaign.journey('metro', { id: `j${String(index)}`, startsAt, driver, passenger });
    });
}

function rulesAlone(): number {
    const compiled = policyOf({ caps: CAPS, amounts: [{ sum: [{ euro: '2.00' }] }] });
    const start = nowSeconds() - 20 * HOUR;
    const journeys = Array.from({ length: 50_000 }, (_, index) => ({
        id: `j${String(index)}`,
        operator: 'MetroMSP',
        proofClass: 'C' as const,
        driver: `d${String(index % PEOPLE)}`,
        passenger: `p${String(index % PEOPLE)}`,
        startsAt: start + index,
        metres: 10_000,
        seats: 1,
        contributionMicroEur: '0',
        revenueMicroEur: '0',
        start: { codes: {} },
        end: { codes: {} },
    }));
    payAll(compiled, journeys);
    const started = performance.now();
    payAll(compiled, journeys);
    return (journeys.length * 1_000) / (performance.now() - started);
}
