import { readFileSync } from 'node:fs';

import type { LegImportReport, StatementOutcome } from '@quartier/client';
import type {
    GetPositionReply,
    GetStatementReply,
    GetWindowReply,
    PriceModel,
    SettlementRecord,
    WindowRecord,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { ACCOUNTS_CSV, camt054Of, HUB_IBAN } from '../../support/bookings.js';
import {
    clearingOffices,
    closeWindow,
    MSP,
    now,
    openWindow,
    OPERATORS,
    paced,
    publishTariff,
    withClearing,
    type ClearingOffices,
    type OperatorName,
} from '../../support/clearing-offices.js';
import type { RunningNetwork } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { sharedData } from '../../support/shared-data.js';
import { euro, every, minutes, tariffOf } from '../../support/tariffs.js';

/** Bay Area Bike Share in 2013 and 2014, as published by cyclelicio.us and latimes.com (2013-09-02): dollars taken as euro. */
const BAY_AREA: Partial<PriceModel> = {
    time: [
        { start: minutes(30), end: minutes(60), interval: 0, rateMicroEur: euro('4') },
        every(30, '7', { start: minutes(60) }),
    ],
};
const WEEK = sharedData('mobility/trips/bayarea_bikeshare_2014-10-06_week.csv');
const ODD = sharedData('mobility/trips/bayarea_bikeshare_2014_anomalies.csv');
const RIDERS = 40;
const COLUMNS = 'leg,start,end,duration,vehicle,rider,subscription,seller';
const DEFAULTS = '--mode bike --tariff bay-area';

/** Which operator a bike is of, and who sold the ride: by the bike's number. */
function partiesOf(bike: number): { readonly operator: OperatorName; readonly seller: OperatorName } {
    const operator = OPERATORS[bike % 3] ?? 'metro';
    const others = OPERATORS.filter((name) => name !== operator);
    return { operator, seller: others[Math.floor(bike / 3) % 2] ?? 'wheels' };
}

function legFiles(network: RunningNetwork): Readonly<Record<OperatorName, string>> {
    const rows: Record<OperatorName, string[]> = { metro: [COLUMNS], wheels: [COLUMNS], cars: [COLUMNS] };
    const [, ...trips] = readFileSync(WEEK ?? '', 'utf8')
        .trim()
        .split('\n');
    for (const trip of trips) {
        const [leg = '', start = '', end = '', duration = '', , , bike = ''] = trip.split(',');
        const { operator, seller } = partiesOf(Number(bike));
        const rider = `${MSP[seller]}-${String(Number(bike) % RIDERS)}`;
        rows[operator].push(
            [leg, start, end, duration, `bike-${bike}`, `r-${rider}`, `s-${rider}`, MSP[seller]].join(','),
        );
    }
    return {
        metro: network.write('week-metro.csv', rows.metro.join('\n')),
        wheels: network.write('week-wheels.csv', rows.wheels.join('\n')),
        cars: network.write('week-cars.csv', rows.cars.join('\n')),
    };
}

function subscriptionFile(network: RunningNetwork, seller: OperatorName): string {
    const rows = Array.from({ length: RIDERS }, (_, index) => {
        const rider = `${MSP[seller]}-${String(index)}`;
        return `s-${rider},r-${rider},open,1,2014-01-01T00:00:00Z,`;
    });
    return network.write(`riders-${seller}.csv`, ['subscription,rider,plan,version,from,until', ...rows].join('\n'));
}

/** What a member is owed less what it owes, over all its partners. */
async function positionOf(offices: ClearingOffices, name: OperatorName): Promise<bigint> {
    const { partners } = (await offices[name].ask('mobility position show')) as { partners: GetPositionReply[] };
    return partners
        .flatMap(({ positions }) => positions)
        .reduce((sum, { creditor, owedMicroEur }) => {
            const owed = BigInt(owedMicroEur);
            return creditor === MSP[name] ? sum + owed : sum - owed;
        }, 0n);
}

async function owedIn(offices: ClearingOffices): Promise<bigint> {
    let owed = 0n;
    for (const name of OPERATORS) {
        const { partners } = (await offices[name].ask('mobility position show')) as { partners: GetPositionReply[] };
        for (const { positions } of partners)
            for (const { creditor, owedMicroEur } of positions)
                if (creditor === MSP[name]) owed += BigInt(owedMicroEur);
    }
    return owed;
}

scenario('A week of 7,433 real bike trips of three operators', (network) => {
    let offices: ClearingOffices;
    let files: Readonly<Record<OperatorName, string>>;
    let window: WindowRecord;
    let settlement: SettlementRecord;

    before(async function () {
        if (WEEK === undefined || ODD === undefined) this.skip();
        this.timeout(120_000);
        const started = now();
        offices = await clearingOffices(network());
        files = legFiles(network());
        const tariff = tariffOf(BAY_AREA, { tariff: 'bay-area' });
        for (const name of OPERATORS) {
            await publishTariff(network(), offices[name], tariff);
            await offices[name].ask(`mobility subscription import ${subscriptionFile(network(), name)}`);
        }
        // Long enough for all imports; it can only be closed after.
        window = await openWindow(offices, 'bay-area-week', paced(started, { times: 4, least: 40 }));
    });

    const importWeek = async (name: OperatorName): Promise<LegImportReport> =>
        (await offices[name].ask(`mobility leg import ${files[name]} ${DEFAULTS}`)) as LegImportReport;

    it('goes on where a killed import stopped', async function () {
        this.timeout(180_000);
        const importing = offices.wheels.start(
            `mobility leg import ${files.wheels} ${DEFAULTS} --batch 100 --in-flight 1 --json`,
        );
        await withClearing(offices.wheels, async (mobility) => {
            let batches = 0;
            for await (const { name } of mobility.events()) {
                if (name === 'MobilityLegsRecorded') batches += 1;
                if (batches === 3) break;
            }
        });
        importing.kill('SIGKILL');
        expect((await importing.finished).exitCode).to.equal(null);
        const again = await importWeek('wheels');
        expect(again.unchanged).to.be.greaterThan(0);
        expect(again.recorded).to.be.greaterThan(0);
        expect(again.refused, JSON.stringify(again.problems.slice(0, 3))).to.equal(0);
    });

    it('is priced and recorded, every leg late for its own window', async function () {
        this.timeout(180_000);
        const reports = await Promise.all([importWeek('metro'), importWeek('cars')]);
        for (const { refused, recorded, late, problems } of reports) {
            expect(refused, JSON.stringify(problems.slice(0, 3))).to.equal(0);
            expect(late).to.equal(recorded);
        }
        const wheels = await importWeek('wheels');
        const records = [...reports, wheels].reduce((sum, report) => sum + report.records, 0);
        expect(records).to.equal(7_433);
        expect(await owedIn(offices)).to.equal(BigInt(euro('12777')));
    });

    it('is not changed by the same import again', async function () {
        this.timeout(180_000);
        for (const name of OPERATORS) {
            const { recorded, unchanged, records } = await importWeek(name);
            expect([name, recorded, unchanged]).to.deep.equal([name, 0, records]);
        }
        expect(await owedIn(offices)).to.equal(BigInt(euro('12777')));
    });

    it('has positions that add up to nothing', async () => {
        const positions = await Promise.all(OPERATORS.map((name) => positionOf(offices, name)));
        expect(positions.reduce((sum, position) => sum + position, 0n)).to.equal(0n);
        expect(positions.some((position) => position !== 0n)).to.equal(true);
    });

    it('takes 136 of 139 odd records, and names line and reason of the other three', async () => {
        const columns = [
            'leg=trip_id',
            'start=start_epoch_s',
            'end=end_epoch_s',
            'duration=duration_s',
            'vehicle=bike_id',
        ];
        const rider = `${MSP.metro}-0`;
        const options = [
            ...columns.map((column) => `--column ${column}`),
            `--seller ${MSP.metro} --subscription s-${rider} --rider r-${rider} ${DEFAULTS}`,
        ].join(' ');
        const file = network().write('odd.csv', readFileSync(ODD ?? '', 'utf8').replaceAll(/^(\d)/gmu, 'odd-$1'));
        const { exitCode, json } = await offices.cars.run(`mobility leg import ${file} ${options} --json`);
        const { recorded, refused, problems } = json as LegImportReport;
        expect([exitCode, recorded, refused]).to.deep.equal([3, 136, 3]);
        expect(problems.map(({ code, details }) => [code, details['reason']])).to.have.deep.members([
            ['MOBILITY_LEG_INVALID', 'it lasts more than 31 days'],
            ['MOBILITY_LEG_INVALID', 'its duration is not the time from its start to its end'],
            ['MOBILITY_LEG_INVALID', 'its duration is not the time from its start to its end'],
        ]);
        expect(problems.every(({ line }) => line > 1)).to.equal(true);
    });

    it('is closed once, after its end', async function () {
        this.timeout(180_000);
        const early = await offices.council.run(`mobility window close ${window.window} --json`);
        if (early.exitCode === 1) expect(early.json).to.have.nested.property('error.code', 'MOBILITY_WINDOW_NOT_OVER');
        await closeWindow(offices, window);
        expect(await offices.council.refused(`mobility window close ${window.window}`)).to.equal(
            'MOBILITY_WINDOW_STATE',
        );
    });

    it('has statements that both sides of every pair make alike', async () => {
        const outcomes: StatementOutcome[] = [];
        for (const name of OPERATORS) {
            const { pairs } = (await offices[name].ask(`mobility window state ${window.window}`)) as {
                pairs: StatementOutcome[];
            };
            outcomes.push(...pairs);
        }
        expect(outcomes.filter(({ agreed }) => agreed)).to.have.length(3);
        const statement = (await offices.metro.ask(
            `mobility window statement ${window.window} --with ${MSP.cars}`,
        )) as GetStatementReply;
        expect(statement.submitted).to.have.length(2);
        expect(statement.agreed?.statement).to.deep.equal(statement.ledger);
    });

    it("is netted, every net its member's own, and signed by all", async function () {
        this.timeout(180_000);
        const positions: Record<string, string> = {};
        for (const name of OPERATORS) {
            positions[MSP[name]] = (await positionOf(offices, name)).toString();
            await offices[name].ask(`mobility window declare ${window.window}`);
        }
        settlement = (await offices.council.ask(`mobility window net ${window.window}`)) as SettlementRecord;
        expect(settlement.nets).to.deep.equal(positions);
        for (const name of OPERATORS) await offices[name].ask(`mobility window sign ${window.window}`);
        const { members } = (await offices.metro.ask(`mobility window show ${window.window}`)) as GetWindowReply;
        expect(members.map(({ signatures }) => signatures.at(-1)?.hash)).to.deep.equal(Array(3).fill(settlement.hash));
    });

    it('is paid by a payment message whose amounts are the nets, and settled by what the bank books', async () => {
        const accounts = network().write('accounts.csv', ACCOUNTS_CSV);
        const out = network().write('pain.xml', '');
        const of = `--window ${window.window} --accounts ${accounts}`;
        await offices.council.ask(`mobility payment export ${of} --out ${out} --execution-day 2026-06-01`);
        const paid: Record<string, bigint> = {};
        for (const { payer, payee, amountCents } of settlement.orders) {
            const member = payer === MSP.council ? payee : payer;
            paid[member] = (payer === MSP.council ? 1n : -1n) * BigInt(amountCents) * 10_000n;
        }
        for (const [member, net] of Object.entries(settlement.nets)) expect(paid[member] ?? 0n).to.equal(BigInt(net));

        const notified = camt054Of(out, { hub: HUB_IBAN });
        const altered = network().write('altered.xml', notified.replace(/<Sum>(\d)/u, '<Sum>9$1'));
        expect(await offices.council.refused(`mobility payment book ${altered} ${of}`)).to.equal(
            'MOBILITY_PAYMENT_FILE_SUM',
        );
        const booked = network().write('camt.xml', notified);
        const result = await offices.council.ask(`mobility payment book ${booked} ${of}`);
        expect(result).to.include({ state: 'SETTLED' });
        expect(result).to.have.property('exceptions').that.is.empty;
        for (const name of OPERATORS) expect(await positionOf(offices, name)).to.equal(0n);
    });
});
