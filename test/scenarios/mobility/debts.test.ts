import {
    pricedLeg,
    type GetPositionReply,
    type GetWindowReply,
    type LegRecord,
    type PublishedTariff,
    type SettlementRecord,
    type WindowPosition,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import {
    aheadOf,
    clearingOffices,
    closeWindow,
    MSP,
    now,
    openWindow,
    OPERATORS,
    paced,
    publishTariff,
    TERMS,
    withClearing,
    type ClearingOffices,
    type OperatorName,
} from '../../support/clearing-offices.js';
import { scenario } from '../../support/scenario-network.js';
import { euro, every, tariffOf } from '../../support/tariffs.js';

scenario('A window in which somebody does not pay, declare or agree in time', (network) => {
    let offices: ClearingOffices;
    const tariffs = new Map<OperatorName, PublishedTariff>();

    before(async function () {
        this.timeout(120_000);
        offices = await clearingOffices(network());
        for (const name of ['wheels', 'cars'] as const) {
            const tariff = tariffOf(
                { baseMicroEur: euro('1'), time: [every(1, '0.05')] },
                { tariff: `unpaid-${name}`, from: 1_388_534_400 },
            );
            tariffs.set(name, await publishTariff(network(), offices[name], tariff));
        }
        await offices.metro.ask('mobility subscription add unpaid --rider u-1 --plan open --from 2014-01-01T00:00:00Z');
    });

    /** A ride of two euro under a subscription of metro. */
    function ride(name: OperatorName, leg: string): LegRecord {
        const tariff = tariffs.get(name);
        if (tariff === undefined) throw new Error('published before');
        const end = now() - 60;
        const facts = {
            operator: MSP[name],
            leg,
            seller: MSP.metro,
            subscription: 'unpaid',
            rider: 'u-1',
            mode: 'bike',
            start: end - 1_200,
            end,
            durationSeconds: 1_200,
            distanceMetres: 3_000,
        } as const;
        return pricedLeg(facts, tariff);
    }

    /** A window that is over, in which metro owes wheels and cars a ride each. */
    async function riddenWindow(id: string): Promise<WindowRecord> {
        const started = now();
        await offices.metro.ask('mobility position show');
        const window = await openWindow(offices, id, paced(started, { times: 12, least: 20 }));
        for (const name of ['wheels', 'cars'] as const) {
            const [result] = await withClearing(offices[name], (of) => of.recordLegs([ride(name, `${id}-${name}`)]));
            expect(result?.outcome).to.be.oneOf(['recorded', 'late']);
        }
        await closeWindow(offices, window);
        return window;
    }

    async function owedIn(window: string, creditor: OperatorName): Promise<WindowPosition | undefined> {
        const { partners } = (await offices[creditor].ask(`mobility position show --with ${MSP.metro}`)) as {
            readonly partners: readonly GetPositionReply[];
        };
        const position = partners[0]?.positions.find((of) => of.creditor === MSP[creditor]);
        return position?.windows.find((of) => of.window === window);
    }

    async function settle(window: string): Promise<GetWindowReply> {
        return withClearing(offices.council, async (mobility) => {
            await mobility.recordPayments({ window, bookings: [] });
            return mobility.getWindow(window);
        });
    }

    /** Both creditors of metro are owed a ride until each says that it was met. */
    async function dischargeAll(window: string): Promise<void> {
        const debt = { window, standing: 'debt', legs: 1, amountMicroEur: euro('2') };
        expect(await owedIn(window, 'wheels')).to.deep.equal(debt);
        await offices.wheels.ask(`mobility window discharge ${window} --with ${MSP.metro}`);
        expect(await owedIn(window, 'wheels')).to.equal(undefined);
        expect(await owedIn(window, 'cars')).to.deep.equal(debt);
        await offices.cars.ask(`mobility window discharge ${window} --with ${MSP.metro}`);
        expect(await owedIn(window, 'cars')).to.equal(undefined);
    }

    it('leaves what its member in default owes as debts, which each creditor discharges for itself', async function () {
        this.timeout(300_000);
        const { window } = await riddenWindow('unpaid');
        for (const name of [...OPERATORS, ...OPERATORS]) await offices[name].ask(`mobility window state ${window}`);
        for (const name of OPERATORS) await offices[name].ask(`mobility window declare ${window}`);
        const { paymentsDue } = (await offices.council.ask(`mobility window net ${window}`)) as SettlementRecord;
        const inDefault = `mobility window default ${window} --member ${MSP.metro}`;
        expect(await offices.council.refused(inDefault)).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        await offices.council.ahead(await aheadOf(paymentsDue)).ask(inDefault);
        for (const name of ['wheels', 'cars'] as const) await offices[name].ask(`mobility window declare ${window}`);
        const { transfers } = (await offices.council.ask(`mobility window net ${window}`)) as SettlementRecord;
        expect(transfers).to.deep.equal([]);
        expect((await settle(window)).window.state).to.equal('SETTLED');

        await dischargeAll(window);
    });

    it('is netted without a member that does not declare in time', async function () {
        this.timeout(300_000);
        const { window } = await riddenWindow('silent');
        for (const name of [...OPERATORS, ...OPERATORS]) await offices[name].ask(`mobility window state ${window}`);
        const { pairs, window: closed } = (await offices.council.ask(
            `mobility window show ${window}`,
        )) as GetWindowReply;
        expect(pairs.filter(({ agreedAt }) => agreedAt === null)).to.deep.equal([]);
        const inDefault = `mobility window default ${window} --member ${MSP.metro}`;
        for (const name of ['wheels', 'cars'] as const) await offices[name].ask(`mobility window declare ${window}`);
        expect(await offices.council.refused(inDefault)).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        const late = await aheadOf((closed.closedAt ?? 0) + TERMS.statementSeconds);
        await offices.council.ahead(late).ask(inDefault);
        for (const name of ['wheels', 'cars'] as const) await offices[name].ask(`mobility window declare ${window}`);
        await offices.council.ask(`mobility window net ${window}`);
        expect((await settle(window)).window.state).to.equal('SETTLED');
        await dischargeAll(window);
    });

    it('is netted without two that do not agree in time', async function () {
        this.timeout(300_000);
        const { window } = await riddenWindow('apart');
        for (const name of ['wheels', 'cars', 'wheels'] as const)
            await offices[name].ask(`mobility window state ${window}`);
        const { window: closed } = (await offices.council.ask(`mobility window show ${window}`)) as GetWindowReply;
        const apart = (name: OperatorName): string =>
            `mobility window set-aside ${window} --pair ${MSP.metro}-${MSP[name]}`;
        expect(await offices.council.refused(apart('wheels'))).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        const late = offices.council.ahead(await aheadOf((closed.closedAt ?? 0) + TERMS.statementSeconds));
        await late.ask(apart('wheels'));
        await late.ask(apart('cars'));
        for (const name of ['wheels', 'cars'] as const) await offices[name].ask(`mobility window declare ${window}`);
        const { nets } = (await offices.council.ask(`mobility window net ${window}`)) as SettlementRecord;
        expect(nets).to.deep.equal({ [MSP.cars]: '0', [MSP.metro]: '0', [MSP.wheels]: '0' });
        expect((await settle(window)).window.state).to.equal('SETTLED');
        await dischargeAll(window);
    });
});
