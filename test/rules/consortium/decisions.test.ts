import {
    adoptedOn,
    castVote,
    checkEffect,
    consortiumRefusals,
    decisionLimits,
    decodeDecision,
    decodeInForce,
    decodeListDecisions,
    decodePropose,
    judgeVotes,
    withAdopted,
    type AdoptedDecisions,
    type DecisionRecord,
    type Vote,
} from '@quartier/rules/consortium';
import { object, wholeNumber } from '@quartier/rules/wire';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const ORGANISATIONS = ['A', 'B', 'C', 'D'];
const proposed: DecisionRecord = {
    decision: 'slower',
    subject: 'speed',
    from: '2026-02-01',
    proposedBy: 'A',
    proposedAt: 1_000,
    approvedBy: ['A'],
    rejectedBy: [],
    state: 'open',
};
const after = (...votes: readonly (readonly [string, Vote])[]): DecisionRecord =>
    votes.reduce(
        (record, [mspId, vote], at) =>
            castVote(record, { mspId, vote, time: 2_000 + at, organisations: ORGANISATIONS }),
        proposed,
    );

describe('votes on a decision', () => {
    it('adopt it with more than half of the organisations, not with half', () => {
        expect(after(['B', 'approve'])).to.deep.equal({ ...proposed, approvedBy: ['A', 'B'] });
        expect(after(['C', 'approve'], ['B', 'approve'])).to.deep.equal({
            ...proposed,
            approvedBy: ['A', 'B', 'C'],
            state: 'adopted',
            closedAt: 2_001,
        });
    });

    it('reject it with half of them, for then no majority is left', () => {
        expect(after(['B', 'reject']).state).to.equal('open');
        expect(after(['B', 'reject'], ['C', 'reject'])).to.deep.include({
            rejectedBy: ['B', 'C'],
            state: 'rejected',
            closedAt: 2_001,
        });
        expect(judgeVotes({ approvedBy: ['A', 'B'], rejectedBy: ['C', 'D'] }, 5)).to.equal('open');
        expect(judgeVotes({ approvedBy: ['A', 'B'], rejectedBy: ['C', 'D', 'E'] }, 5)).to.equal('rejected');
    });

    it('may be changed while it is open, the proposer’s too', () => {
        expect(after(['B', 'reject'], ['B', 'approve'])).to.deep.include({ approvedBy: ['A', 'B'], rejectedBy: [] });
        expect(after(['A', 'reject'])).to.deep.include({ approvedBy: [], rejectedBy: ['A'], state: 'open' });
    });

    it('are taken once: the same vote again gives the same record, after the end too', () => {
        const adopted = after(['B', 'approve'], ['C', 'approve']);
        const again = castVote(adopted, { mspId: 'B', vote: 'approve', time: 9_000, organisations: ORGANISATIONS });
        expect(again).to.equal(adopted);
    });

    it('are refused once it is adopted or rejected', () => {
        expect(refusalOf(() => after(['B', 'approve'], ['C', 'approve'], ['D', 'reject']))).to.deep.equal({
            code: 'CONSORTIUM_DECISION_CLOSED',
            details: { decision: 'slower', state: 'adopted' },
        });
        expect(refusalOf(() => after(['B', 'reject'], ['C', 'reject'], ['C', 'approve']))).to.deep.equal({
            code: 'CONSORTIUM_DECISION_CLOSED',
            details: { decision: 'slower', state: 'rejected' },
        });
    });
});

