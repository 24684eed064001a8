import { expect } from 'chai';

import {
    approveDecision,
    getDecision,
    listDecisions,
    proposeDecision,
    rejectDecision,
    valueInForce,
    type Area,
} from '@quartier/client';
import { consortiumTransactions, type ProposeRequest } from '@quartier/rules/consortium';
import type { Json } from '@quartier/rules/wire';

import type { AreaNetwork } from '../../support/area-network.js';
import { failureOf } from '../../support/failures.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { proposedAt } from '../../support/proposed-at.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { dayFromToday, startStreetsNetwork } from '../../support/streets-network.js';

const TODAY = dayFromToday(0);
const SOON = dayFromToday(1);

/** One area through its decisions: what each test leaves is what the next one finds. */
describe('decisions of an area’s organisations', () => {
    let network: AreaNetwork;
    before(async () => {
        network = await startStreetsNetwork();
    });
    after(() => network.stop());

    const area = (organisation: string, user = 'backoffice'): Promise<Area> => network.area(organisation, { user });
    const propose = async (
        organisation: string,
        decision: string,
        proposal: Partial<ProposeRequest> = {},
    ): ReturnType<typeof proposeDecision> =>
        proposeDecision(await area(organisation), {
            decision,
            subject: 'speed',
            from: SOON,
            value: { kmPerHour: 50 },
            ...proposal,
        });
    const approve = async (organisation: string, decision: string): ReturnType<typeof approveDecision> =>
        approveDecision(await area(organisation), decision);
    const reject = async (organisation: string, decision: string): ReturnType<typeof rejectDecision> =>
        rejectDecision(await area(organisation), decision);
    const speedOn = async (day: string): Promise<unknown> =>
        (await area('north')).evaluate({ transaction: 'streets:SpeedOn', request: { day } });
    const adopt = async (decision: string, proposal: Partial<ProposeRequest>): Promise<void> => {
        await propose('north', decision, proposal);
        await approve('south', decision);
        expect((await approve('east', decision)).state).to.equal('adopted');
    };

    it('are not in force before one is adopted', async () => {
        expect(await speedOn(TODAY)).to.equal(null);
        expect(await valueInForce(await area('west'), 'speed', TODAY)).to.equal(undefined);
    });

    it('are adopted by more than half of the organisations, each by itself', async () => {
        const proposed = await propose('north', 'speed-1', { from: '2001-01-01' });
        expect(proposed).to.deep.include({
            decision: 'speed-1',
            subject: 'speed',
            from: '2001-01-01',
            proposedBy: 'NorthMSP',
            approvedBy: ['NorthMSP'],
            rejectedBy: [],
            state: 'open',
        });
        expect((await approve('south', 'speed-1')).state).to.equal('open');
        expect(await speedOn(TODAY)).to.equal(null);

        const adopted = await approve('east', 'speed-1');
        expect(adopted).to.deep.include({ approvedBy: ['EastMSP', 'NorthMSP', 'SouthMSP'], state: 'adopted' });
        expect(await getDecision(await area('west'), 'speed-1')).to.deep.equal({
            ...adopted,
            value: { kmPerHour: 50 },
        });
    });

    it('hold for the past where nothing was decided before, for that an area takes over what there is', async () => {
        expect(await speedOn('2000-12-31')).to.equal(null);
        expect(await speedOn('2001-01-01')).to.deep.equal({ kmPerHour: 50 });
        expect(await valueInForce(await area('west'), 'speed', TODAY)).to.deep.equal({
            decision: 'speed-1',
            from: '2001-01-01',
            value: { kmPerHour: 50 },
        });
    });

    it('change nothing that was in force on a past day', async () => {
        const from = dayFromToday(-1);
        const refused = await refusalOfCall(propose('north', 'speed-late', { from, value: { kmPerHour: 30 } }));
        expect(refused).to.deep.equal({
            code: 'CONSORTIUM_DECISION_BACKDATED',
            details: { subject: 'speed', from, today: dayFromToday(0) },
        });
    });

    it('are not adopted once their day is past', async () => {
        const [from, dayAfter] = [dayFromToday(1), dayFromToday(2)];
        await propose('north', 'speed-slow', { from, value: { kmPerHour: 20 } });
        await approve('south', 'speed-slow');
        const east = await plainGateway(network.profiles['east'] ?? '');
        try {
            const proposal = east.gateway
                .getNetwork('streets')
                .getContract('streets')
                .newProposal(consortiumTransactions.approve, { arguments: ['{"decision":"speed-slow"}'] });
            const { details } = await failureOf(proposedAt(east, proposal, 2 * 86_400).endorse());
            expect(details.join()).to.contain(
                `CONSORTIUM_DECISION_BACKDATED {"from":"${from}","subject":"speed","today":"${dayAfter}"}`,
            );
        } finally {
            east.close();
        }
        expect(await getDecision(await area('east'), 'speed-slow')).to.deep.include({ state: 'open' });
    });

    it('take the place of earlier ones from their day on', async () => {
        await adopt('speed-2', { from: dayFromToday(10), value: { kmPerHour: 30 } });
        await adopt('speed-3', { from: dayFromToday(5), value: { kmPerHour: 40 } });
        await adopt('speed-4', { from: dayFromToday(10), value: { kmPerHour: 25 } });
        for (const [day, kmPerHour] of [
            [0, 50],
            [4, 50],
            [5, 40],
            [9, 40],
            [10, 25],
            [99, 25],
        ] as const) {
            expect(await speedOn(dayFromToday(day)), String(day)).to.deep.equal({ kmPerHour });
        }
    });

    it('are rejected by half of the organisations', async () => {
        await propose('north', 'speed-fast', { value: { kmPerHour: 130 } });
        expect((await reject('south', 'speed-fast')).state).to.equal('open');
        expect(await reject('west', 'speed-fast')).to.deep.include({
            approvedBy: ['NorthMSP'],
            rejectedBy: ['SouthMSP', 'WestMSP'],
            state: 'rejected',
        });
        expect(await refusalOfCall(approve('east', 'speed-fast'))).to.deep.equal({
            code: 'CONSORTIUM_DECISION_CLOSED',
            details: { decision: 'speed-fast', state: 'rejected' },
        });
        expect(await speedOn(TODAY)).to.deep.equal({ kmPerHour: 50 });
    });

    it('leave every organisation one vote, which it may change while they are open', async () => {
        await propose('north', 'speed-vote', { from: dayFromToday(50) });
        await reject('south', 'speed-vote');
        expect(await approve('south', 'speed-vote')).to.deep.include({
            approvedBy: ['NorthMSP', 'SouthMSP'],
            rejectedBy: [],
        });
        expect(await reject('north', 'speed-vote')).to.deep.include({
            approvedBy: ['SouthMSP'],
            rejectedBy: ['NorthMSP'],
        });
    });

    it('count votes that are cast at the same time', async () => {
        await propose('north', 'speed-race', { from: dayFromToday(60) });
        await Promise.all([approve('south', 'speed-race'), reject('west', 'speed-race')]);
        expect(await getDecision(await area('north'), 'speed-race')).to.deep.include({
            approvedBy: ['NorthMSP', 'SouthMSP'],
            rejectedBy: ['WestMSP'],
        });
    });

    it('give the same reply to the same call again, before and after they are adopted', async () => {
        const proposal = { from: dayFromToday(70), value: { kmPerHour: 10 } };
        const proposed = await propose('west', 'again', proposal);
        expect(await propose('west', 'again', proposal)).to.deep.equal(proposed);
        expect(await approve('west', 'again')).to.deep.equal(proposed);
        await approve('south', 'again');
        const adopted = await approve('east', 'again');
        expect(await approve('east', 'again')).to.deep.equal(adopted);
        expect(await propose('west', 'again', proposal)).to.deep.equal(adopted);
    });

    it('are known by one content and one proposer', async () => {
        const refusal = {
            code: 'CONSORTIUM_DECISION_EXISTS',
            details: { decision: 'speed-vote', proposedBy: 'NorthMSP' },
        };
        const same = { from: dayFromToday(50) };
        for (const call of [
            () => propose('north', 'speed-vote', { ...same, value: { kmPerHour: 51 } }),
            () => propose('north', 'speed-vote', { from: dayFromToday(51) }),
            () => propose('north', 'speed-vote', { ...same, subject: 'notices', value: [] }),
            () => propose('south', 'speed-vote', same),
        ]) {
            expect(await refusalOfCall(call())).to.deep.equal(refusal);
        }
    });

    it('are on a subject of the area, with a value of its shape and size', async () => {
        expect(await refusalOfCall(propose('north', 'x', { subject: 'noise' }))).to.deep.equal({
            code: 'CONSORTIUM_SUBJECT_UNKNOWN',
            details: { subject: 'noise', subjects: ['notices', 'speed'] },
        });
        expect(await codeOf(valueInForce(await area('north'), 'noise', TODAY))).to.equal('CONSORTIUM_SUBJECT_UNKNOWN');
        expect(await refusalOfCall(propose('north', 'x', { value: { kmPerHour: 0 } }))).to.deep.equal({
            code: 'REQUEST_MALFORMED',
            details: { reason: 'request.value.kmPerHour must be a whole number from 1 to 130' },
        });
        const value = ['é'.repeat(128 * 1024)];
        expect(await refusalOfCall(propose('north', 'x', { subject: 'notices', value }))).to.deep.equal({
            code: 'CONSORTIUM_DECISION_TOO_LARGE',
            details: { bytes: 256 * 1024 + 4, limit: 256 * 1024 },
        });
        expect(await codeOf(approve('north', 'x'))).to.equal('CONSORTIUM_DECISION_UNKNOWN');
    });

    it('may be as large as that, and are in force all the same', async () => {
        const value: Json = ['a'.repeat(256 * 1024 - 4)];
        await adopt('notices-1', { subject: 'notices', value });
        const found = await valueInForce(await area('west'), 'notices', SOON);
        expect(found?.value).to.deep.equal(value);
    });

    it('are the organisations’ own: by their administrators and back offices, and by nobody else', async () => {
        const vote = (organisation: string, user: string): Promise<unknown> =>
            area(organisation, user).then((its) => approveDecision(its, 'speed-race'));
        expect(await refusalOfCall(vote('south', 'clerk'))).to.deep.equal({
            code: 'CONSORTIUM_ATTRIBUTE_MISSING',
            details: { mspId: 'SouthMSP', attribute: 'quartier.role', value: 'backoffice' },
        });
        await vote('south', 'Admin');
        const stranger = { code: 'CONSORTIUM_STRANGER', details: { mspId: 'GuestMSP' } };
        expect(await refusalOfCall(vote('guest', 'Admin'))).to.deep.equal(stranger);
        expect(await refusalOfCall(propose('guest', 'x'))).to.deep.equal(stranger);
        expect(await refusalOfCall(getDecision(await area('guest'), 'speed-1'))).to.deep.equal(stranger);
    });

    it('are listed in order of their ids, by pages, without their values', async () => {
        const all = [];
        for await (const row of listDecisions(await area('west'))) all.push(row);
        expect(all.map(({ decision }) => decision)).to.deep.equal([
            ...['again', 'notices-1', 'speed-1', 'speed-2', 'speed-3', 'speed-4'],
            ...['speed-fast', 'speed-race', 'speed-slow', 'speed-vote'],
        ]);
        expect(all[0]).not.to.have.property('value');
        const west = await area('west');
        const page = (request: object): Promise<unknown> =>
            west.evaluate({ transaction: consortiumTransactions.listDecisions, request });
        const first = (await page({ limit: 6 })) as { readonly next: string };
        expect(first).to.deep.include({ decisions: all.slice(0, 6) });
        expect(await page({ limit: 6, after: first.next })).to.deep.equal({ decisions: all.slice(6) });
    });

    it('are told by one event each: proposed, voted, decided', async () => {
        const told: unknown[] = [];
        for await (const { name, payload } of (await area('west')).events()) {
            if (!name.startsWith('Consortium')) continue;
            const { decision } = payload as { readonly decision: string };
            if (decision === 'speed-1' || decision === 'speed-fast') told.push([name, payload]);
            if (told.length === 6) break;
        }
        const subject = 'speed';
        expect(told).to.deep.equal([
            ['ConsortiumProposed', { decision: 'speed-1', subject, from: '2001-01-01', mspId: 'NorthMSP' }],
            ['ConsortiumVoted', { decision: 'speed-1', subject, mspId: 'SouthMSP', vote: 'approve' }],
            ['ConsortiumDecided', { decision: 'speed-1', subject, from: '2001-01-01', state: 'adopted' }],
            ['ConsortiumProposed', { decision: 'speed-fast', subject, from: SOON, mspId: 'NorthMSP' }],
            ['ConsortiumVoted', { decision: 'speed-fast', subject, mspId: 'SouthMSP', vote: 'reject' }],
            ['ConsortiumDecided', { decision: 'speed-fast', subject, from: SOON, state: 'rejected' }],
        ]);
    });
});
