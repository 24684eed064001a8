import {
    decideDispute,
    disputeCommand,
    disputeCommandNames,
    disputePostings,
    disputeStates,
    disputeTerms,
    isOver,
    MOST_REJECTIONS,
    openDispute,
    type Dispute,
    type DisputeCommand,
    type DisputeCommandName,
    type DisputeState,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const DAY = 86_400;
const terms = { openSeconds: 60 * DAY, answerSeconds: 30 * DAY, mediationSeconds: 45 * DAY, mediator: 'Council' };
const OPENING = { dispute: 'd1', leg: 'l1', respondent: 'Wheels', chargedMicroEur: '900', claimedMicroEur: '500' };

function opened(time = 0, statedAt: number | null = null): Dispute {
    return openDispute(OPENING, { by: 'Metro', time, terms, statedAt });
}
function inState(state: DisputeState, change: Partial<Dispute> = {}): Dispute {
    return { ...opened(), state, ...change };
}
const COMMANDS: Readonly<Record<DisputeCommandName, DisputeCommand>> = {
    accept: { command: 'accept' },
    offer: { command: 'offer', amountMicroEur: '700' },
    reject: { command: 'reject' },
    counter: { command: 'counter', claimedMicroEur: '600' },
    escalate: { command: 'escalate' },
    rule: { command: 'rule', amountMicroEur: '650' },
    withdraw: { command: 'withdraw' },
    expire: { command: 'expire' },
};
function decide(dispute: Dispute, name: DisputeCommandName, by: string, time?: number): Dispute {
    const late = name === 'expire' ? dispute.deadline + 1 : dispute.deadline;
    return decideDispute(dispute, COMMANDS[name], { by, time: time ?? late, terms });
}

/** Every state and command: who may and what follows; all others are refused. */
const TABLE: Readonly<
    Record<DisputeState, Partial<Record<DisputeCommandName, readonly [by: string, to: DisputeState]>>>
> = {
    OPEN: {
        accept: ['Wheels', 'RESOLVED_FULL'],
        offer: ['Wheels', 'ANSWERED'],
        reject: ['Wheels', 'ANSWERED'],
        withdraw: ['Metro', 'REJECTED'],
        expire: ['anyone', 'EXPIRED_ACCEPTED'],
    },
    COUNTERED: {
        accept: ['Wheels', 'RESOLVED_FULL'],
        offer: ['Wheels', 'ANSWERED'],
        reject: ['Wheels', 'ANSWERED'],
        withdraw: ['Metro', 'REJECTED'],
        expire: ['anyone', 'EXPIRED_ACCEPTED'],
    },
    ANSWERED: {
        accept: ['Metro', 'REJECTED'],
        counter: ['Metro', 'COUNTERED'],
        escalate: ['Metro', 'ESCALATED'],
        withdraw: ['Metro', 'REJECTED'],
        expire: ['anyone', 'EXPIRED_REJECTED'],
    },
    ESCALATED: {
        rule: ['Council', 'RESOLVED_PARTIAL'],
        withdraw: ['Metro', 'REJECTED'],
        expire: ['anyone', 'EXPIRED_REJECTED'],
    },
    RESOLVED_FULL: {},
    RESOLVED_PARTIAL: {},
    REJECTED: {},
    EXPIRED_ACCEPTED: {},
    EXPIRED_REJECTED: {},
};

describe('a dispute', () => {
    for (const state of disputeStates) {
        for (const name of disputeCommandNames) {
            const allowed = TABLE[state][name];
            if (allowed === undefined) {
                it(`that is ${state} is not open to ${name}, by anyone`, () => {
                    for (const by of ['Metro', 'Wheels', 'Council', 'Cars']) {
                        expect(refusalOf(() => decide(inState(state), name, by)).code).to.equal(
                            'MOBILITY_DISPUTE_STATE',
                        );
                    }
                });
                continue;
            }
            const [by, to] = allowed;
            it(`that is ${state} becomes ${to} by ${name} of ${by}`, () => {
                expect(decide(inState(state), name, by).state).to.equal(to);
                for (const other of ['Metro', 'Wheels', 'Council', 'Cars']) {
                    if (other === by || by === 'anyone') continue;
                    expect(refusalOf(() => decide(inState(state), name, other)).code).to.equal(
                        'MOBILITY_DISPUTE_NOT_YOURS',
                    );
                }
            });
        }
    }

    it('is opened until its time after the statement is over, and at once while there is none', () => {
        expect(opened(61 * DAY, 1 * DAY).deadline).to.equal(91 * DAY);
        expect(opened(500 * DAY, null).state).to.equal('OPEN');
        expect(refusalOf(() => opened(61 * DAY + 1, 1 * DAY)).code).to.equal('MOBILITY_DISPUTE_AFTER_DEADLINE');
    });

    it('claims another amount than was charged, more or less', () => {
        const context = { by: 'Metro', time: 0, terms, statedAt: null };
        expect(openDispute({ ...OPENING, claimedMicroEur: '1200' }, context).state).to.equal('OPEN');
        const same = { ...OPENING, claimedMicroEur: '900' };
        expect(refusalOf(() => openDispute(same, context)).code).to.equal('MOBILITY_DISPUTE_AMOUNT');
    });

    it('moves until its deadline and only expires after it', () => {
        const { deadline } = opened();
        expect(refusalOf(() => decide(opened(), 'expire', 'Cars', deadline)).code).to.equal(
            'MOBILITY_DISPUTE_NOT_EXPIRED',
        );
        expect(refusalOf(() => decide(opened(), 'reject', 'Wheels', deadline + 1)).code).to.equal(
            'MOBILITY_DISPUTE_EXPIRED',
        );
        expect(decide(opened(), 'reject', 'Wheels', 7 * DAY).deadline).to.equal(37 * DAY);
    });

    it('sees at most three rejections, then goes to the mediator', () => {
        const once = decide(opened(), 'reject', 'Wheels');
        const twice = decide(once, 'counter', 'Metro');
        const thrice = decide(twice, 'reject', 'Wheels');
        expect(thrice.rejections).to.equal(MOST_REJECTIONS);
        expect(refusalOf(() => decide(thrice, 'counter', 'Metro')).code).to.equal('MOBILITY_DISPUTE_REJECTIONS_SPENT');
        const escalated = decide(thrice, 'escalate', 'Metro');
        expect(escalated.deadline).to.equal(thrice.deadline + 45 * DAY);
        expect(decide(escalated, 'rule', 'Council').settledMicroEur).to.equal('650');
    });

    it('takes offers between the charge and the claim, counters no larger, rulings within both', () => {
        const offered = decide(opened(), 'offer', 'Wheels');
        const refused: readonly (readonly [Dispute, DisputeCommand, string])[] = [
            [opened(), { command: 'offer', amountMicroEur: '900' }, 'Wheels'],
            [opened(), { command: 'offer', amountMicroEur: '500' }, 'Wheels'],
            [opened(), { command: 'offer', amountMicroEur: '1000' }, 'Wheels'],
            [offered, { command: 'counter', claimedMicroEur: '700' }, 'Metro'],
            [offered, { command: 'counter', claimedMicroEur: '400' }, 'Metro'],
            [inState('ESCALATED'), { command: 'rule', amountMicroEur: '499' }, 'Council'],
        ];
        for (const [dispute, command, by] of refused) {
            const act = (): Dispute => decideDispute(dispute, command, { by, time: 0, terms });
            expect(refusalOf(act).code).to.equal('MOBILITY_DISPUTE_AMOUNT');
        }
        const same = decideDispute(
            offered,
            { command: 'counter', claimedMicroEur: '500' },
            { by: 'Metro', time: 0, terms },
        );
        expect(same.claimedMicroEur).to.equal('500');
    });

    it('is ruled in full at the claim and rejected at the charge', () => {
        const rule = (amountMicroEur: string): Dispute =>
            decideDispute(inState('ESCALATED'), { command: 'rule', amountMicroEur }, { by: 'Council', time: 0, terms });
        expect(rule('500')).to.include({ state: 'RESOLVED_FULL', settledMicroEur: '500' });
        expect(rule('900')).to.include({ state: 'REJECTED', settledMicroEur: '900' });
    });

    it('ends by silence as the other side said last', () => {
        const offered = decide(opened(), 'offer', 'Wheels');
        expect(decide(opened(), 'expire', 'Cars')).to.include({ state: 'EXPIRED_ACCEPTED', settledMicroEur: '500' });
        expect(decide(offered, 'expire', 'Cars')).to.include({ state: 'EXPIRED_ACCEPTED', settledMicroEur: '700' });
        expect(decide(offered, 'accept', 'Metro')).to.include({ state: 'RESOLVED_PARTIAL', settledMicroEur: '700' });
        const escalated = decide(offered, 'escalate', 'Metro');
        expect(decide(escalated, 'expire', 'Cars')).to.include({ state: 'EXPIRED_REJECTED', settledMicroEur: '900' });
    });
});

describe('what a dispute that is over posts', () => {
    const over = (settledMicroEur: string, chargedMicroEur = '900'): Dispute =>
        inState('RESOLVED_PARTIAL', { settledMicroEur, chargedMicroEur });

    it('is a credit of the whole leg and a new leg', () => {
        for (const standing of ['inWindow', 'netted'] as const) {
            expect(disputePostings(over('700'), standing)).to.deep.equal([
                { kind: 'credit', creditOf: 'l1', amountMicroEur: '-900' },
                { kind: 'replacement', replaces: 'l1', amountMicroEur: '700' },
            ]);
        }
    });

    it('carries over first a leg that its window left out', () => {
        expect(
            disputePostings(over('700'), 'leftOut').map(({ kind, amountMicroEur }) => [kind, amountMicroEur]),
        ).to.deep.equal([
            ['carriedOver', '900'],
            ['credit', '-900'],
            ['replacement', '700'],
        ]);
        expect(disputePostings(over('900'), 'leftOut').map(({ kind }) => kind)).to.deep.equal(['carriedOver']);
    });

    it('is no new leg where nothing is owed any more, no credit where nothing was, and nothing where the charge stands', () => {
        expect(disputePostings(over('0'), 'netted').map(({ kind }) => kind)).to.deep.equal(['credit']);
        expect(disputePostings(over('700', '0'), 'netted').map(({ kind }) => kind)).to.deep.equal(['replacement']);
        expect(disputePostings(over('900'), 'netted')).to.deep.equal([]);
    });

    it('is nothing while it goes on', () => {
        for (const state of ['OPEN', 'ANSWERED', 'COUNTERED', 'ESCALATED'] as const) {
            expect(isOver(inState(state))).to.equal(false);
            expect(disputePostings(inState(state), 'leftOut')).to.deep.equal([]);
        }
    });
});

describe('requests of disputes', () => {
    it('are read as they are written', () => {
        expect(disputeTerms(terms, 'terms')).to.deep.equal(terms);
        for (const command of Object.values(COMMANDS))
            expect(disputeCommand(command, 'request')).to.deep.equal(command);
    });

    it('are refused with another command, a member of another or a negative amount', () => {
        const refused: readonly unknown[] = [
            null,
            {},
            { command: 'shout' },
            { command: 'accept', amountMicroEur: '1' },
            { command: 'offer' },
            { command: 'offer', amountMicroEur: '-1' },
        ];
        for (const value of refused) {
            expect(refusalOf(() => disputeCommand(value, 'request')).code).to.equal('REQUEST_MALFORMED');
        }
    });
});
