import { expect } from 'chai';

import {
    mobilityTransactions as t,
    type DirectionPosition,
    type LegRecord,
    type SettlementRecord,
    type WindowRecord,
} from '@quartier/rules/mobility';

import { bookingsOf, clearingOf } from '../../support/clearing-windows.js';
import { mspIds, newId, utcDayOf } from '../../support/mobility-clearing.js';

/** Each leg is of 2 EUR; of a disputed one the seller claims that it should be of 1 EUR. */
describe('legs in dispute in the position of two', function () {
    this.timeout(120_000);
    const its = clearingOf({ settlement: { method: 'direct' } });
    const disputes: string[] = [];
    let window: WindowRecord;
    let next: WindowRecord;
    let settlement: SettlementRecord;

    async function position(): Promise<DirectionPosition> {
        const { positions } = await its().clearing.position('metro', 'wheels');
        const found = positions.find(({ creditor }) => creditor === mspIds.wheels);
        if (found === undefined) throw new Error('no position');
        expect(BigInt(found.owedMicroEur) + BigInt(found.leftMicroEur)).to.equal(BigInt(found.limitMicroEur));
        const sum = found.windows.reduce((owed, { amountMicroEur }) => owed + BigInt(amountMicroEur), 0n);
        expect(sum.toString()).to.equal(found.owedMicroEur);
        return found;
    }
    const owed = async (): Promise<string> => (await position()).owedMicroEur;
    async function dispute({ leg, end }: LegRecord): Promise<string> {
        const id = newId('dispute');
        await its().clearing.between(['metro', 'wheels'], t.openDispute, {
            privatePart: {
                dispute: id,
                operator: mspIds.wheels,
                leg,
                day: utcDayOf(end),
                claimedMicroEur: '1000000',
                reason: 'a shorter ride',
            },
        });
        return id;
    }
    const move = (by: 'metro' | 'wheels', at: number, command: string): Promise<unknown> =>
        its().clearing.between(by === 'metro' ? ['metro', 'wheels'] : ['wheels', 'metro'], t.moveDispute, {
            privatePart: {
                operator: mspIds.wheels,
                dispute: disputes[at],
                step: { command },
                reason: 'as the log says',
            },
        });

    before(async () => {
        const { clearing } = its();
        window = await clearing.openWindow(6);
        const subscription = await its().subscriber(['metro', 'wheels']);
        const legs = Array.from({ length: 5 }, () => its().ride(['wheels', 'metro'], subscription));
        await clearing.record(['wheels', 'metro'], legs);
        for (const leg of legs.slice(1)) disputes.push(await dispute(leg));
        await clearing.close(window);
        next = await clearing.openWindow(86_400);
    });

    it('are owed while the window is agreed and netted without them', async () => {
        const { clearing } = its();
        expect(await owed()).to.equal('10000000');
        await clearing.agreeAll(window.window);
        expect(await owed()).to.equal('10000000');
        settlement = await clearing.net(window.window);
        expect(settlement.nets).to.include({ MetroMSP: '-2000000', WheelsMSP: '2000000' });
        expect(await owed()).to.equal('10000000');
    });

    it('count once where their dispute ends before the window is settled, at what it ends with', async () => {
        await move('wheels', 0, 'accept');
        expect(await owed()).to.equal('9000000');
        await move('metro', 1, 'withdraw');
        expect(await owed()).to.equal('9000000');
        expect((await position()).windows.map((of) => [of.window, of.standing, of.amountMicroEur])).to.deep.equal([
            [window.window, 'underWay', '6000000'],
            [next.window, 'underWay', '3000000'],
        ]);
    });

    it('stay owed when the rest of the window is paid, as long as their dispute is open', async () => {
        const bookings = bookingsOf(settlement);
        await its().clearing.submit('council', t.recordPayments, { window: window.window, bookings });
        expect((await its().clearing.window(window.window)).window.state).to.equal('SETTLED');
        expect((await position()).windows.map((of) => [of.window, of.standing, of.amountMicroEur])).to.deep.equal([
            [window.window, 'disputed', '4000000'],
            [next.window, 'underWay', '3000000'],
        ]);
    });

    it('count once where their dispute ends after the window is settled', async () => {
        await move('wheels', 2, 'accept');
        expect(await owed()).to.equal('6000000');
        await move('metro', 3, 'withdraw');
        expect(await owed()).to.equal('6000000');
        expect((await position()).windows.map((of) => [of.window, of.amountMicroEur])).to.deep.equal([
            [next.window, '6000000'],
        ]);
    });
});
