import type { Bill, LegResult, ToldHeadroom } from '@quartier/client';
import {
    pricedLeg,
    type Authorisation,
    type GetPositionReply,
    type LegFacts,
    type LegRecord,
    type Mode,
    type PublishedTariff,
    type ShareRecord,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { dayOfInstant } from '@quartier/rules/units';
import { expect } from 'chai';

import {
    aheadOf,
    clearingOffices,
    closeWindow,
    MSP,
    now,
    openWindow,
    paced,
    publishTariff,
    TERMS,
    withClearing,
    type ClearingOffices,
    type OperatorName,
} from '../../support/clearing-offices.js';
import { planOf } from '../../support/plans.js';
import { scenario } from '../../support/scenario-network.js';
import { euro, tariffOf } from '../../support/tariffs.js';

const SUBSCRIPTION = 'resident-1';
const RIDER = 'pseudonym-1';
/** Two euro a ride. */
const RIDES: readonly { readonly operator: OperatorName; readonly mode: Mode }[] = [
    { operator: 'metro', mode: 'shuttle' },
    { operator: 'wheels', mode: 'bike' },
    { operator: 'cars', mode: 'scooter' },
];

scenario('A resident rides shuttle, bike and scooter of three operators under one subscription', (network) => {
    let offices: ClearingOffices;
    let window: WindowRecord;
    const tariffs = new Map<OperatorName, PublishedTariff>();
    const legs: LegRecord[] = [];
    const today = dayOfInstant(TERMS.zone, now()) ?? '';

    before(async function () {
        this.timeout(120_000);
        offices = await clearingOffices(network());
        const started = now();
        for (const { operator, mode } of RIDES) {
            const tariff = tariffOf({ baseMicroEur: euro('2') }, { tariff: 'journey', mode });
            tariffs.set(operator, await publishTariff(network(), offices[operator], tariff));
        }
        const { seller: _, ...plan } = planOf({
            plan: 'capped',
            priceMicroEur: euro('0'),
            from: 1_388_534_400,
            capDayMicroEur: euro('5'),
        });
        await offices.metro.ask(`mobility plan publish ${network().write('capped.json', JSON.stringify(plan))}`);
        const sold = `--rider ${RIDER} --plan capped --from 2016-01-01T00:00:00Z`;
        await offices.metro.ask(`mobility subscription add ${SUBSCRIPTION} ${sold}`);
        window = await openWindow(offices, 'journey', paced(started, { times: 5, least: 15 }));
    });

    const ride = ({ operator, mode }: (typeof RIDES)[number], index: number): LegRecord => {
        const published = tariffs.get(operator);
        if (published === undefined) throw new Error('published before');
        const end = now() - 60 + 10 * index;
        const facts: LegFacts = {
            operator: MSP[operator],
            leg: `journey-${operator}`,
            journey: 'to-work',
            seller: MSP.metro,
            subscription: SUBSCRIPTION,
            rider: RIDER,
            mode,
            start: end - 600,
            end,
            durationSeconds: 600,
            distanceMetres: 2_000,
        };
        return pricedLeg(facts, published);
    };

    it('is authorised at each unlocking, with what its caps leave, as legs are recorded', async function () {
        this.timeout(60_000);
        const told: ToldHeadroom[] = [];
        const stopping = new AbortController();
        await withClearing(offices.metro, async (seller) => {
            const keeping = seller.keepHeadrooms({
                signal: stopping.signal,
                ownLegs: () => Promise.resolve(legs.filter(({ operator }) => operator === MSP.metro)),
                onTold: ({ headrooms }) =>
                    told.push(...headrooms.filter(({ subscription }) => subscription === SUBSCRIPTION)),
            });
            // The stream of events is open before anything is recorded.
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            for (const [index, of] of RIDES.entries()) {
                const leg = ride(of, index);
                if (of.operator === 'metro') legs.push(leg);
                else legs.push(await rideWith(of, leg));
                for (let tries = 0; told.length < index && tries < 100; tries += 1)
                    await new Promise((resolve) => setTimeout(resolve, 100));
            }
            stopping.abort();
            await keeping;
        });
        expect(told.map(({ leftMicroEur }) => leftMicroEur)).to.deep.equal([euro('1'), '0']);
    });

    async function rideWith({ operator, mode }: (typeof RIDES)[number], leg: LegRecord): Promise<LegRecord> {
        const unlock = `--seller ${MSP.metro} --mode ${mode} --id unlock-${operator}`;
        const given = (await offices[operator].ask(
            `mobility subscription authorise ${SUBSCRIPTION} ${unlock}`,
        )) as Authorisation;
        expect(given).to.include({ rider: RIDER, operator: MSP[operator] });
        expect(given.headroom?.leftMicroEur).to.equal(operator === 'cars' ? euro('1') : undefined);
        const results: readonly LegResult[] = await withClearing(offices[operator], (mobility) =>
            mobility.recordLegs([leg]),
        );
        // A ride may have ended in the window before.
        expect(results[0]?.outcome).to.be.oneOf(['recorded', 'late']);
        return leg;
    }

    it('pays one bill over all three, and no more than its cap', async () => {
        const own = network().write('own-legs.json', JSON.stringify(legs.slice(0, 1)));
        const bill = (await offices.metro.ask(
            `mobility bill ${SUBSCRIPTION} --from ${today} --to ${today} --own ${own}`,
        )) as Bill;
        expect(bill.usage.legs.map(({ operator }) => operator)).to.have.members(Object.values(MSP).slice(1));
        expect(bill.usage.totals).to.include({ fullMicroEur: euro('6'), capLossMicroEur: euro('1') });
        expect(bill.totalMicroEur).to.equal(euro('5'));
    });

    it('leaves the loss of the cap to the three, by what each was due', async function () {
        this.timeout(120_000);
        await closeWindow(offices, window);
        // Shares are posted in the window that is open then.
        const after = `--from ${String(window.to)} --to ${String(window.to + 3_600)}`;
        await offices.council.ask(`mobility window open after-journey ${after}`);
        const metro = offices.metro.ahead(await aheadOf(window.to));
        const own = network().write('own-legs.json', JSON.stringify(legs.slice(0, 1)));
        const shared = (await metro.ask(
            `mobility share cap-loss journey-loss --window ${window.window} --own ${own}`,
        )) as { readonly record: ShareRecord };
        expect(Object.keys(shared.record.parts)).to.have.members(Object.values(MSP).slice(1));
        const before = await owedToWheels();
        const { posted } = (await metro.ask('mobility share post journey-loss')) as {
            readonly posted: readonly { readonly operator: string; readonly adjustmentMicroEur: string }[];
        };
        expect(posted.map(({ adjustmentMicroEur }) => Number(adjustmentMicroEur))).to.satisfy((amounts: number[]) =>
            amounts.every((amount) => amount === -333_333 || amount === -333_334),
        );
        const adjusted = posted.find(({ operator }) => operator === MSP.wheels)?.adjustmentMicroEur ?? '0';
        expect((await owedToWheels()) - before).to.equal(BigInt(adjusted));
    });

    async function owedToWheels(): Promise<bigint> {
        const { partners } = (await offices.wheels.ask(`mobility position show --with ${MSP.metro}`)) as {
            readonly partners: readonly GetPositionReply[];
        };
        return BigInt(partners[0]?.positions.find(({ debtor }) => debtor === MSP.metro)?.owedMicroEur ?? '0');
    }

    it('is refused at unlocking once its subscription has ended', async () => {
        await offices.metro.ask(`mobility subscription cancel ${SUBSCRIPTION}`);
        const unlock = `--seller ${MSP.metro} --mode bike --id unlock-late`;
        expect(await offices.wheels.refused(`mobility subscription authorise ${SUBSCRIPTION} ${unlock}`)).to.equal(
            'MOBILITY_SUBSCRIPTION_NOT_ACTIVE',
        );
    });
});
