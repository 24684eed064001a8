import { expect } from 'chai';

import { mobilityTransactions as t, type MobilityTerms } from '@quartier/rules/mobility';

import {
    bikeTariff,
    codeOf,
    collectionKey,
    legsToRecord,
    newId,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { planOf } from '../../support/plans.js';
import { sharedClearing } from '../../support/shared-clearing.js';

interface Attempt {
    readonly request: object;
    readonly privatePart?: object;
}

const ATTRIBUTE = 'CONSORTIUM_ATTRIBUTE_MISSING';
const ROLE = 'CONSORTIUM_ROLE_MISSING';
/** Beyond the roles, where the rules of the area decide. */
const PASSES = 'passes';

const byOperators = { metro: PASSES, council: ROLE };
const byCouncil = { metro: ROLE, council: PASSES };
const byAll = { metro: PASSES, council: PASSES };

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
    before(async () => {
        its = await sharedClearing();
    });

    const window = { window: 'none' };
    const other = { with: 'WheelsMSP' };
    const share = { share: 'none', window: 'none', with: 'WheelsMSP' };
    const dispute = { operator: 'WheelsMSP', dispute: 'none' };
    const part = { operator: 'WheelsMSP', rows: [], shareMicroEur: '0', adjustmentMicroEur: '0' };

    const table: Readonly<Record<string, readonly [Readonly<Record<'metro' | 'council', string>>, Attempt]>> = {
        [t.declareOperator]: [byOperators, { request: { name: 'any', modes: ['bike'] } }],
        [t.publishTariff]: [byOperators, { request: { tariff: bikeTariff('MetroMSP') } }],
        [t.publishPlan]: [byOperators, { request: { plan: planOf() } }],
        [t.grantCredit]: [
            byOperators,
            { request: other, privatePart: { limitMicroEur: '0', collectionKey: collectionKey() } },
        ],
        [t.shareSubscriptions]: [byOperators, { request: other, privatePart: { subscriptions: [] } }],
        [t.tellHeadrooms]: [byOperators, { request: other, privatePart: { headrooms: [] } }],
        [t.authorise]: [
            byOperators,
            { request: other, privatePart: { authorisation: 'a', subscription: 's', mode: 'bike' } },
        ],
        [t.recordLegs]: [byOperators, { request: other, privatePart: legsToRecord([], 'b') }],
        [t.openDispute]: [
            byOperators,
            {
                request: other,
                privatePart: { ...dispute, leg: 'l', day: '2026-01-01', claimedMicroEur: '1', reason: 'r' },
            },
        ],
        [t.moveDispute]: [
            byOperators,
            { request: other, privatePart: { ...dispute, step: { command: 'accept' }, reason: 'r' } },
        ],
        [t.requestMediation]: [byOperators, { request: { mediation: newId('roles') } }],
        [t.mediate]: [byCouncil, { request: { mediation: 'none', sharePpm: 1, evidence: HASH } }],
        [t.applyMediation]: [byOperators, { request: other, privatePart: dispute }],
        [t.openWindow]: [byCouncil, { request: { ...window, from: 0, to: 1 } }],
        [t.closeWindow]: [byCouncil, { request: window }],
        [t.submitStatement]: [byOperators, { request: { ...other, ...window }, privatePart: { statement } }],
        [t.declareNet]: [byOperators, { request: { ...window, netMicroEur: '0' }, privatePart: { openings: [] } }],
        [t.netWindow]: [byCouncil, { request: window }],
        [t.signWindow]: [byOperators, { request: { ...window, revision: 1, hash: HASH } }],
        [t.recordPayments]: [byCouncil, { request: { ...window, bookings: [] } }],
        [t.declareDefault]: [byCouncil, { request: { ...window, member: 'MetroMSP' } }],
        [t.shareCapLoss]: [
            byOperators,
            { request: share, privatePart: { collectionKey: HASH, weight: 'amount', rows: [] } },
        ],
        [t.sharePassRevenue]: [
            byOperators,
            { request: share, privatePart: { collectionKey: HASH, split: { weight: 'amount' }, rows: [] } },
        ],
        [t.postShare]: [byOperators, { request: { ...other, share: 'none' }, privatePart: { part, salt: SALT } }],
        [t.listOperators]: [byAll, { request: {} }],
        [t.listTariffs]: [byAll, { request: {} }],
        [t.listPlans]: [byAll, { request: {} }],
        [t.listWindows]: [byAll, { request: {} }],
        [t.getWindow]: [byAll, { request: window }],
        [t.getMediation]: [byAll, { request: { mediation: 'none' } }],
        [t.getPosition]: [byAll, { request: other }],
        [t.getOutcomes]: [byAll, { request: { ...other, batch: 'b', lane: 0 } }],
        [t.listLegs]: [byAll, { request: { ...other, ...window } }],
        [t.getLeg]: [byAll, { request: { ...other, operator: 'WheelsMSP', leg: 'l', day: '2026-01-01' } }],
        [t.listDisputes]: [byAll, { request: other }],
        [t.getDispute]: [byAll, { request: { ...other, ...dispute } }],
        [t.listSubscriptions]: [byAll, { request: { ...other, seller: 'WheelsMSP' } }],
        [t.getAuthorisation]: [byAll, { request: { ...other, operator: 'WheelsMSP', authorisation: 'a' } }],
        [t.getStatement]: [byAll, { request: { ...other, ...window } }],
        [t.comparePair]: [byAll, { request: { ...other, ...window }, privatePart: {} }],
        [t.getShareParts]: [byAll, { request: { ...other, share: 'none' } }],
    };

    function rowOf(transaction: string): (typeof table)[string] {
        const row = table[transaction];
        if (row === undefined) throw new RangeError(`no row for ${transaction}`);
        return row;
    }

    async function attempt(transaction: string, member: string, user = 'backoffice'): Promise<string> {
        const [, { request, privatePart }] = rowOf(transaction);
        const area = await its.clearing.area(member, user);
        const call = { transaction, request, ...(privatePart === undefined ? {} : { privatePart }) };
        const code = await codeOf(area.evaluate({ ...call, endorsers: [area.mspId] }));
        return code.startsWith('CONSORTIUM_') || code === 'REQUEST_MALFORMED' ? code : PASSES;
    }

    it('has a row for every transaction', () => {
        expect(Object.keys(table).sort()).to.deep.equal(Object.values(t).sort());
    });

    for (const [transaction, [row]] of Object.entries(table)) {
        it(`${transaction}: the operator ${row.metro}, the council ${row.council}`, async () => {
            expect(await attempt(transaction, 'metro')).to.equal(row.metro);
            expect(await attempt(transaction, 'council')).to.equal(row.council);
            const isEvaluation = row === byAll;
            const holder = row.metro === PASSES ? 'metro' : 'council';
            expect(await attempt(transaction, holder, 'clerk')).to.equal(isEvaluation ? PASSES : ATTRIBUTE);
            expect(await attempt(transaction, holder, 'Admin')).to.equal(isEvaluation ? PASSES : ATTRIBUTE);
        });
    }

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
