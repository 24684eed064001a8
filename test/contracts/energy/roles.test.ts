import { expect } from 'chai';

import { Refusal } from '@quartier/client';
import { consortiumTransactions } from '@quartier/rules/consortium';
import { energyTransactions, METERED_DATA } from '@quartier/rules/energy';

import { newCommunity, utcZone, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { utc } from '../../support/paris.js';
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
    stranger: ['stranger', 'backoffice'],
} as const;
type Caller = keyof typeof callers;
type Row = Readonly<Record<Caller, string>>;

const DENIED = 'access denied';
const ofUtility = {
    utilityClerk: 'CONSORTIUM_ATTRIBUTE_MISSING',
    utilityResident: 'CONSORTIUM_ATTRIBUTE_MISSING',
    utilityAdmin: 'CONSORTIUM_ATTRIBUTE_MISSING',
    stranger: DENIED,
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
    stranger: DENIED,
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
    stranger: DENIED,
};

/** Every organisation votes; in energy on nothing, so whoever may vote is told that there is no such decision. */
const byVoters: Row = {
    utility: 'CONSORTIUM_DECISION_UNKNOWN',
    housing: 'CONSORTIUM_DECISION_UNKNOWN',
    council: 'CONSORTIUM_DECISION_UNKNOWN',
    rival: 'CONSORTIUM_DECISION_UNKNOWN',
    ...ofUtility,
    utilityAdmin: 'CONSORTIUM_DECISION_UNKNOWN',
};
const everywhere = (outcome: string): Row =>
    ({
        ...Object.fromEntries(Object.keys(callers).map((caller) => [caller, outcome])),
        stranger: DENIED,
    }) as Row;

interface Case {
    readonly transaction: string;
    readonly expected: Row;
    readonly request?: (caller: Caller) => object;
    readonly privatePart?: () => object;
    /** Whether it is submitted; otherwise it is evaluated. */
    readonly submitted: boolean;
}

const DAY = '2016-06-01';
const MONTH = '2016-06';
let community: Community;
let founding: object;

const submission = (
    transaction: string,
    expected: Row,
    request: (caller: Caller) => object,
    privatePart?: () => object,
): Case => ({ transaction, expected, request, submitted: true, ...(privatePart && { privatePart }) });
const evaluation = (transaction: string, expected: Row, request: () => object, privatePart?: () => object): Case => ({
    transaction,
    expected,
    request,
    submitted: false,
    ...(privatePart && { privatePart }),
});

const inCommunity =
    (more: object = {}) =>
    (): object => ({ community: community.id, ...more });
const parameters = { from: '2016-12-01', stepMinutes: 60, rule: 'prorata' };

const energyCases: Readonly<Record<keyof typeof energyTransactions, Case>> = {
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

const consortiumCases: Readonly<Record<keyof typeof consortiumTransactions, Case>> = {
    ratify: submission(consortiumTransactions.ratify, byAdministrators, () => founding),
    describe: { transaction: consortiumTransactions.describe, expected: byAnyone, submitted: false },
    propose: submission(consortiumTransactions.propose, everywhere('CONSORTIUM_SUBJECT_UNKNOWN'), () => ({
        decision: 'roles',
        subject: 'speed',
        from: DAY,
        value: {},
    })),
    approve: submission(consortiumTransactions.approve, byVoters, () => ({ decision: 'roles' })),
    reject: submission(consortiumTransactions.reject, byVoters, () => ({ decision: 'roles' })),
    getDecision: evaluation(consortiumTransactions.getDecision, everywhere('CONSORTIUM_DECISION_UNKNOWN'), () => ({
        decision: 'roles',
    })),
    listDecisions: evaluation(consortiumTransactions.listDecisions, byAnyone, () => ({})),
    inForce: evaluation(consortiumTransactions.inForce, everywhere('CONSORTIUM_SUBJECT_UNKNOWN'), () => ({
        subject: 'speed',
        day: DAY,
    })),
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
        const { inForce: _inForce, ratifiedBy: _ratifiedBy, ...content } = await community.utility.consortium();
        founding = content;
    });

    async function outcome(caller: Caller, { transaction, request, privatePart, submitted }: Case): Promise<string> {
        const [organisation, user] = callers[caller];
        const isStranger = organisation === 'stranger';
        const area = await network.area(organisation, { user, ...(isStranger ? { through: 'utility' } : {}) });
        const call = {
            transaction,
            ...(request === undefined ? {} : { request: request(caller) }),
            ...(privatePart === undefined ? {} : { privatePart: privatePart() }),
        };
        try {
            if (!submitted) await area.evaluate(call);
            else if (isStranger || transaction.startsWith('consortium:')) await area.submit(call);
            else await area.submit({ ...call, collection: METERED_DATA });
            return 'allowed';
        } catch (error) {
            if (error instanceof Refusal) return error.code;
            return error instanceof Error && error.message.includes(DENIED) ? DENIED : String(error);
        }
    }

    for (const [name, its] of Object.entries({ ...energyCases, ...consortiumCases })) {
        it(`gives every caller of ${name} what the table says`, async () => {
            const outcomes: Partial<Record<Caller, string>> = {};
            for (const caller of Object.keys(callers) as Caller[]) outcomes[caller] = await outcome(caller, its);
            expect(outcomes).to.deep.equal(its.expected);
        });
    }

    it('covers every transaction that the chaincode publishes', async () => {
        const area = await network.area('council');
        const { contracts } = (await area.evaluate({ transaction: 'org.hyperledger.fabric:GetMetadata' })) as {
            readonly contracts: Readonly<
                Record<string, { readonly transactions: readonly { readonly name: string }[] }>
            >;
        };
        const published = Object.entries(contracts)
            .filter(([contract]) => contract !== 'org.hyperledger.fabric')
            .flatMap(([contract, { transactions }]) => transactions.map(({ name }) => `${contract}:${name}`));
        const covered = [...Object.values(energyCases), ...Object.values(consortiumCases)];
        expect(published.sort()).to.deep.equal(covered.map(({ transaction }) => transaction).sort());
    });
});
