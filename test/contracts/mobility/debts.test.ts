import { expect } from 'chai';

import {
    maximumSetOff,
    mobilityTransactions as t,
    obligation,
    setOffOnWire,
    type DirectionPosition,
    type SettlementRecord,
    type WindowRecord,
} from '@quartier/rules/mobility';

import { bookingsOf, clearingOf, closedWindow, USUAL } from '../../support/clearing-windows.js';
import {
    codeOf,
    mspIds,
    now,
    operators,
    type Operator,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';

const discharge = ({ clearing }: PreparedClearing, pair: readonly [string, string], window: string): Promise<unknown> =>
    clearing.between(pair, t.dischargeDebts, { request: { window } });

async function owedTo(
    { clearing }: PreparedClearing,
    creditor: Operator,
    debtor: Operator,
): Promise<DirectionPosition | undefined> {
    const { positions } = await clearing.position(debtor, creditor);
    return positions.find((position) => position.creditor === mspIds[creditor]);
}

describe('a window in which a member does not pay', function () {
    this.timeout(120_000);
    const its = clearingOf({ settlement: { method: 'direct' } });
    let unpaid: string;

    it('is netted again without it, what was paid counting', async () => {
        const { clearing } = its();
        const { window } = await closedWindow(its(), USUAL);
        unpaid = window;
        await clearing.openWindow(3_600);
        await clearing.agreeAll(window);
        const first = await clearing.net(window);
        expect(first.transfers).to.deep.equal([
            { from: 'MetroMSP', to: 'WheelsMSP', amount: '10000000' },
            { from: 'MetroMSP', to: 'CarsMSP', amount: '4000000' },
        ]);
        const [booking] = bookingsOf(first);
        await clearing.submit('council', t.recordPayments, {
            window,
            bookings: [{ ...booking, amountCents: '100' }],
        });
        const declare = (member: string): Promise<unknown> =>
            clearing.submit('council', t.declareDefault, { window, member });
        expect(await codeOf(declare('WheelsMSP'))).to.equal('MOBILITY_DEFAULT_NONE');
        expect(await codeOf(declare('StrangerMSP'))).to.equal('MOBILITY_NOT_A_MEMBER');
        await declare('MetroMSP');
        expect(await codeOf(discharge(its(), ['wheels', 'metro'], unpaid))).to.equal('MOBILITY_WINDOW_STATE');
        expect(await codeOf(clearing.net(window))).to.equal('MOBILITY_NETS_MISSING');
        expect(await codeOf(clearing.declareNet('metro', window))).to.equal('MOBILITY_NOT_A_MEMBER');
        await clearing.declareNet('wheels', window);
        await clearing.declareNet('cars', window);
        const second = await clearing.net(window);
        expect(second.revision).to.equal(2);
        expect(second.nets).to.deep.equal({ CarsMSP: '-6000000', WheelsMSP: '6000000' });
        expect(second.transfers).to.deep.equal([
            { from: 'CarsMSP', to: 'WheelsMSP', amount: '5000000' },
            { from: 'CarsMSP', to: 'MetroMSP', amount: '1000000' },
        ]);
        await clearing.submit('council', t.recordPayments, { window, bookings: bookingsOf(second) });
        const reply = await clearing.window(window);
        expect(reply.window.state).to.equal('SETTLED');
        expect(reply.payments.exceptions).to.deep.equal([]);
        expect(reply.settlements.map(({ revision }) => revision)).to.deep.equal([1, 2]);
    });

    it('leaves what it owes as debts that take from its line of credit, and nothing between the others', async () => {
        expect(await owedTo(its(), 'wheels', 'metro')).to.deep.include({
            owedMicroEur: '4000000',
            leftMicroEur: '996000000',
        });
        expect((await owedTo(its(), 'cars', 'metro'))?.windows).to.deep.include({
            window: unpaid,
            standing: 'debt',
            legs: 5,
            amountMicroEur: '10000000',
        });
        expect(await owedTo(its(), 'wheels', 'cars')).to.include({ owedMicroEur: '0' });
        await its().clearing.grant(['cars', 'metro'], '11000000');
        const subscription = await its().subscriber(['metro', 'cars']);
        const [outcome] = await its().clearing.record(['cars', 'metro'], [its().ride(['cars', 'metro'], subscription)]);
        expect(outcome?.code).to.equal('MOBILITY_CREDIT_LINE_EXCEEDED');
    });

    it('owes a debt until its creditor says that it was met, which nobody else can', async () => {
        expect(await codeOf(discharge(its(), ['wheels', 'cars'], unpaid))).to.equal('MOBILITY_DEBTS_NONE');
        expect(await codeOf(discharge(its(), ['cars', 'metro'], 'never opened'))).to.equal('MOBILITY_WINDOW_UNKNOWN');
        await discharge(its(), ['metro', 'cars'], unpaid);
        expect(await owedTo(its(), 'cars', 'metro')).to.include({ owedMicroEur: '10000000' });
        await discharge(its(), ['cars', 'metro'], unpaid);
        await discharge(its(), ['cars', 'metro'], unpaid);
        expect(await owedTo(its(), 'cars', 'metro')).to.include({ owedMicroEur: '0' });
        expect(await owedTo(its(), 'wheels', 'metro')).to.include({ owedMicroEur: '4000000' });
        const subscription = await its().subscriber(['metro', 'cars']);
        const [outcome] = await its().clearing.record(['cars', 'metro'], [its().ride(['cars', 'metro'], subscription)]);
        expect(outcome?.outcome).to.be.oneOf(['recorded', 'late']);
    });
});

/** How long a test's pairs have to agree, and its members to declare. */
const STATEMENT_SECONDS = 5;

/** Waits until what was waited for since an instant is due. */
async function due(since = 0): Promise<void> {
    while (now() < since + STATEMENT_SECONDS) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function agree(
    { clearing }: PreparedClearing,
    window: string,
    pair: readonly [Operator, Operator],
): Promise<void> {
    await clearing.state(pair, window);
    await clearing.state([pair[1], pair[0]], window);
}

describe('a window in which a member does not declare its net', function () {
    this.timeout(120_000);
    const its = clearingOf({ settlement: { method: 'direct' }, statementSeconds: STATEMENT_SECONDS });

    it('is netted without it once the time to declare is over, the others declaring anew', async () => {
        const { clearing } = its();
        const { window } = await closedWindow(its(), USUAL);
        const declare = async (member: Operator): Promise<WindowRecord> =>
            (await clearing.submit('council', t.declareDefault, { window, member: mspIds[member] })) as WindowRecord;
        expect(await codeOf(declare('metro'))).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        await agree(its(), window, ['metro', 'wheels']);
        await agree(its(), window, ['metro', 'cars']);
        await agree(its(), window, ['wheels', 'cars']);
        await clearing.declareNet('wheels', window);
        await due((await clearing.window(window)).window.closedAt);
        expect(await codeOf(declare('wheels'))).to.equal('MOBILITY_DEFAULT_NONE');
        expect(await declare('metro')).to.deep.include({ state: 'CLOSING', revision: 1, defaulters: ['MetroMSP'] });
        expect(await codeOf(declare('cars'))).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        await clearing.declareNet('cars', window);
        expect(await codeOf(clearing.net(window))).to.equal('MOBILITY_NETS_MISSING');
        await clearing.declareNet('wheels', window);
        const settlement = await clearing.net(window);
        expect(settlement).to.deep.include({ revision: 2, nets: { CarsMSP: '-6000000', WheelsMSP: '6000000' } });
        await clearing.submit('council', t.recordPayments, { window, bookings: bookingsOf(settlement) });
        const reply = await clearing.window(window);
        expect([reply.window.state, reply.settlements.map(({ revision }) => revision)]).to.deep.equal(['SETTLED', [2]]);
        expect(await owedTo(its(), 'wheels', 'metro')).to.include({ owedMicroEur: '4000000' });
    });

    it('is netted again without one that falls silent after a default, what was paid before counting', async () => {
        const { clearing } = its();
        const { window } = await closedWindow(its(), USUAL);
        const declare = async (member: Operator): Promise<WindowRecord> =>
            (await clearing.submit('council', t.declareDefault, { window, member: mspIds[member] })) as WindowRecord;
        await clearing.agreeAll(window);
        const first = await clearing.net(window);
        const [booking] = bookingsOf(first);
        await clearing.submit('council', t.recordPayments, { window, bookings: [{ ...booking, amountCents: '100' }] });
        const { declaringSince } = await declare('metro');
        await clearing.declareNet('wheels', window);
        expect(await codeOf(declare('cars'))).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        await due(declaringSince);
        expect(await declare('cars')).to.deep.include({ state: 'NETTED', revision: 2, isReopened: true });
        const last = await clearing.net(window);
        expect(last).to.deep.include({
            revision: 3,
            nets: { WheelsMSP: '0' },
            transfers: [{ from: 'WheelsMSP', to: 'MetroMSP', amount: '1000000' }],
        });
        await clearing.submit('council', t.recordPayments, { window, bookings: bookingsOf(last) });
        expect((await clearing.window(window)).window.state).to.equal('SETTLED');
    });
});

describe('a window in which a pair does not agree', function () {
    this.timeout(120_000);
    const its = clearingOf({ settlement: { method: 'setOff' }, statementSeconds: STATEMENT_SECONDS });

    const setAside = async (window: string, pair: readonly [Operator, Operator]): Promise<WindowRecord> =>
        (await its().clearing.submit('council', t.setAside, {
            window,
            pair: pair.map((member) => mspIds[member]),
        })) as WindowRecord;

    async function netted(window: string): Promise<SettlementRecord> {
        const { clearing } = its();
        const { pairs } = await clearing.window(window);
        const owed = pairs.flatMap(({ obligations }) => obligations ?? []);
        const setOff = setOffOnWire(maximumSetOff(owed.map((row) => obligation(row, 'owed'))));
        const settlement = await clearing.net(window, { setOff });
        expect(Object.values(settlement.nets).reduce((sum, net) => sum + BigInt(net), 0n)).to.equal(0n);
        await clearing.submit('council', t.recordPayments, { window, bookings: bookingsOf(settlement) });
        return settlement;
    }

    it('is netted without it once the time to agree is over, what the two owe each other staying theirs', async () => {
        const { clearing } = its();
        const { window } = await closedWindow(its(), [...USUAL, ['metro', 'wheels', 4]]);
        await clearing.state(['cars', 'metro'], window);
        expect(await codeOf(setAside(window, ['metro', 'cars']))).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        await agree(its(), window, ['metro', 'wheels']);
        await agree(its(), window, ['wheels', 'cars']);
        await due((await clearing.window(window)).window.closedAt);
        expect(await codeOf(setAside(window, ['metro', 'wheels']))).to.equal('MOBILITY_STATEMENT_AGREED');
        expect(await codeOf(setAside(window, ['metro', 'metro']))).to.equal('MOBILITY_PAIR_NOT_IN_WINDOW');
        expect((await setAside(window, ['metro', 'cars'])).setAside).to.deep.equal([['CarsMSP', 'MetroMSP']]);
        expect((await setAside(window, ['cars', 'metro'])).setAside).to.have.lengthOf(1);
        expect(await codeOf(clearing.state(['metro', 'cars'], window))).to.equal('MOBILITY_PAIR_NOT_IN_WINDOW');
        for (const member of operators) await clearing.declareNet(member, window);
        const { nets } = await netted(window);
        expect(nets).to.deep.equal({ CarsMSP: '-6000000', MetroMSP: '4000000', WheelsMSP: '2000000' });
        const debt = { window, standing: 'debt', legs: 5, amountMicroEur: '10000000' };
        expect((await owedTo(its(), 'cars', 'metro'))?.windows).to.deep.include(debt);
        expect(await owedTo(its(), 'wheels', 'metro')).to.include({ owedMicroEur: '0' });
        await discharge(its(), ['cars', 'metro'], window);
        expect(await owedTo(its(), 'cars', 'metro')).to.include({ owedMicroEur: '0' });
    });

    it('waits for no net of a member whose pairs are all set aside: it is nothing', async () => {
        const { clearing } = its();
        const { window } = await closedWindow(its(), USUAL);
        await agree(its(), window, ['wheels', 'cars']);
        await due((await clearing.window(window)).window.closedAt);
        await setAside(window, ['metro', 'cars']);
        const { declaringSince } = await setAside(window, ['metro', 'wheels']);
        await clearing.declareNet('cars', window);
        await clearing.declareNet('wheels', window);
        await due(declaringSince);
        const silent = clearing.submit('council', t.declareDefault, { window, member: 'MetroMSP' });
        expect(await codeOf(silent)).to.equal('MOBILITY_DEFAULT_NONE');
        const { nets } = await netted(window);
        expect(nets).to.deep.equal({ CarsMSP: '-6000000', MetroMSP: '0', WheelsMSP: '6000000' });
    });
});
