import { expect } from 'chai';

import { MOBILITY_TERMS, mobilityTransactions as t, type MobilityTerms } from '@quartier/rules/mobility';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    bikeTariff,
    codeOf,
    collectionKey,
    legsToRecord,
    newId,
    terms,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { sharedMobilityNetwork } from '../../support/mobility-network.js';
import { planOf } from '../../support/plans.js';
import { consortiumCases, evaluation, tellWhoMayDoWhat } from '../../support/role-table.js';
import { sharedClearing } from '../../support/shared-clearing.js';
import {
    beyondRoles,
    byAdministrators,
    byAll,
    byCouncil,
    byOperators,
    byVoters,
    callers,
    type MobilityRow,
} from './callers.js';

const HASH = 'ab'.repeat(32);
const SALT = 's'.repeat(22);
const totals = (debtor: string, creditor: string): object => ({
    debtor,
    creditor,
    legs: 0,
    amountMicroEur: '0',
    disputedLegs: 0,
    disputedMicroEur: '0',
});
const statement = {
    window: 'none',
    totals: [totals('MetroMSP', 'WheelsMSP'), totals('WheelsMSP', 'MetroMSP')],
    content: HASH,
};

describe('who may do what in the clearing', function () {
    this.timeout(60_000);
    let its: PreparedClearing;
    let network: AreaNetwork;
    before(async () => {
        its = await sharedClearing();
        network = await sharedMobilityNetwork();
    });

    const window = { window: 'none' };
    const other = { with: 'WheelsMSP' };
    const share = { share: 'none', window: 'none', with: 'WheelsMSP' };
    const dispute = { operator: 'WheelsMSP', dispute: 'none' };
    const part = { operator: 'WheelsMSP', rows: [], shareMicroEur: '0', adjustmentMicroEur: '0' };

    const table: Readonly<Record<keyof typeof t, readonly [MobilityRow, request: object, privatePart?: object]>> = {
        declareOperator: [byOperators, { name: 'any', modes: ['bike'] }],
        publishTariff: [byOperators, { tariff: bikeTariff('MetroMSP') }],
        publishPlan: [byOperators, { plan: planOf() }],
        grantCredit: [byOperators, other, { limitMicroEur: '0', collectionKey: collectionKey() }],
        shareSubscriptions: [byOperators, other, { subscriptions: [] }],
        tellHeadrooms: [byOperators, other, { headrooms: [] }],
        authorise: [byOperators, other, { authorisation: 'a', subscription: 's', mode: 'bike' }],
        recordLegs: [byOperators, other, legsToRecord([], 'b')],
        openDispute: [
            byOperators,
            other,
            { ...dispute, leg: 'l', day: '2026-01-01', claimedMicroEur: '1', reason: 'r' },
        ],
        moveDispute: [byOperators, other, { ...dispute, step: { command: 'accept' }, reason: 'r' }],
        requestMediation: [byOperators, { mediation: newId('roles') }],
        mediate: [byCouncil, { mediation: 'none', sharePpm: 1, evidence: HASH }],
        applyMediation: [byOperators, other, dispute],
        openWindow: [byCouncil, { ...window, from: 0, to: 1 }],
        closeWindow: [byCouncil, window],
        submitStatement: [byOperators, { ...other, ...window }, { statement }],
        declareNet: [byOperators, { ...window, netMicroEur: '0' }, { openings: [] }],
        netWindow: [byCouncil, window],
        signWindow: [byOperators, { ...window, revision: 1, hash: HASH }],
        recordPayments: [byCouncil, { ...window, bookings: [] }],
        declareDefault: [byCouncil, { ...window, member: 'MetroMSP' }],
        setAside: [byCouncil, { ...window, pair: ['MetroMSP', 'WheelsMSP'] }],
        dischargeDebts: [byOperators, { ...other, ...window }],
        shareCapLoss: [byOperators, share, { collectionKey: HASH, weight: 'amount', rows: [] }],
        sharePassRevenue: [byOperators, share, { collectionKey: HASH, split: { weight: 'amount' }, rows: [] }],
        postShare: [byOperators, { ...other, share: 'none' }, { part, salt: SALT }],
        listOperators: [byAll, {}],
        listTariffs: [byAll, {}],
        listPlans: [byAll, {}],
        listWindows: [byAll, {}],
        getWindow: [byAll, window],
        getMediation: [byAll, { mediation: 'none' }],
        listMediations: [byAll, {}],
        getPosition: [byAll, other],
        getOutcomes: [byAll, { ...other, batch: 'b', lane: 0 }],
        listLegs: [byAll, { ...other, ...window }],
        getLeg: [byAll, { ...other, operator: 'WheelsMSP', leg: 'l', day: '2026-01-01' }],
        listDisputes: [byAll, other],
        getDispute: [byAll, { ...other, ...dispute }],
        listSubscriptions: [byAll, { ...other, seller: 'WheelsMSP' }],
        getAuthorisation: [byAll, { ...other, operator: 'WheelsMSP', authorisation: 'a' }],
        getStatement: [byAll, { ...other, ...window }],
        comparePair: [byAll, { ...other, ...window }, {}],
        getShareParts: [byAll, { ...other, share: 'none' }],
    };

    const entries = Object.entries(table) as [keyof typeof t, (typeof table)[keyof typeof t]][];
    tellWhoMayDoWhat({
        network: () => network,
        callers,
        cases: {
            ...Object.fromEntries(
                entries.map(([name, [row, request, privatePart]]) => [
                    name,
                    evaluation(t[name], row, () => request, privatePart && (() => privatePart)),
                ]),
            ),
            ...consortiumCases({
                byAdministrators,
                byVoters,
                byAnyone: byAll,
                area: () => network.area('council'),
                subject: [MOBILITY_TERMS, terms],
            }),
        },
        contracts: ['mobility', 'consortium'],
        endorsement: ({ mspId }) => ({ endorsers: [mspId] }),
        read: beyondRoles,
    });

    it("nobody acts for another: tariffs and plans are their own organisation's", async () => {
        const { clearing } = its;
        expect(await codeOf(clearing.publish('metro', bikeTariff('WheelsMSP', { tariff: newId('t') })))).to.equal(
            'MOBILITY_NOT_YOURS',
        );
        const plan = planOf({ seller: 'WheelsMSP' });
        expect(await codeOf(clearing.submit('metro', t.publishPlan, { plan }))).to.equal('MOBILITY_NOT_YOURS');
    });

    it('terms are decided by the organisations, and nothing is cleared without them', async () => {
        const { clearing } = its;
        const value: Partial<MobilityTerms> = { lanes: 0 };
        const proposed = clearing.submit('metro', 'consortium:Propose', {
            decision: newId('decision'),
            subject: 'mobility.terms',
            from: '2030-01-01',
            value,
        });
        expect(await codeOf(proposed)).to.equal('REQUEST_MALFORMED');
    });
});
