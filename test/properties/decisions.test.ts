import {
    adoptedOn,
    assertVotes,
    castVote,
    withAdopted,
    type AdoptedDecisions,
    type DecisionRecord,
    type Vote,
} from '@quartier/rules/consortium';
import { expect } from 'chai';
import fc from 'fast-check';

const ballots = fc.integer({ min: 2, max: 9 }).chain((organisations) =>
    fc.tuple(
        fc.constant(Array.from({ length: organisations }, (_, index) => `Org${String(index)}MSP`)),
        fc.array(fc.tuple(fc.nat(organisations - 1), fc.constantFrom<Vote>('approve', 'reject')), {
            maxLength: 30,
        }),
    ),
);

const open: DecisionRecord = {
    decision: 'd',
    subject: 's',
    from: '2026-01-01',
    proposedBy: 'Org0MSP',
    proposedAt: 0,
    approvedBy: [],
    rejectedBy: [],
    state: 'open',
};

describe('votes, in whatever order they come', () => {
    it('are one an organisation, and decide as soon as the rest can change nothing', () => {
        fc.assert(
            fc.property(ballots, ([organisations, votes]) => {
                const last = new Map<string, Vote>();
                let record = open;
                for (const [index, vote] of votes) {
                    const mspId = organisations[index]!;
                    if (record.state !== 'open') break;
                    last.set(mspId, vote);
                    record = castVote(record, { mspId, vote, time: 1, organisations });
                    assertVotes(record, organisations);
                    const count = (its: Vote): number => [...last.values()].filter((cast) => cast === its).length;
                    expect(record.approvedBy).to.have.length(count('approve'));
                    expect(record.rejectedBy).to.have.length(count('reject'));
                    const undecided = organisations.length - last.size;
                    const isAdopted = count('approve') > organisations.length / 2;
                    const canBeAdopted = count('approve') + undecided > organisations.length / 2;
                    expect(record.state).to.equal(isAdopted ? 'adopted' : canBeAdopted ? 'open' : 'rejected');
                }
            }),
        );
    });

    it('that are not the area’s, or come twice, break the invariant', () => {
        const votes = { ...open, approvedBy: ['Org0MSP'] };
        expect(() => {
            assertVotes({ ...votes, rejectedBy: ['Org0MSP'] }, ['Org0MSP', 'Org1MSP']);
        }).to.throw('votes once');
        expect(() => {
            assertVotes(votes, ['Org1MSP', 'Org2MSP']);
        }).to.throw('of the area');
        expect(() => {
            assertVotes({ ...votes, state: 'adopted' }, ['Org0MSP', 'Org1MSP']);
        }).to.throw('more than half');
    });
});

describe('adopted decisions, in whatever order they come', () => {
    const day = fc.integer({ min: 10, max: 28 }).map((date) => `2026-01-${String(date)}`);

    it('give on every day the last adopted of those with the latest day', () => {
        fc.assert(
            fc.property(fc.array(day, { maxLength: 12 }), day, (days, asked) => {
                const rows = days.map((from, index) => ({ decision: String(index), from, value: index }));
                const adopted = rows.reduce<AdoptedDecisions>(withAdopted, []);
                const latest = days
                    .filter((from) => from <= asked)
                    .sort()
                    .at(-1);
                expect(adoptedOn(adopted, asked)).to.equal(rows.findLast(({ from }) => from === latest));
                expect(adopted).to.have.length(rows.length);
            }),
        );
    });
});
