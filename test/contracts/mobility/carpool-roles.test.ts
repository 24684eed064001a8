import { expect } from 'chai';

import { newTelephone } from '@quartier/client';
import { carpoolTransactions as t } from '@quartier/rules/mobility';

import type { AreaNetwork } from '../../support/area-network.js';
import { identityOf, newCampaign, nowSeconds } from '../../support/carpool-campaign.js';
import { offerOf } from '../../support/carpool.js';
import { sharedMobilityNetwork } from '../../support/mobility-network.js';
import { codeOf } from '../../support/refusal.js';

interface Attempt {
    readonly request: object;
    readonly privatePart?: object;
}

describe('who may do what in carpooling', () => {
    let network: AreaNetwork;
    let campaign: string;
    before(async () => {
        network = await sharedMobilityNetwork();
        campaign = (await newCampaign(network)).name;
    });

    const rider = 'a'.repeat(32);
    const telephone = newTelephone();
    const attempts = (): Readonly<Record<string, Attempt>> => {
        const batch = { campaign, batch: 'roles' };
        const booking = { campaign, ride: 'none', booking: 'b1' };
        const collectionKey = '0'.repeat(64);
        const offer = offerOf({ ride: 'none', driver: rider, departsAt: nowSeconds() + 600 });
        const asked = { passenger: rider, booking: 'b1', seats: 1, leg: { from: 0, to: 1 } };
        return {
            [t.fundCampaign]: {
                request: { campaign, funding: 'roles', amountMicroEur: '1' },
                privatePart: { collectionKey },
            },
            [t.askPseudonyms]: { request: batch, privatePart: { identities: [identityOf('x')], collectionKey } },
            [t.issuePseudonyms]: { request: { ...batch, operator: 'MetroMSP' }, privatePart: { riders: [] } },
            [t.eraseRider]: { request: { campaign }, privatePart: { identity: identityOf('nobody') } },
            [t.moveMoney]: { request: batch, privatePart: { rider, amountMicroEur: '1' } },
            [t.offerRide]: { request: { campaign, ride: 'none' }, privatePart: telephone.offer(campaign, offer) },
            [t.requestSeats]: { request: booking, privatePart: telephone.request(campaign, 'none', asked) },
            [t.act]: {
                request: booking,
                privatePart: telephone.say({ ...booking, act: 'confirm', by: 'driver' }),
            },
            [t.closeBooking]: { request: booking },
            [t.judgeJourneys]: { request: batch, privatePart: { rides: [], journeys: [] } },
            [t.returnJourneys]: {
                request: { ...batch, batch: 'returned' },
                privatePart: { journeys: [], reason: 'cancelled' },
            },
        };
    };

    async function outcome(transaction: string, organisation: string, user: string): Promise<string> {
        const attempt = attempts()[transaction];
        if (attempt === undefined) throw new RangeError(`no attempt at ${transaction}`);
        const area = await network.area(organisation, { user });
        const endorsers = ['CouncilMSP', 'MetroMSP'];
        try {
            await area.submit({ transaction, ...attempt, endorsers });
            return 'done';
        } catch {
            const code = await codeOf(area.submit({ transaction, ...attempt, endorsers }));
            return code.startsWith('CONSORTIUM_') ? code : 'done';
        }
    }

    const byCouncil = [t.fundCampaign, t.issuePseudonyms] as const;
    const submitted = Object.entries(t)
        .map(([, name]) => name)
        .filter((name) => !/:(?:Get|List|Search)/u.test(name));

    for (const transaction of submitted) {
        const isOfCouncil = byCouncil.some((name) => name === transaction);
        it(`${transaction} is of ${isOfCouncil ? 'the council' : 'operators'}, by a person of its back office`, async () => {
            expect(await outcome(transaction, 'metro', 'backoffice')).to.equal(
                isOfCouncil ? 'CONSORTIUM_ROLE_MISSING' : 'done',
            );
            expect(await outcome(transaction, 'council', 'backoffice')).to.equal(
                isOfCouncil ? 'done' : 'CONSORTIUM_ROLE_MISSING',
            );
            const own = isOfCouncil ? 'council' : 'metro';
            for (const user of ['clerk', 'resident'])
                expect(await outcome(transaction, own, user)).to.equal('CONSORTIUM_ATTRIBUTE_MISSING');
        });
    }

    it('the table has every transaction', () => {
        expect(Object.keys(attempts()).sort()).to.deep.equal([...submitted].sort());
    });
});
