import type { LegResult } from '@quartier/client';
import {
    pricedLeg,
    type DisputeRecord,
    type GetPositionReply,
    type LegFacts,
    type LegRecord,
    type ListedLeg,
    type ListedDispute,
    type MediationRecord,
    type PublishedTariff,
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
    paced,
    publishTariff,
    TERMS,
    withClearing,
    type ClearingOffices,
    type OperatorName,
} from '../../support/clearing-offices.js';
import { scenario } from '../../support/scenario-network.js';
import { euro, every, tariffOf } from '../../support/tariffs.js';

const BETWEEN = `--operator ${MSP.wheels}`;
const START = now();
/** A ride may have ended in the window before. */
const TAKEN = ['recorded', 'late'];

scenario('Legs in dispute, and what is refused of legs', (network) => {
    let offices: ClearingOffices;
    let window: WindowRecord;
    let published: PublishedTariff;
    let dearer: PublishedTariff;
    let counter = 0;

    before(async function () {
        this.timeout(120_000);
        offices = await clearingOffices(network());
        const started = now();
        const publish = (tariff: string, base: string, from: number): Promise<PublishedTariff> => {
            const content = tariffOf({ baseMicroEur: euro(base), time: [every(1, '0.05')] }, { tariff, from });
            return publishTariff(network(), offices.wheels, content);
        };
        published = await publish('disputed', '1', 1_388_534_400);
        dearer = await publish('future', '2', START + 86_400);
        await offices.metro.ask(
            'mobility subscription add disputing --rider d-1 --plan open --from 2014-01-01T00:00:00Z',
        );
        await offices.metro.ask(
            'mobility subscription add ended --rider d-2 --plan open --from 2014-01-01T00:00:00Z --until 2015-01-01T00:00:00Z',
        );
        window = await openWindow(offices, 'disputes', paced(started, { times: 12, least: 30 }));
    });

    /** Twenty minutes that cost two euro. */
    const ride = (other: Partial<LegFacts> = {}): LegRecord => {
        counter += 1;
        const end = now() - 60;
        const facts: LegFacts = {
            operator: MSP.wheels,
            leg: `disputed-${String(counter)}`,
            seller: MSP.metro,
            subscription: 'disputing',
            rider: 'd-1',
            mode: 'bike',
            start: end - 1_200,
            end,
            durationSeconds: 1_200,
            distanceMetres: 3_000,
            ...other,
        };
        return pricedLeg(facts, published);
    };
    const record = (leg: LegRecord, by: OperatorName = 'wheels'): Promise<readonly LegResult[]> =>
        withClearing(offices[by], (mobility) => mobility.recordLegs([leg]));
    const dayOf = ({ end }: LegRecord): string => new Date(end * 1_000).toISOString().slice(0, 10);
    const legsOf = async (of: string): Promise<readonly ListedLeg[]> => {
        const { legs } = (await offices.metro.ask(`mobility leg list --with ${MSP.wheels} --window ${of}`)) as {
            readonly legs: readonly ListedLeg[];
        };
        return legs;
    };

    it('opens by itself where the operator asks for more than its tariff, and goes to the mediator', async () => {
        const fair = ride();
        const extra = {
            dimension: 'FIXED',
            quantity: 1,
            unitPriceMicroEur: euro('1'),
            per: 1,
            amountMicroEur: euro('1'),
        } as const;
        const asked: LegRecord = { ...fair, lines: [...fair.lines, extra], totalMicroEur: euro('3') };
        expect(await record(asked)).to.deep.equal([{ outcome: 'disputed' }]);

        const { disputes } = (await offices.metro.ask(`mobility dispute list --with ${MSP.wheels}`)) as {
            readonly disputes: readonly ListedDispute[];
        };
        const dispute = disputes.find(({ leg }) => leg === asked.leg)?.dispute ?? '';
        const step = async (by: OperatorName, words: string): Promise<DisputeRecord> => {
            const other = by === 'metro' ? MSP.wheels : MSP.metro;
            return (await offices[by].ask(
                `mobility dispute ${words.replace('ID', dispute)} --with ${other} ${BETWEEN}`,
            )) as DisputeRecord;
        };
        expect((await step('metro', 'show ID')).dispute).to.include({
            opener: MSP.metro,
            chargedMicroEur: euro('3'),
            claimedMicroEur: euro('2'),
        });
        expect((await step('wheels', 'reject ID --reason agreed-by-phone')).dispute.state).to.equal('ANSWERED');
        const { mediation = '' } = await step('metro', 'escalate ID --reason no-agreement');
        const reasons = network().write('reasons.txt', 'half and half');
        const { mediations } = (await offices.council.ask('mobility dispute mediations')) as {
            readonly mediations: readonly MediationRecord[];
        };
        expect(mediations.map((row) => row.mediation)).to.include(mediation);
        await offices.council.ask(`mobility dispute mediate ${mediation} --share-ppm 500000 --evidence ${reasons}`);
        expect((await step('wheels', 'apply ID')).dispute).to.include({
            state: 'RESOLVED_PARTIAL',
            settledMicroEur: euro('2.5'),
        });
        const about = (await legsOf(window.window)).filter(
            ({ record: { leg, of } }) => leg === asked.leg || of === asked.leg,
        );
        expect(about.map(({ record: { totalMicroEur } }) => totalMicroEur)).to.have.members([
            euro('3'),
            euro('-3'),
            euro('2.5'),
        ]);
    });

    it('is opened by the seller and accepted by the operator', async () => {
        const leg = ride();
        expect((await record(leg))[0]?.outcome).to.be.oneOf(TAKEN);
        const about = `--leg ${leg.leg} --day ${dayOf(leg)} --claim 1.50 --reason short-ride`;
        await offices.metro.ask(`mobility dispute open dispute-1 --with ${MSP.wheels} ${BETWEEN} ${about}`);
        const { dispute } = (await offices.wheels.ask(
            `mobility dispute accept dispute-1 --with ${MSP.metro} ${BETWEEN} --reason right`,
        )) as DisputeRecord;
        expect(dispute).to.include({ state: 'RESOLVED_FULL', settledMicroEur: euro('1.5') });
    });

    it('leaves the nets while it is open', async () => {
        const leg = ride();
        await record(leg);
        const about = `--leg ${leg.leg} --day ${dayOf(leg)} --claim 0 --reason never-ridden`;
        await offices.metro.ask(`mobility dispute open dispute-2 --with ${MSP.wheels} ${BETWEEN} ${about}`);
        const statement = (await offices.metro.ask(
            `mobility window statement ${window.window} --with ${MSP.wheels}`,
        )) as {
            readonly ledger: {
                readonly totals: readonly { readonly debtor: string; readonly disputedMicroEur: string }[];
            };
        };
        const owed = statement.ledger.totals.find(({ debtor }) => debtor === MSP.metro);
        expect(owed?.disputedMicroEur).to.equal(euro('2'));
    });

    it('refuses a leg of another operator, before its tariff, under an ended subscription', async () => {
        expect(await record(ride(), 'cars')).to.deep.equal([
            {
                outcome: 'refused',
                code: 'MOBILITY_LEG_OF_ANOTHER',
                details: { operator: MSP.cars, seller: MSP.metro },
            },
        ]);
        const early = { ...pricedLeg(ride(), dearer) };
        expect((await record(early))[0]).to.include({ outcome: 'refused', code: 'MOBILITY_TARIFF_NOT_IN_FORCE' });
        const ended = ride({ subscription: 'ended', rider: 'd-2' });
        expect((await record(ended))[0]).to.include({ outcome: 'refused', code: 'MOBILITY_SUBSCRIPTION_NOT_ACTIVE' });
        const stranger = ride({ subscription: 'nobody', rider: 'd-3' });
        expect((await record(stranger))[0]).to.include({ outcome: 'refused', code: 'MOBILITY_SUBSCRIPTION_UNKNOWN' });
    });

    it('refuses a leg that was recorded with other content, and a refund above the fare', async () => {
        const leg = ride();
        await record(leg);
        expect((await record({ ...leg, distanceMetres: 4_000 }))[0]).to.include({
            outcome: 'refused',
            code: 'MOBILITY_LEG_CONFLICT',
        });
        const of = `--with ${MSP.metro} --day ${dayOf(leg)}`;
        const refund = `mobility leg refund ${leg.leg} ${of} --reason broken`;
        const { exitCode, json } = await offices.wheels.run(`${refund} --id refund-1 --amount 2.01 --json`);
        expect([exitCode, (json as { code: string }).code]).to.deep.equal([1, 'MOBILITY_REFUND_ABOVE_PAID']);
        expect(await offices.wheels.ask(`${refund} --id refund-2 --amount 2`))
            .to.have.property('outcome')
            .that.is.oneOf(TAKEN);
    });

    it('takes a leg back whole and writes it anew', async () => {
        const leg = ride();
        await record(leg);
        const of = `--with ${MSP.metro} --day ${dayOf(leg)}`;
        await offices.wheels.ask(`mobility leg credit ${leg.leg} ${of} --id credit-1 --reason wrong-distance`);
        const shorter = `--id replacement-1 --reason wrong-time --end ${String(leg.start + 600)}`;
        const replaced = await offices.wheels.ask(`mobility leg replace ${leg.leg} ${of} ${shorter}`);
        expect(replaced).to.include({ of: leg.leg, totalMicroEur: euro('1.5') });
    });

    it('refuses beyond the line of credit', async () => {
        await offices.wheels.ask(`mobility position grant --with ${MSP.metro} --limit 0.01`);
        expect((await record(ride()))[0]).to.include({ outcome: 'refused', code: 'MOBILITY_CREDIT_LINE_EXCEEDED' });
        await offices.wheels.ask(`mobility position grant --with ${MSP.metro} --limit 1000000`);
    });

    it('refuses a dispute after the deadline of its statement', async function () {
        this.timeout(240_000);
        const leg = ride();
        await record(leg);
        await closeWindow(offices, window);
        for (const name of ['metro', 'wheels', 'metro'] as const)
            await offices[name].ask(`mobility window state ${window.window}`);
        const about = `--leg ${leg.leg} --day ${dayOf(leg)} --claim 0 --reason too-late`;
        const late = offices.metro.ahead((await aheadOf(window.to)) + TERMS.disputes.openSeconds + 1);
        expect(await late.refused(`mobility dispute open dispute-3 --with ${MSP.wheels} ${BETWEEN} ${about}`)).to.equal(
            'MOBILITY_DISPUTE_AFTER_DEADLINE',
        );
    });

    it('is owed once: in its own window while it is open, in the next one at what it ends with', async function () {
        this.timeout(240_000);
        const owed = async (): Promise<bigint> => {
            const { partners } = (await offices.wheels.ask(`mobility position show --with ${MSP.metro}`)) as {
                readonly partners: readonly GetPositionReply[];
            };
            const position = partners[0]?.positions.find(({ debtor }) => debtor === MSP.metro);
            return BigInt(position?.owedMicroEur ?? '0');
        };
        const next = `--from ${String(window.to)} --to ${String(window.to + 30)}`;
        await offices.council.ask(`mobility window open after-disputes ${next}`);
        const before = await owed();
        const later = offices.wheels.ahead(await aheadOf(window.to));
        await later.ask(`mobility dispute accept dispute-2 --with ${MSP.metro} ${BETWEEN} --reason right`);
        expect(before - (await owed())).to.equal(BigInt(euro('2')));
    });
});
