import { newTelephone } from '@quartier/client';
import { carpoolTransactions as t } from '@quartier/rules/mobility';

import type { AreaNetwork } from '../../support/area-network.js';
import { identityOf, newCampaign, nowSeconds } from '../../support/carpool-campaign.js';
import { corridor, offerOf } from '../../support/carpool.js';
import { sharedMobilityNetwork } from '../../support/mobility-network.js';
import { evaluation, submission, tellWhoMayDoWhat, type RoleCase } from '../../support/role-table.js';
import {
    beyondRoles,
    byAll,
    byCouncil,
    byOperators,
    callers,
    type MobilityCaller,
    type MobilityRow,
} from './callers.js';

describe('who may do what in carpooling', () => {
    let network: AreaNetwork;
    let campaign: string;
    before(async () => {
        network = await sharedMobilityNetwork();
        campaign = (await newCampaign(network)).name;
    });

    const rider = 'a'.repeat(32);
    const telephone = newTelephone();
    const collectionKey = '0'.repeat(64);
    const booked = { ride: 'none', booking: 'b1' };
    const wish = {
        from: corridor[0],
        to: corridor[2],
        walkMetres: 300,
        departsAt: nowSeconds(),
        flexibleSeconds: 900,
        seats: 1,
    };
    /** The council calls journeys back for fraud alone: for that it passes, with the attribute. */
    const byOperatorsOrRegistry: MobilityRow = { ...byOperators, councilClerk: 'CONSORTIUM_ATTRIBUTE_MISSING' };

    const inCampaign =
        (more: object = {}) =>
        (): object => ({ campaign, ...more });
    const batch = inCampaign({ batch: 'roles' });
    const cases: Readonly<Record<keyof typeof t, RoleCase<MobilityCaller>>> = {
        fundCampaign: submission(
            t.fundCampaign,
            byCouncil,
            inCampaign({ funding: 'roles', amountMicroEur: '1' }),
            () => ({ collectionKey }),
        ),
        askPseudonyms: submission(t.askPseudonyms, byOperators, batch, () => ({
            identities: [identityOf('x')],
            collectionKey,
        })),
        issuePseudonyms: submission(
            t.issuePseudonyms,
            byCouncil,
            inCampaign({ batch: 'roles', operator: 'MetroMSP' }),
            () => ({ riders: [] }),
        ),
        eraseRider: submission(t.eraseRider, byOperators, inCampaign(), () => ({ identity: identityOf('nobody') })),
        moveMoney: submission(t.moveMoney, byOperators, batch, () => ({ rider, amountMicroEur: '1' })),
        offerRide: submission(t.offerRide, byOperators, inCampaign({ ride: 'none' }), () =>
            telephone.offer(campaign, offerOf({ ride: 'none', driver: rider, departsAt: nowSeconds() + 600 })),
        ),
        requestSeats: submission(t.requestSeats, byOperators, inCampaign(booked), () =>
            telephone.request(campaign, 'none', {
                passenger: rider,
                booking: 'b1',
                seats: 1,
                leg: { from: 0, to: 1 },
            }),
        ),
        act: submission(t.act, byOperators, inCampaign(booked), () =>
            telephone.say({ campaign, ...booked, act: 'confirm', by: 'driver' }),
        ),
        closeBooking: submission(t.closeBooking, byOperators, inCampaign(booked)),
        judgeJourneys: submission(t.judgeJourneys, byOperators, batch, () => ({ rides: [], journeys: [] })),
        returnJourneys: submission(t.returnJourneys, byOperatorsOrRegistry, inCampaign({ batch: 'returned' }), () => ({
            journeys: [],
            reason: 'cancelled',
        })),
        getCampaign: evaluation(t.getCampaign, byAll, inCampaign()),
        listRides: evaluation(t.listRides, byAll, inCampaign({ day: '2024-01-01' })),
        searchRides: evaluation(t.searchRides, byAll, inCampaign({ day: '2024-01-01' }), () => ({ wish })),
        getRide: evaluation(t.getRide, byAll, inCampaign({ ride: 'none' })),
        getAccount: evaluation(t.getAccount, byAll, inCampaign(), () => ({ rider })),
        getAsked: evaluation(t.getAsked, byAll, inCampaign({ batch: 'roles', operator: 'MetroMSP' })),
        getPseudonyms: evaluation(t.getPseudonyms, byAll, inCampaign(), () => ({ identities: [identityOf('x')] })),
        listBatches: evaluation(t.listBatches, byAll, inCampaign({ from: 1 })),
    };

    tellWhoMayDoWhat({
        network: () => network,
        callers,
        cases,
        contracts: ['carpool'],
        endorsement: () => ({ endorsers: ['CouncilMSP', 'MetroMSP'] }),
        read: beyondRoles,
    });
});
