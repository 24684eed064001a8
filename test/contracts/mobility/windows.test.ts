import { expect } from 'chai';

import {
    maximumSetOff,
    mobilityTransactions as t,
    setOffOnWire,
    type ComparePairReply,
    type LegRecord,
    type RecordedBooking,
    type SettlementRecord,
    type WindowPayments,
    type WindowRecord,
} from '@quartier/rules/mobility';

import { bookingsOf, clearingOf, closedWindow, USUAL } from '../../support/clearing-windows.js';
import { codeOf, mspIds, newId, operators } from '../../support/mobility-clearing.js';

describe('a window of the clearing', function () {
    this.timeout(120_000);

    describe('that is paid through a hub', () => {
        const its = clearingOf({ settlement: { method: 'hub', settlement: mspIds.council } });
        let window: WindowRecord;
        let settlement: SettlementRecord;
        let anyLeg: LegRecord;

        before(async () => {
            window = await closedWindow(its(), USUAL);
            anyLeg = its().ride(['wheels', 'metro'], await its().subscriber(['metro', 'wheels']));
        });

        const pay = async (bookings: readonly RecordedBooking[]): Promise<WindowPayments> =>
            (await its().clearing.submit('council', t.recordPayments, {
                window: window.window,
                bookings,
            })) as WindowPayments;
        const stateNow = async (): Promise<string> => (await its().clearing.window(window.window)).window.state;

        it('is opened where the last one ends, and not before it is over closed, nor twice', async () => {
            const { clearing } = its();
            const apart = { window: newId('apart'), from: window.to + 1, to: window.to + 100 };
            expect(await codeOf(clearing.submit('council', t.openWindow, apart))).to.equal('MOBILITY_WINDOW_NOT_NEXT');
            const next = await clearing.openWindow(3_600);
            const again = { window: next.window, from: next.from, to: next.to };
            expect(await clearing.submit('council', t.openWindow, again)).to.deep.equal(next);
            const other = { ...again, to: next.to + 1 };
            expect(await codeOf(clearing.submit('council', t.openWindow, other))).to.equal('MOBILITY_WINDOW_EXISTS');
            const close = (of: string): Promise<unknown> => clearing.submit('council', t.closeWindow, { window: of });
            expect(await codeOf(close(next.window))).to.equal('MOBILITY_WINDOW_NOT_OVER');
            expect(await codeOf(close(window.window))).to.equal('MOBILITY_WINDOW_STATE');
            expect(await codeOf(close('never opened'))).to.equal('MOBILITY_WINDOW_UNKNOWN');
        });

        it('takes no leg once it is closed: the leg is late in the next one', async () => {
            const subscription = await its().subscriber(['metro', 'wheels']);
            const leg = its().ride(['wheels', 'metro'], subscription, {
                start: window.to - 100,
                end: window.to - 10,
                durationSeconds: 90,
            });
            const [outcome] = await its().clearing.record(['wheels', 'metro'], [leg]);
            expect(outcome?.outcome).to.equal('late');
            const { legs } = await its().clearing.legs('metro', 'wheels', window.window);
            expect(legs.map(({ record }) => record.leg)).not.to.include(leg.leg);
            expect(legs).to.have.lengthOf(2);
        });

        it('shows the legs that differ where two state different things', async () => {
            const { clearing } = its();
            const { ledger } = await clearing.statement('wheels', 'metro', window.window);
            const wrong = {
                ...ledger,
                totals: [{ ...ledger.totals[0], legs: 1, amountMicroEur: '2000000' }, ledger.totals[1]],
                content: 'ab'.repeat(32),
            } as unknown as typeof ledger;
            await clearing.state(['metro', 'wheels'], window.window, wrong);
            await clearing.state(['wheels', 'metro'], window.window);
            const { legs } = await clearing.legs('metro', 'wheels', window.window);
            const own = legs.slice(0, 1).map(({ record, digest, disputed }) => ({
                leg: record.leg,
                digest,
                debtor: record.seller,
                creditor: record.operator,
                amountMicroEur: record.totalMicroEur,
                disputed,
            }));
            const compared = await clearing.evaluate<ComparePairReply>(
                'metro',
                t.comparePair,
                { with: mspIds.wheels, window: window.window },
                { legs: own },
            );
            expect(compared.submitted).to.have.lengthOf(2);
            expect(compared.legs?.missingHere.map(({ leg }) => leg)).to.deep.equal([legs[1]?.record.leg]);
            expect(compared.totals.map(({ legs: count, amountMicroEur }) => [count, amountMicroEur])).to.deep.equal([
                [1, '2000000'],
                [0, '0'],
            ]);
            expect((await clearing.window(window.window)).pairs.map(({ commitment }) => commitment)).to.deep.equal([
                null,
                null,
                null,
            ]);
        });

        it('refuses that two agree on what the ledger does not hold, or state of others', async () => {
            const { clearing } = its();
            const { ledger } = await clearing.statement('cars', 'metro', window.window);
            const [first, second] = ledger.totals;
            const invented = { ...ledger, totals: [{ ...first, legs: 9 }, second] as const };
            await clearing.state(['cars', 'metro'], window.window, invented);
            expect(await codeOf(clearing.state(['metro', 'cars'], window.window, invented))).to.equal(
                'MOBILITY_STATEMENT_INVALID',
            );
            const ofOthers = (await clearing.statement('wheels', 'metro', window.window)).ledger;
            expect(await codeOf(clearing.state(['metro', 'cars'], window.window, ofOthers))).to.equal(
                'MOBILITY_STATEMENT_INVALID',
            );
        });

        it('is not netted before every pair has agreed and every member declared a net that its statements prove', async () => {
            const { clearing } = its();
            expect(await codeOf(clearing.net(window.window))).to.equal('MOBILITY_PAIRS_NOT_AGREED');
            for (const [one, other] of [
                ['wheels', 'metro'],
                ['cars', 'metro'],
                ['cars', 'wheels'],
            ] as const) {
                await clearing.state([one, other], window.window);
                await clearing.state([other, one], window.window);
                await clearing.state([other, one], window.window);
            }
            expect(await codeOf(clearing.net(window.window))).to.equal('MOBILITY_NETS_MISSING');
            expect(await codeOf(clearing.declareNet('metro', window.window, { netMicroEur: '-1' }))).to.equal(
                'MOBILITY_NET_INVALID',
            );
            for (const member of operators) {
                await clearing.declareNet(member, window.window);
                await clearing.declareNet(member, window.window);
            }
            settlement = await clearing.net(window.window);
            expect(settlement.nets).to.deep.equal({ CarsMSP: '4000000', MetroMSP: '-14000000', WheelsMSP: '10000000' });
            expect(settlement.transfers).to.deep.equal([
                { from: 'CouncilMSP', to: 'CarsMSP', amount: '4000000' },
                { from: 'MetroMSP', to: 'CouncilMSP', amount: '14000000' },
                { from: 'CouncilMSP', to: 'WheelsMSP', amount: '10000000' },
            ]);
            expect(await codeOf(clearing.net(window.window))).to.equal('MOBILITY_WINDOW_STATE');
            expect(await codeOf(clearing.state(['metro', 'cars'], window.window))).to.equal('allowed');
        });

        it('is signed by every member, each for what was netted', async () => {
            const { clearing } = its();
            const sign = (member: string, hash: string): Promise<unknown> =>
                clearing.submit(member, t.signWindow, { window: window.window, revision: 1, hash });
            expect(await codeOf(sign('metro', 'ab'.repeat(32)))).to.equal('MOBILITY_SIGNATURE_DIFFERS');
            for (const member of operators) {
                await sign(member, settlement.hash);
                await sign(member, settlement.hash);
            }
            const { members } = await clearing.window(window.window);
            expect(members.map(({ signatures }) => signatures.map(({ hash }) => hash))).to.deep.equal([
                [settlement.hash],
                [settlement.hash],
                [settlement.hash],
            ]);
            expect(
                await codeOf(
                    clearing.submit('council', t.signWindow, {
                        window: window.window,
                        revision: 1,
                        hash: settlement.hash,
                    }),
                ),
            ).to.equal('CONSORTIUM_ROLE_MISSING');
        });

        it('keeps what is partly paid, unknown or of a stranger as exceptions, and is settled once all is booked', async () => {
            const [first, ...others] = bookingsOf(settlement);
            if (first === undefined) throw new Error('no order');
            const partly = { ...first, reference: 'part', amountCents: '100' };
            const unknown = { ...first, reference: 'unknown', endToEndId: 'NOBODYS-ORDER' };
            const { exceptions } = await pay([partly, unknown]);
            expect(exceptions.map(({ kind }) => kind).sort()).to.deep.equal(['PARTIAL', 'UNKNOWN']);
            expect(await stateNow()).to.equal('NETTED');
            await pay([{ ...first, reference: 'rest', amountCents: (BigInt(first.amountCents) - 100n).toString() }]);
            const before = await its().clearing.position('metro', 'wheels');
            await pay(others);
            expect(await stateNow()).to.equal('SETTLED');
            await pay(others);
            const after = await its().clearing.position('metro', 'wheels');
            const owed = (of: typeof before): bigint =>
                of.positions.reduce((sum, { owedMicroEur }) => sum + BigInt(owedMicroEur), 0n);
            expect(owed(before) - owed(after)).to.equal(4_000_000n);
            expect(anyLeg.totalMicroEur).to.equal('2000000');
        });
    });

    describe('that is settled by set-off', () => {
        const its = clearingOf({ settlement: { method: 'setOff' } });

        it('publishes what pairs owe and strikes off the most, as the ledger verifies', async () => {
            const { clearing } = its();
            const { window } = await closedWindow(its(), [...USUAL, ['metro', 'wheels', 4]]);
            await clearing.agreeAll(window);
            const { pairs } = await clearing.window(window);
            const owed = pairs.flatMap(({ obligations }) => obligations ?? []);
            expect(owed).to.have.lengthOf(4);
            expect(await codeOf(clearing.net(window))).to.equal('MOBILITY_SET_OFF_UNDECIDED');
            const largest = maximumSetOff(owed.map(({ from, to, amount }) => ({ from, to, amount: BigInt(amount) })));
            const nothing = { flows: [], potentials: Object.fromEntries(largest.potentials) };
            expect(await codeOf(clearing.net(window, { setOff: nothing }))).to.equal('MOBILITY_SET_OFF_INVALID');
            const { transfers, nets } = await clearing.net(window, { setOff: setOffOnWire(largest) });
            const struckOff = largest.flows.reduce((sum, { amount }) => sum + amount, 0n);
            const left = transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
            expect(struckOff + left).to.equal(owed.reduce((sum, { amount }) => sum + BigInt(amount), 0n));
            expect(Object.values(nets).reduce((sum, net) => sum + BigInt(net), 0n)).to.equal(0n);
        });
    });
});
