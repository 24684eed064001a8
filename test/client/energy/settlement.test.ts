import { connect, type Quartier, type SettlementProgress } from '@quartier/client';
import type { SettleDaysRequest } from '@quartier/rules/energy';
import { daysBetween } from '@quartier/rules/units';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { startFakeConsortium, type FakeConsortium } from '../../support/fake-consortium.js';
import { Answer, type ProposedCall } from '../../support/fake-gateway.js';

describe('settling a range of days', () => {
    let consortium: FakeConsortium;
    let quartier: Quartier;
    let sent: SettleDaysRequest[];

    async function start(endorse: (request: SettleDaysRequest) => object): Promise<void> {
        sent = [];
        consortium = await startFakeConsortium({
            endorse: ({ transaction, request, organisations }: ProposedCall) => {
                expect(transaction).to.equal('energy:SettleDays');
                expect(organisations).to.deep.equal(['HousingMSP', 'UtilityMSP']);
                sent.push(request as SettleDaysRequest);
                return endorse(request as SettleDaysRequest);
            },
            evaluate: ({ request }) => ({
                gaps: [
                    {
                        meter: 'M1',
                        member: 'Shop',
                        missing: [[Date.parse(`${(request as { day: string }).day}Z`) / 1000, 2]],
                    },
                ],
            }),
        });
        quartier = await connect(consortium.profile);
    }
    afterEach(async () => {
        quartier.close();
        await consortium.stop();
    });

    const settled = ({ from, to }: SettleDaysRequest): object => ({
        days: daysBetween(from, to).map((day) => ({ day, outcome: 'settled' })),
    });

    it('sends as many days as a transaction may have, one run in all', async () => {
        await start(settled);
        const seen: SettlementProgress[] = [];
        const report = await quartier.energy.settle({
            community: 'confluence',
            from: '2016-06-01',
            to: '2016-08-15',
            onProgress: (progress) => seen.push(progress),
        });
        expect(sent.map(({ from, to }) => [from, to])).to.deep.equal([
            ['2016-06-01', '2016-07-01'],
            ['2016-07-02', '2016-08-01'],
            ['2016-08-02', '2016-08-15'],
        ]);
        expect(new Set(sent.map(({ runId }) => runId))).to.deep.equal(new Set([report.runId]));
        expect(sent[0]?.gaps).to.equal('refuse');
        expect([report.settled, report.refused]).to.deep.equal([76, 0]);
        expect(seen.map(({ done, days }) => [done, days])).to.deep.equal([
            [31, 76],
            [62, 76],
            [76, 76],
        ]);
    });

    it('halves what is too large, and refuses a day that is too large by itself', async () => {
        await start((request) => {
            const days = daysBetween(request.from, request.to).length;
            if (days > 3 || request.from === '2016-06-05') {
                const details = `{"days":${String(days)},"limit":1000,"size":4000,"unit":"keys"}`;
                throw new Answer(status.ABORTED, 'failed to collect enough transaction endorsements', [
                    { mspId: 'HousingMSP', message: `chaincode response 500, ENERGY_SETTLEMENT_TOO_LARGE ${details}` },
                    { mspId: 'UtilityMSP', message: `chaincode response 500, ENERGY_SETTLEMENT_TOO_LARGE ${details}` },
                ]);
            }
            return settled(request);
        });
        const report = await quartier.energy.settle({ community: 'confluence', from: '2016-06-01', to: '2016-06-08' });
        expect(report.days.map(({ day }) => day)).to.deep.equal(daysBetween('2016-06-01', '2016-06-08'));
        expect(report.refused).to.equal(1);
        expect(report.days[4]).to.deep.include({ outcome: 'refused', code: 'ENERGY_SETTLEMENT_TOO_LARGE' });
    });

    it('sends as many days as the ledger says have room', async () => {
        await start((request) => {
            const days = daysBetween(request.from, request.to).length;
            if (days > 11) {
                const details = '{"days":12,"limit":4000000,"size":4200000,"unit":"bytes"}';
                const message = `chaincode response 500, ENERGY_SETTLEMENT_TOO_LARGE ${details}`;
                throw new Answer(status.ABORTED, 'failed to collect enough transaction endorsements', [
                    { mspId: 'HousingMSP', message },
                    { mspId: 'UtilityMSP', message },
                ]);
            }
            return settled(request);
        });
        const report = await quartier.energy.settle({ community: 'confluence', from: '2016-06-01', to: '2016-06-30' });
        expect([report.settled, report.refused]).to.deep.equal([30, 0]);
        expect(sent.map(({ from, to }) => daysBetween(from, to).length).slice(1)).to.deep.equal([10, 10, 10]);
    });

    it('names the meters of days that are refused for their gaps', async () => {
        await start(({ from, to }) => ({
            days: daysBetween(from, to).map((day) =>
                day === '2016-06-02'
                    ? {
                          day,
                          outcome: 'refused',
                          code: 'ENERGY_DAY_HAS_GAPS',
                          details: { day, meters: 1, missingSteps: 2 },
                      }
                    : { day, outcome: 'settled' },
            ),
        }));
        const report = await quartier.energy.settle({
            community: 'confluence',
            from: '2016-06-01',
            to: '2016-06-03',
            runId: 'run-1',
        });
        expect(report.runId).to.equal('run-1');
        expect(report.days.map(({ missing }) => missing?.[0]?.meter)).to.deep.equal([undefined, 'M1', undefined]);
        expect(consortium.gateway.seen.filter((step) => step === 'evaluate energy:DayGaps')).to.have.length(1);
    });
});
