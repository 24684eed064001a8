import { expect } from 'chai';

import { energyTransactions, METERED_DATA } from '@quartier/rules/energy';

import { newCommunity, utcZone } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { failureOf } from '../../support/failures.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { proposedAt } from '../../support/proposed-at.js';
import { refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const community = 'requests';
const day = '2016-06-01';
const parameters = { from: day, stepMinutes: 60, rule: 'prorata' };

/** A good request of each transaction that has a private part. */
const withPrivatePart: Readonly<Record<string, object>> = {
    [energyTransactions.createCommunity]: { community, metering: 'UtilityMSP', zone: utcZone, parameters },
    [energyTransactions.setParameters]: { community, parameters },
    [energyTransactions.setPrice]: { community, from: day, microEurPerKwh: '1' },
    [energyTransactions.addMembers]: { community },
    [energyTransactions.endMembership]: { community, to: day },
    [energyTransactions.eraseMember]: { community },
    [energyTransactions.deliverCurves]: { community, page: 0, month: '2016-06' },
};

describe('requests', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    it('without their private part are refused', async () => {
        const area = await network.area('utility');
        for (const [transaction, request] of Object.entries(withPrivatePart)) {
            const call = area.submit({ transaction, request, collection: METERED_DATA });
            expect(await refusalOfCall(call), transaction).to.deep.equal({
                code: 'REQUEST_PRIVATE_PART_MISSING',
                details: {},
            });
        }
        const supplies = { transaction: energyTransactions.listSupplies, request: { community, from: day, to: day } };
        expect((await refusalOfCall(area.evaluate(supplies))).code).to.equal('REQUEST_PRIVATE_PART_MISSING');
    });

    it('that have a member too many or too few, or are no object, are refused by its place', async () => {
        const area = await network.area('utility');
        const reasonOf = async (
            request: unknown,
            transaction: string = energyTransactions.listDays,
        ): Promise<unknown> => refusalOfCall(area.evaluate({ transaction, request: request as object }));
        const malformed = (reason: string): object => ({ code: 'REQUEST_MALFORMED', details: { reason } });
        expect(await reasonOf({ community, month: '2016-06', more: 1 })).to.deep.equal(
            malformed('request has a member that is not one of: community, month'),
        );
        expect(await reasonOf({ community })).to.deep.equal(malformed('request.month is missing'));
        expect(await reasonOf([])).to.deep.equal(malformed('request must be an object'));
        expect(await reasonOf('text')).to.deep.equal(malformed('request must be an object'));
        expect(await reasonOf({ community, month: '2016-6' })).to.deep.equal(
            malformed('request.month must be a month, YYYY-MM'),
        );
    });

    it('whose ids have a character that keys are made with, or two spellings, are refused', async () => {
        const area = await network.area('utility');
        for (const id of ['a\u0000b', 'a\u{10ffff}b', '', ' a', 'e\u0301']) {
            const call = area.evaluate({ transaction: energyTransactions.getCommunity, request: { community: id } });
            expect((await refusalOfCall(call)).code, JSON.stringify(id)).to.equal('REQUEST_MALFORMED');
        }
    });

    it('are signed at a time near the endorsers’ own, when they are submitted', async () => {
        const { id } = await newCommunity(network, { members: { a: 'consumer' } });
        const utility = await plainGateway(network.profiles['utility'] ?? '');
        const endorse = (secondsAhead: number): Promise<unknown> => {
            const request = { community: id, runId: 'clock', from: day, to: day, gaps: 'zero' };
            const proposal = utility.gateway
                .getNetwork('energy')
                .getContract('energy')
                .newProposal(energyTransactions.settleDays, {
                    arguments: [JSON.stringify(request)],
                    endorsingOrganizations: ['UtilityMSP', 'HousingMSP'],
                });
            return proposedAt(utility, proposal, secondsAhead).endorse();
        };
        try {
            await endorse(240);
            await endorse(-240);
            for (const secondsAhead of [360, -360]) {
                const { details } = await failureOf(endorse(secondsAhead));
                expect(details.join(' ')).to.match(/CONSORTIUM_CLOCK \{"proposed":\d+,"toleranceSeconds":300\}/u);
            }
        } finally {
            utility.close();
        }
    });
});
