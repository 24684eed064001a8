import { expect } from 'chai';

import {
    mobilityTransactions as t,
    type DisputeRecord,
    type LegRecord,
    type ListDisputesReply,
    type ListMediationsReply,
    type MobilityTerms,
} from '@quartier/rules/mobility';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    codeOf,
    mspIds,
    newId,
    prepareClearing,
    terms,
    utcDayOf,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';

const EVIDENCE = 'cd'.repeat(32);

describe('a dispute between a seller and an operator', function () {
    this.timeout(120_000);
    let network: AreaNetwork;
    let its: PreparedClearing;
    let subscription: string;

    async function start(disputes: Partial<MobilityTerms['disputes']> = {}): Promise<void> {
        network = await startMobilityNetwork();
        its = await prepareClearing(network, { disputes: { ...terms.disputes, ...disputes } });
        subscription = await its.subscriber(['metro', 'wheels']);
    }
    const ride = (): LegRecord => its.ride(['wheels', 'metro'], subscription);
    async function recorded(leg = ride()): Promise<LegRecord> {
        const [outcome] = await its.clearing.record(['wheels', 'metro'], [leg]);
        expect(outcome?.outcome).to.be.oneOf(['recorded', 'disputed']);
        return leg;
    }
    async function open(leg: LegRecord, claimedMicroEur: string, dispute = newId('dispute')): Promise<string> {
        await its.clearing.between(['metro', 'wheels'], t.openDispute, {
            privatePart: {
                dispute,
                operator: 'WheelsMSP',
                leg: leg.leg,
                day: utcDayOf(leg.end),
                claimedMicroEur,
                reason: 'the bike was locked after ten minutes',
                evidence: EVIDENCE,
            },
        });
        return dispute;
    }
    const move = (by: 'metro' | 'wheels', dispute: string, step: object, other: object = {}): Promise<unknown> =>
        its.clearing.between(by === 'metro' ? ['metro', 'wheels'] : ['wheels', 'metro'], t.moveDispute, {
            privatePart: { operator: 'WheelsMSP', dispute, step, reason: 'as the log says', ...other },
        });
    const look = (dispute: string): Promise<DisputeRecord> =>
        its.clearing.evaluate('wheels', t.getDispute, { with: 'MetroMSP', operator: 'WheelsMSP', dispute });
    async function owed(): Promise<bigint> {
        const { positions } = await its.clearing.position('metro', 'wheels');
        return BigInt(positions.find(({ creditor }) => creditor === 'WheelsMSP')?.owedMicroEur ?? '');
    }

    describe('in a window that is open', () => {
        before(async () => {
            await start();
            await its.clearing.openWindow(86_400);
        });
        after(() => network.stop());

        it('is opened by the ledger itself where the price is not that of the tariff', async () => {
            const fair = ride();
            const lines = fair.lines.map((line) => ({ ...line }));
            const [base] = lines;
            if (base === undefined) throw new Error('no line');
            const dear: LegRecord = {
                ...fair,
                lines: [{ ...base, unitPriceMicroEur: '1500000', amountMicroEur: '1500000' }, ...lines.slice(1)],
                totalMicroEur: '2500000',
            };
            const before = await owed();
            await recorded(dear);
            const { disputes } = await its.clearing.evaluate<ListDisputesReply>('metro', t.listDisputes, {
                with: 'WheelsMSP',
            });
            const found = disputes.find(({ leg }) => leg === dear.leg);
            const { dispute, steps } = await look(found?.dispute ?? '');
            expect(dispute).to.include({
                opener: 'MetroMSP',
                respondent: 'WheelsMSP',
                chargedMicroEur: '2500000',
                claimedMicroEur: '2000000',
            });
            expect(steps.map(({ reason }) => reason)).to.deep.equal(['PRICE_DIFFERS']);
            await move('wheels', dispute.dispute, { command: 'accept' });
            expect((await owed()) - before).to.equal(2_000_000n);
        });

        it('ends with a credit and a new record when the operator accepts, and leaves the old one as it was', async () => {
            const before = await owed();
            const leg = await recorded();
            const dispute = await open(leg, '1000000');
            expect(await open(leg, '1000000', dispute)).to.equal(dispute);
            await move('wheels', dispute, { command: 'accept' });
            await move('wheels', dispute, { command: 'accept' });
            expect((await look(dispute)).dispute).to.include({ state: 'RESOLVED_FULL', settledMicroEur: '1000000' });
            expect((await owed()) - before).to.equal(1_000_000n);
            const { window } = (await its.clearing.lastWindow()) ?? { window: '' };
            const { legs } = await its.clearing.legs('metro', 'wheels', window);
            const of = legs.filter(({ record }) => record.leg === leg.leg || record.of === leg.leg);
            expect(of.map(({ record }) => [record.kind, record.totalMicroEur]).sort()).to.deep.equal([
                ['credit', '-2000000'],
                ['leg', '2000000'],
                ['replacement', '1000000'],
            ]);
        });

        it('is answered, countered and escalated, and ends as the mediator says without knowing the amount', async () => {
            const before = await owed();
            const leg = await recorded();
            const dispute = await open(leg, '1000000');
            await move('wheels', dispute, { command: 'reject' });
            await move('metro', dispute, { command: 'counter', claimedMicroEur: '1200000' });
            await move('wheels', dispute, { command: 'offer', amountMicroEur: '1900000' });
            const mediation = newId('case');
            await move('metro', dispute, { command: 'escalate' }, { mediation });
            const { clearing } = its;
            const apply = (): Promise<unknown> =>
                clearing.between(['wheels', 'metro'], t.applyMediation, {
                    privatePart: { operator: 'WheelsMSP', dispute },
                });
            expect(await codeOf(apply())).to.equal('MOBILITY_MEDIATION_PENDING');
            await clearing.submit('metro', t.requestMediation, { mediation });
            expect(await codeOf(clearing.submit('cars', t.requestMediation, { mediation }))).to.equal(
                'MOBILITY_MEDIATION_EXISTS',
            );
            const { mediations } = await clearing.evaluate<ListMediationsReply>('council', t.listMediations, {});
            const unanswered = mediations.filter((row) => row.answer === undefined);
            expect(unanswered.map((row) => row.mediation)).to.include(mediation);
            const answer = { mediation, sharePpm: 500_000, evidence: EVIDENCE };
            expect(await codeOf(clearing.submit('cars', t.mediate, answer))).to.equal('CONSORTIUM_ROLE_MISSING');
            await clearing.submit('council', t.mediate, answer);
            expect(await codeOf(clearing.submit('council', t.mediate, { ...answer, sharePpm: 1 }))).to.equal(
                'MOBILITY_MEDIATION_ANSWERED',
            );
            await apply();
            await apply();
            expect((await look(dispute)).dispute).to.include({ state: 'RESOLVED_PARTIAL', settledMicroEur: '1600000' });
            expect((await owed()) - before).to.equal(1_600_000n);
        });

        it('is for those two alone, once about a record, and about one that stands whole', async () => {
            const leg = await recorded();
            const dispute = await open(leg, '1000000');
            expect(await codeOf(open(leg, '500000'))).to.equal('MOBILITY_DISPUTE_EXISTS');
            expect(await codeOf(open(ride(), '500000'))).to.equal('MOBILITY_LEG_UNKNOWN');
            expect(await codeOf(move('metro', dispute, { command: 'accept' }))).to.equal('MOBILITY_DISPUTE_NOT_YOURS');
            expect(await codeOf(move('wheels', dispute, { command: 'rule', amountMicroEur: '1' }))).to.equal(
                'MOBILITY_MEDIATION_PENDING',
            );
            expect(await codeOf(move('wheels', 'unknown', { command: 'accept' }))).to.equal('MOBILITY_DISPUTE_UNKNOWN');
            expect(await codeOf(open(leg, '2000000', newId('same')))).to.equal('MOBILITY_DISPUTE_AMOUNT');
        });
    });

    describe('about a window that is closed', () => {
        before(() => start({ openSeconds: 4 }));
        after(() => network.stop());

        it('leaves the window, is carried into the open one when it ends, and cannot be opened too late', async () => {
            const { clearing } = its;
            const window = await clearing.openWindow(3);
            const [disputed, undisputed] = [await recorded(), await recorded()];
            const dispute = await open(disputed, '1000000');
            await clearing.close(window);
            const next = await clearing.openWindow(86_400);
            const { ledger } = await clearing.statement('metro', 'wheels', window.window);
            expect(ledger.totals[0]).to.include({
                legs: 1,
                amountMicroEur: '2000000',
                disputedLegs: 1,
                disputedMicroEur: '2000000',
            });
            await clearing.agreeAll(window.window);
            const { nets } = await clearing.net(window.window);
            expect(nets).to.include({ MetroMSP: '-2000000', WheelsMSP: '2000000' });

            await move('wheels', dispute, { command: 'offer', amountMicroEur: '1500000' });
            await move('metro', dispute, { command: 'accept' });
            const { legs } = await clearing.legs('metro', 'wheels', next.window);
            expect(legs.map(({ record }) => [record.kind, record.totalMicroEur]).sort()).to.deep.equal([
                ['credit', '-2000000'],
                ['leg', '2000000'],
                ['replacement', '1500000'],
            ]);
            await new Promise((resolve) => setTimeout(resolve, 5_000));
            expect(await codeOf(open(undisputed, '1000000'))).to.equal('MOBILITY_DISPUTE_AFTER_DEADLINE');
            expect(mspIds.council).to.equal(terms.disputes.mediator);
        });
    });
});