describe('adopted decisions of a subject', () => {
    const rows: AdoptedDecisions = [
        { decision: 'first', from: '2026-01-01', value: 50 },
        { decision: 'spring', from: '2026-03-01', value: 40 },
    ];

    it('are in force from their day until the next one’s', () => {
        expect(adoptedOn(rows, '2025-12-31')).to.equal(undefined);
        expect(adoptedOn(rows, '2026-01-01')?.decision).to.equal('first');
        expect(adoptedOn(rows, '2026-02-28')?.decision).to.equal('first');
        expect(adoptedOn(rows, '2026-03-01')?.decision).to.equal('spring');
    });

    it('of the same day count as they were adopted, the last one', () => {
        const again = withAdopted(rows, { decision: 'amended', from: '2026-01-01', value: 45 });
        expect(again.map(({ decision }) => decision)).to.deep.equal(['first', 'amended', 'spring']);
        expect(adoptedOn(again, '2026-01-15')?.decision).to.equal('amended');
        expect(adoptedOn(again, '2026-03-15')?.decision).to.equal('spring');
    });

    it('change no day that is past, but that the first may', () => {
        const subject = 'speed';
        const today = '2026-03-10';
        checkEffect([], { subject, from: '2001-01-01', today });
        checkEffect(rows, { subject, from: today, today });
        expect(
            refusalOf(() => {
                checkEffect(rows, { subject, from: '2026-03-09', today });
            }),
        ).to.deep.equal({
            code: 'CONSORTIUM_DECISION_BACKDATED',
            details: { subject, from: '2026-03-09', today },
        });
    });

    it('are bounded', () => {
        const full = Array.from({ length: decisionLimits.adoptedPerSubject }, () => rows[0]!);
        const late = { subject: 'speed', from: '2030-01-01', today: '2026-03-10' };
        checkEffect(full.slice(1), late);
        expect(
            refusalOf(() => {
                checkEffect(full, late);
            }),
        ).to.deep.equal({
            code: 'CONSORTIUM_SUBJECT_FULL',
            details: { subject: 'speed', decisions: 500 },
        });
    });
});

describe('requests about decisions', () => {
    const subjects = { speed: object({ kmPerHour: wholeNumber(1, 130) }) };
    const request = { decision: 'slower', subject: 'speed', from: '2026-02-01', value: { kmPerHour: 30 } };
    const reasonOf = (action: () => unknown): unknown => refusalOf(action).details;

    it('are taken as documented', () => {
        expect(decodePropose(JSON.stringify(request), subjects)).to.deep.equal(request);
        expect(decodeDecision('{"decision":"slower"}')).to.deep.equal({ decision: 'slower' });
        expect(decodeListDecisions('{"limit":2,"after":"abc"}')).to.deep.equal({ limit: 2, after: 'abc' });
        expect(decodeInForce('{"subject":"speed","day":"2026-02-01"}', subjects).day).to.equal('2026-02-01');
    });

    it('must be on a subject of the area', () => {
        const unknown = { code: 'CONSORTIUM_SUBJECT_UNKNOWN', details: { subject: 'width', subjects: ['speed'] } };
        expect(
            refusalOf(() => decodePropose(JSON.stringify({ ...request, subject: 'width' }), subjects)),
        ).to.deep.equal(unknown);
        const asked = JSON.stringify({ subject: 'width', day: '2026-02-01' });
        expect(refusalOf(() => decodeInForce(asked, subjects))).to.deep.equal(unknown);
    });

    it('may be one of a family of subjects that the area names once', () => {
        const family = { 'speed/*': subjects.speed };
        const ofStreet = (subject: string): string => JSON.stringify({ subject, day: '2026-02-01' });
        expect(decodeInForce(ofStreet('speed/main street'), family).subject).to.equal('speed/main street');
        for (const subject of ['speed', 'speed/', 'speed/a/b', 'width/main street'])
            expect(refusalOf(() => decodeInForce(ofStreet(subject), family)).code, subject).to.equal(
                'CONSORTIUM_SUBJECT_UNKNOWN',
            );
    });

    it('must have a value of the subject’s shape', () => {
        const wrong = JSON.stringify({ ...request, value: { kmPerHour: 131 } });
        expect(reasonOf(() => decodePropose(wrong, subjects))).to.deep.equal({
            reason: 'request.value.kmPerHour must be a whole number from 1 to 130',
        });
    });

    it('are refused where they are of another shape', () => {
        const refused = [
            () => decodePropose(JSON.stringify({ ...request, from: '2026-02-30' }), subjects),
            () => decodePropose(JSON.stringify({ ...request, decision: '' }), subjects),
            () => decodePropose(JSON.stringify({ ...request, more: 1 }), subjects),
            () => decodeDecision('{}'),
            () => decodeListDecisions('{"limit":101}'),
            () => decodeListDecisions('{"after":"?"}'),
        ];
        for (const decode of refused) expect(refusalOf(decode).code).to.equal('REQUEST_MALFORMED');
    });
});

describe('refusals of the consortium', () => {
    it('say in both languages only what their details can fill in', () => {
        for (const [code, { en, fr }] of Object.entries(consortiumRefusals)) {
            const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/gu))].sort();
            expect(names(fr), code).to.deep.equal(names(en));
        }
    });
});
