import { vehicleTransactions, type PassportEvent } from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { plainGateway } from '../../support/plain-gateway.js';
import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { bornCar, historyOf, shown } from '../../support/vehicle-story.js';

scenario('A car whose odometer was rolled back', (network) => {
    let garage: BackOffice;
    let council: BackOffice;
    let vin: string;
    before(async function () {
        this.timeout(60_000);
        garage = network().office('garage');
        council = network().office('council');
        vin = await bornCar(network());
        await garage.ask(
            `vehicle record ${vin} --kind service --event G-1 --day 2022-05-02 --odometer 90000 --unit km`,
        );
        await garage.ask(
            `vehicle record ${vin} --kind service --event G-2 --day 2024-05-02 --odometer 180000 --unit km`,
        );
    });

    it('is logical as long as it rises', async () => {
        const { judgement } = await shown(network(), vin);
        expect(judgement).to.deep.include({ outcome: 'logical', rdwCode: '00', distanceM: '180000000', pairs: [] });
    });

    it('is recorded with the lower figure, not refused: refusing would hide it', async () => {
        const record = 'vehicle record --kind inspection --event C-1 --day 2025-05-02 --result passed';
        const reply = await council.ask(`${record} --odometer 90000 --unit km ${vin}`);
        expect(reply).to.have.nested.property('judgement.outcome', 'illogical');
    });

    it('is illogical, and the passport says which readings, by whom, in which transaction', async () => {
        const { judgement, readings, standing } = await shown(network(), vin, 'maker');
        expect(judgement).to.include({ outcome: 'illogical', reason: 'LOWER_READING', rdwCode: '04' });
        expect(judgement.pairs).to.deep.equal([{ earlier: 'GarageMSP:G-2', later: 'CouncilMSP:C-1' }]);
        const byEvent = new Map(readings.map((reading) => [reading.event, reading]));
        expect(byEvent.get('GarageMSP:G-2')).to.include({ value: 180_000, author: 'GarageMSP', day: '2024-05-02' });
        expect(byEvent.get('CouncilMSP:C-1')).to.include({ value: 90_000, author: 'CouncilMSP', day: '2025-05-02' });
        expect(standing).to.include({ channel: 'vehicle' });
        expect(standing.transactionId).to.match(/^[0-9a-f]{64}$/u);
        const { stdout } = await garage.run(`vehicle show ${vin}`);
        expect(stdout).to.match(
            /^Offends {5}2024-05-02 180000 km by GarageMSP .* > 2025-05-02 90000 km by CouncilMSP/mu,
        );
    });

    it('stays so when the other reports what came after, and when the seller corrects what is not its own', async () => {
        await garage.ask(`vehicle record ${vin} --kind tyres --event G-3 --day 2025-06-02 --odometer 91000 --unit km`);
        const correct = 'vehicle correct --event G-4 --corrects CouncilMSP:C-1 --reason typing-error';
        expect(await garage.refused(`${correct} --odometer 190000 --unit km ${vin}`)).to.equal(
            'VEHICLE_NOT_THE_AUTHOR',
        );
        const { judgement } = await shown(network(), vin);
        expect(judgement.outcome).to.equal('illogical');
        expect(judgement.pairs.map(({ earlier }) => earlier)).to.include('GarageMSP:G-2');
    });

    it('cannot be changed by one organisation that endorses alone, with its own peer and certificates', async () => {
        const { passport, link } = await shown(network(), vin);
        const own = await plainGateway(garage.profile);
        try {
            const contract = own.gateway.getNetwork('vehicle').getContract('vehicle');
            const correction = { passport, event: 'G-5', corrects: 'GarageMSP:G-2', reason: 'it was never so many' };
            const proposal = contract.newProposal(vehicleTransactions.correctEvent, {
                arguments: [canonicalJson({ ...correction, reading: { status: 'read', value: 1, unit: 'km' } })],
                endorsingOrganizations: ['GarageMSP'],
            });
            const { successful, code } = await (await (await proposal.endorse()).submit()).getStatus();
            expect([successful, code]).to.deep.equal([false, ENDORSEMENT_POLICY_FAILURE]);
        } finally {
            own.close();
        }
        expect(await shown(network(), vin)).to.include({ link });
    });

    it('is told to whoever follows the feed, by the id of its passport', async () => {
        const { passport } = await shown(network(), vin);
        const { changes } = (await council.ask('vehicle changes --limit 1000 --idle 2')) as {
            readonly changes: readonly { readonly passport: string; readonly outcome?: string }[];
        };
        const outcomes = changes.filter((change) => change.passport === passport).map(({ outcome }) => outcome);
        expect(outcomes).to.deep.equal([undefined, 'logical', 'logical', 'illogical', 'illogical']);
    });
});
/** Fabric's validation code. */
const ENDORSEMENT_POLICY_FAILURE = 10;

scenario('An honest typing error', (network) => {
    let garage: BackOffice;
    let vin: string;
    before(async function () {
        this.timeout(60_000);
        garage = network().office('garage');
        vin = await bornCar(network());
        await garage.ask(
            `vehicle record ${vin} --kind service --event G-1 --day 2022-05-02 --odometer 90000 --unit km`,
        );
        await garage.ask(
            `vehicle record ${vin} --kind service --event G-2 --day 2024-05-02 --odometer 18000 --unit km`,
        );
    });

    it('makes the series illogical at first', async () => {
        expect((await shown(network(), vin)).judgement.outcome).to.equal('illogical');
    });

    it('is cleared by a correction of its author within the window', async () => {
        const correct = 'vehicle correct --event G-3 --corrects GarageMSP:G-2 --reason a-nought-was-missing';
        const reply = await garage.ask(`${correct} --odometer 180000 --unit km ${vin}`);
        expect(reply).to.have.nested.property('event.standing', 'in-force');
        expect((await shown(network(), vin)).judgement).to.deep.include({
            outcome: 'logical',
            pairs: [],
            distanceM: '180000000',
        });
    });

    it('stays visible: what was wrong, what replaced it, and why', async () => {
        const events = await historyOf(network(), vin);
        const wrong = events.find(({ event }) => event === 'GarageMSP:G-2');
        expect(wrong?.reading).to.deep.equal({ status: 'read', value: 18_000, unit: 'km' });
        const correction = events.find((event): event is PassportEvent & { kind: 'correction' } => {
            return event.kind === 'correction';
        });
        expect(correction).to.include({ corrects: 'GarageMSP:G-2', reason: 'a-nought-was-missing' });
        const { readings } = await shown(network(), vin);
        expect(readings.find(({ event }) => event === 'GarageMSP:G-2')).to.include({ voidedBy: 'GarageMSP:G-3' });
    });

    it('counts in the data quality of its author, like the drop that it saw', async () => {
        const month = new Date().toISOString().slice(0, 7);
        const { organisations } = (await garage.ask(`vehicle quality --month ${month}`)) as {
            readonly organisations: readonly { readonly mspId: string; readonly corrections: number }[];
        };
        expect(organisations.find(({ mspId }) => mspId === 'GarageMSP')?.corrections).to.be.at.least(1);
    });
});
