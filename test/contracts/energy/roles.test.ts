import { energyTransactions, METERED_DATA } from '@quartier/rules/energy';

import { newCommunity, utcZone, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { utc } from '../../support/paris.js';
import {
    consortiumCases,
    evaluation,
    submission,
    tellWhoMayDoWhat,
    type RoleCase,
    type Row as RowOf,
} from '../../support/role-table.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

/** Organisation and user. Rival is organiser and grid operator too, but does not share the collection. */
const callers = {
    utility: ['utility', 'backoffice'],
    housing: ['housing', 'backoffice'],
    council: ['council', 'backoffice'],
    rival: ['rival', 'backoffice'],
    utilityClerk: ['utility', 'clerk'],
    utilityResident: ['utility', 'resident'],
    utilityAdmin: ['utility', 'Admin'],
} as const;
type Caller = keyof typeof callers;
type Row = RowOf<Caller>;

const ofUtility = {
    utilityClerk: 'CONSORTIUM_ATTRIBUTE_MISSING',
    utilityResident: 'CONSORTIUM_ATTRIBUTE_MISSING',
    utilityAdmin: 'CONSORTIUM_ATTRIBUTE_MISSING',
};
const byOrganiser: Row = {
    utility: 'allowed',
    housing: 'ENERGY_NOT_THE_ORGANISER',
    council: 'CONSORTIUM_ROLE_MISSING',
    rival: 'ENERGY_NOT_THE_ORGANISER',
    ...ofUtility,
};
const bySettlement: Row = {
    utility: 'allowed',
    housing: 'CONSORTIUM_ROLE_MISSING',
    council: 'CONSORTIUM_ROLE_MISSING',
    rival: 'CONSORTIUM_ROLE_MISSING',
    ...ofUtility,
};
const byAnyone: Row = {
    utility: 'allowed',
    housing: 'allowed',
    council: 'allowed',
    rival: 'allowed',
    utilityClerk: 'allowed',
    utilityResident: 'allowed',
    utilityAdmin: 'allowed',
};
const byCollectionMembers: Row = {
    ...byAnyone,
    council: 'CONSORTIUM_COLLECTION_CLOSED',
    rival: 'CONSORTIUM_COLLECTION_CLOSED',
};
const byAdministrators: Row = {
    utility: 'CONSORTIUM_ADMIN_REQUIRED',
    housing: 'CONSORTIUM_ADMIN_REQUIRED',
    council: 'CONSORTIUM_ADMIN_REQUIRED',
    rival: 'CONSORTIUM_ADMIN_REQUIRED',
    utilityClerk: 'CONSORTIUM_ADMIN_REQUIRED',
    utilityResident: 'CONSORTIUM_ADMIN_REQUIRED',
    utilityAdmin: 'allowed',
};

const byVoters: Row = { ...byAnyone, ...ofUtility, utilityAdmin: 'allowed' };

const DAY = '2016-06-01';
const MONTH = '2016-06';
let community: Community;

const inCommunity =
    (more: object = {}) =>
    (): object => ({ community: community.id, ...more });
const parameters = { from: '2016-12-01', stepMinutes: 60, rule: 'prorata' };

const energyCases: Readonly<Record<keyof typeof energyTransactions, RoleCase<Caller>>> = {
    createCommunity: submission(
        energyTransactions.createCommunity,
        { ...byOrganiser, housing: 'allowed', rival: 'CONSORTIUM_COLLECTION_CLOSED' },
        (caller) => ({ community: `roles-${caller}`, metering: 'UtilityMSP', zone: utcZone, parameters }),
        () => ({ collectionKey: '0'.repeat(64) }),
    ),
    setParameters: submission(energyTransactions.setParameters, byOrganiser, inCommunity({ parameters }), () => ({})),
    setPrice: submission(
        energyTransactions.setPrice,
        byOrganiser,
        inCommunity({ from: '2016-12-01', microEurPerKwh: '1' }),
        () => ({}),
    ),
    addMembers: submission(energyTransactions.addMembers, byOrganiser, inCommunity(), () => ({
        members: [{ meter: community.meter('new'), member: 'New', role: 'consumer', from: '2016-07-01', to: null }],
    })),
    endMembership: submission(energyTransactions.endMembership, byOrganiser, inCommunity({ to: '2016-12-01' }), () => ({
        meter: community.meter('leaving'),
    })),
    eraseMember: submission(energyTransactions.eraseMember, byOrganiser, inCommunity(), () => ({
        meter: community.meter('gone'),
    })),
    deliverCurves: submission(
        energyTransactions.deliverCurves,
        { ...bySettlement, rival: 'ENERGY_NOT_THE_GRID_OPERATOR' },
        inCommunity({ page: 0, month: MONTH }),
        () => ({
            curves: [{ meter: community.meter('a'), start: utc('2016-06-04T00:00:00'), stepMinutes: 60, values: 'A' }],
        }),
    ),
    settleDays: submission(
        energyTransactions.settleDays,
        bySettlement,
        inCommunity({ runId: 'roles', from: DAY, to: DAY, gaps: 'zero' }),
    ),
    issueStatement: submission(energyTransactions.issueStatement, bySettlement, inCommunity({ month: MONTH })),
    getCommunity: evaluation(energyTransactions.getCommunity, byAnyone, inCommunity()),
    listCommunities: evaluation(energyTransactions.listCommunities, byAnyone, () => ({ limit: 1 })),
    listPrices: evaluation(energyTransactions.listPrices, byAnyone, inCommunity()),
    listDays: evaluation(energyTransactions.listDays, byAnyone, inCommunity({ month: MONTH })),
    listMembers: evaluation(energyTransactions.listMembers, byCollectionMembers, inCommunity({ page: 0 })),
    listDeliveries: evaluation(
        energyTransactions.listDeliveries,
        byCollectionMembers,
        inCommunity({ page: 0, month: MONTH }),
    ),
    dayGaps: evaluation(energyTransactions.dayGaps, byCollectionMembers, inCommunity({ day: DAY })),
    listSupplies: evaluation(
        energyTransactions.listSupplies,
        byCollectionMembers,
        inCommunity({ from: DAY, to: DAY }),
        () => ({ meter: community.meter('a') }),
    ),
    getStatement: evaluation(energyTransactions.getStatement, byCollectionMembers, inCommunity({ month: MONTH })),
};

describe('who may do what in the energy area', () => {
    let network: EnergyNetwork;

    before(async () => {
        network = await sharedEnergyNetwork();
        community = await newCommunity(network);
        await community.admit({
            a: { to: '2016-06-02' },
            p: { role: 'producer', to: '2016-06-02' },
            gone: { to: '2016-06-02' },
            leaving: { from: '2016-07-01' },
        });
        await community.settle(DAY, { gaps: 'zero', runId: 'roles' });
    });

    tellWhoMayDoWhat({
        network: () => network,
        callers,
        cases: {
            ...energyCases,
            ...consortiumCases({ byAdministrators, byVoters, byAnyone, area: () => network.area('utility') }),
        },
        contracts: ['energy', 'consortium'],
        endorsement: () => ({ collection: METERED_DATA }),
    });
});
