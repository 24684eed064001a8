import {
    activePairs,
    clearingLimits,
    clearWindow,
    clearWithout,
    decodeSubmitStatementPrivate,
    isOwed,
    legDifferences,
    maximumSetOff,
    moveWindow,
    netsOnWire,
    obligationsOf,
    openWindow,
    pairStatement,
    rememberedWindows,
    requireDefault,
    requireSilent,
    statementsAgree,
    totalsDifferences,
    windowOfLeg,
    windowSpan,
    type ClearingWindow,
    type Obligation,
    type PairStatement,
    type StatedLeg,
    type WindowDebts,
    type WindowStep,
} from '@quartier/rules/mobility';
import { canonicalJson, type Json } from '@quartier/rules/wire';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { sha256 } from '../../support/sha256.js';

const FIRST = openWindow({ window: 'W1', from: 1_000, to: 2_000, graceSeconds: 300 }, undefined);
const SECOND = openWindow({ window: 'W2', from: 2_000, to: 3_000, graceSeconds: 300 }, FIRST);

describe('a clearing window', () => {
    it('starts where the last one ends', () => {
        const gap = { window: 'W2', from: 2_001, to: 3_000, graceSeconds: 0 };
        expect(refusalOf(() => openWindow(gap, FIRST))).to.deep.equal({
            code: 'MOBILITY_WINDOW_NOT_NEXT',
            details: { window: 'W2', expected: 2_000 },
        });
        expect(SECOND).to.deep.include({ state: 'OPEN', revision: 0 });
    });

    it('is of at least a second and at most 366 days', () => {
        const span = { window: 'W', from: 0, to: 1, graceSeconds: 0 };
        expect(windowSpan(span, 'request')).to.deep.equal(span);
        for (const to of [0, -1, 366 * 86_400 + 1]) {
            expect(refusalOf(() => windowSpan({ ...span, to }, 'request')).code).to.equal('REQUEST_MALFORMED');
        }
    });

    it('is closed once, when its grace is over', () => {
        expect(refusalOf(() => moveWindow(FIRST, 'close', 2_299)).code).to.equal('MOBILITY_WINDOW_NOT_OVER');
        const closed = moveWindow(FIRST, 'close', 2_300);
        expect(closed.state).to.equal('CLOSING');
        expect(refusalOf(() => moveWindow(closed, 'close', 2_400)).code).to.equal('MOBILITY_WINDOW_STATE');
    });

    it('is agreed, netted, netted again after a default, and settled', () => {
        const steps: readonly WindowStep[] = ['close', 'agree', 'net', 'netAgain', 'settle'];
        const states = steps.reduce<readonly ClearingWindow[]>(
            (windows, step) => [...windows, moveWindow(windows.at(-1)!, step, 9_000)],
            [FIRST],
        );
        expect(states.map(({ state, revision }) => [state, revision])).to.deep.equal([
            ['OPEN', 0],
            ['CLOSING', 0],
            ['AGREED', 0],
            ['NETTED', 1],
            ['NETTED', 2],
            ['SETTLED', 2],
        ]);
        for (const step of steps) {
            expect(refusalOf(() => moveWindow(states.at(-1)!, step, 9_000)).code).to.equal('MOBILITY_WINDOW_STATE');
        }
    });
});

describe('the window of a leg', () => {
    const of = (endedAt: number, arrivedAt: number): unknown => windowOfLeg({ endedAt, arrivedAt }, [SECOND, FIRST]);

    it('is that of its end, while the grace lasts', () => {
        expect(of(1_000, 1_500)).to.deep.equal({ window: 'W1', late: false });
        expect(of(1_999, 2_299)).to.deep.equal({ window: 'W1', late: false });
        expect(of(2_000, 2_000)).to.deep.equal({ window: 'W2', late: false });
    });

    it('is that of its arrival, late, after the grace', () => {
        expect(of(1_999, 2_300)).to.deep.equal({ window: 'W2', late: true });
        expect(of(500, 1_500)).to.deep.equal({ window: 'W1', late: true });
    });

    it('is missing where none is open on arrival', () => {
        expect(refusalOf(() => of(1_500, 3_000)).code).to.equal('MOBILITY_WINDOW_NONE_OPEN');
    });
});

function leg(name: string, amount: number, change: Partial<StatedLeg> = {}): StatedLeg {
    return {
        leg: name,
        digest: sha256(name),
        debtor: 'Metro',
        creditor: 'Wheels',
        amountMicroEur: BigInt(amount),
        disputed: false,
        ...change,
    };
}
function statement(legs: readonly StatedLeg[]): PairStatement {
    return pairStatement({ window: 'W1', pair: ['Wheels', 'Metro'], legs, sha256 });
}

describe('the statement of a pair', () => {
    const legs = [
        leg('l2', 300),
        leg('l1', 500),
        leg('l1', 40, { debtor: 'Wheels', creditor: 'Metro' }),
        leg('l3', 900, { disputed: true }),
        leg('l4', -100),
    ];

    it('totals both directions and leaves open disputes out', () => {
        expect(statement(legs).totals).to.deep.equal([
            {
                debtor: 'Metro',
                creditor: 'Wheels',
                legs: 3,
                amountMicroEur: '700',
                disputedLegs: 1,
                disputedMicroEur: '900',
            },
            {
                debtor: 'Wheels',
                creditor: 'Metro',
                legs: 1,
                amountMicroEur: '40',
                disputedLegs: 0,
                disputedMicroEur: '0',
            },
        ]);
    });

    it('is the same in whatever order the legs arrived, and for both sides', () => {
        const other = pairStatement({ window: 'W1', pair: ['Metro', 'Wheels'], legs: legs.toReversed(), sha256 });
        expect(statementsAgree(statement(legs), other)).to.equal(true);
    });

    it('differs by one digest', () => {
        const changed = [leg('l2', 300, { digest: sha256('other') }), ...legs.slice(1)];
        expect(statement(changed).totals).to.deep.equal(statement(legs).totals);
        expect(statementsAgree(statement(changed), statement(legs))).to.equal(false);
    });

    it('refuses legs of others, legs that stand twice, and a member alone', () => {
        const refused = [
            () => statement([leg('l1', 1, { debtor: 'Cars' })]),
            () => statement([leg('l1', 1), leg('l1', 2)]),
            () => pairStatement({ window: 'W1', pair: ['Metro', 'Metro'], legs: [], sha256 }),
        ];
        for (const act of refused) expect(refusalOf(act).code).to.equal('MOBILITY_STATEMENT_PAIR');
    });
});

describe('requests of windows', () => {
    const read = (made: unknown): unknown =>
        decodeSubmitStatementPrivate(canonicalJson({ statement: made as Json })).statement;

    it('carry a statement as it was made, and no other shape', () => {
        const made = statement([leg('l1', 500), leg('l2', 300, { disputed: true })]);
        expect(read(made)).to.deep.equal(made);
        const [forth, back] = made.totals;
        const refused: readonly unknown[] = [
            { ...made, totals: [forth] },
            { ...made, totals: [{ ...forth, legs: -1 }, back] },
            { ...made, totals: [{ ...forth, amountMicroEur: '1.5' }, back] },
            { ...made, content: 'x' },
        ];
        for (const value of refused) {
            expect(refusalOf(() => read(value)).code).to.equal('REQUEST_MALFORMED');
        }
    });
});

describe('two statements that differ', () => {
    const ours = [leg('l1', 500), leg('l2', 300), leg('l3', 200)];
    const theirs = [leg('l4', 250), leg('l2', 310), leg('l1', 500)];

    it('show the legs missing here, missing there and of other content', () => {
        const differences = legDifferences(ours, theirs);
        expect(differences.missingHere.map((each) => each.leg)).to.deep.equal(['l4']);
        expect(differences.missingThere.map((each) => each.leg)).to.deep.equal(['l3']);
        expect(
            differences.different.map((each) => [each.ours.amountMicroEur, each.theirs.amountMicroEur]),
        ).to.deep.equal([[300n, 310n]]);
        expect(legDifferences(ours, ours.toReversed())).to.deep.equal({
            missingHere: [],
            missingThere: [],
            different: [],
        });
    });

    it('tell how far they are apart, absolutely and in parts per million of the larger', () => {
        expect(totalsDifferences(statement(ours), statement(theirs))).to.deep.equal([
            { debtor: 'Metro', creditor: 'Wheels', legs: 0, amountMicroEur: '60', ppm: 56_603 },
            { debtor: 'Wheels', creditor: 'Metro', legs: 0, amountMicroEur: '0', ppm: 0 },
        ]);
    });
});

describe('the obligations of a window', () => {
    it('are one for each pair and direction; credits that outweigh are owed the other way', () => {
        const list = obligationsOf([
            statement([leg('l1', 500), leg('l2', -700), leg('l1', 40, { debtor: 'Wheels', creditor: 'Metro' })]),
            statement([]),
        ]);
        expect(list).to.deep.equal([
            { from: 'Wheels', to: 'Metro', amount: 200n },
            { from: 'Wheels', to: 'Metro', amount: 40n },
        ]);
    });
});

const OBLIGATIONS: readonly Obligation[] = [
    { from: 'A', to: 'B', amount: 1_000_000n },
    { from: 'B', to: 'C', amount: 500_000n },
    { from: 'C', to: 'A', amount: 750_000n },
    { from: 'A', to: 'D', amount: 300_000n },
    { from: 'D', to: 'B', amount: 200_000n },
    { from: 'B', to: 'A', amount: 100_000n },
];

describe('a member that does not pay', () => {
    const { transfers } = clearWindow(OBLIGATIONS, { method: 'direct' });
    const without = new Set(['C']);
    const declared = { window: 'W1', member: 'C', transfers, booked: [], deadline: 5_000, time: 5_000 };

    it('is in default from the deadline on, if something is left to pay', () => {
        requireDefault(declared);
        expect(
            refusalOf(() => {
                requireDefault({ ...declared, time: 4_999 });
            }).code,
        ).to.equal('MOBILITY_DEFAULT_TOO_EARLY');
        const paid = transfers.filter(({ from }) => from === 'C');
        for (const act of [
            { ...declared, booked: paid },
            { ...declared, member: 'B' },
            { ...declared, member: 'Z' },
        ]) {
            expect(
                refusalOf(() => {
                    requireDefault(act);
                }).code,
            ).to.equal('MOBILITY_DEFAULT_NONE');
        }
    });

    it('is in default where it has not declared its net in time, but not where it has, or has none to declare', () => {
        const silent = { window: 'W1', member: 'C', isAwaited: true, deadline: 5_000, time: 5_000 };
        requireSilent(silent);
        for (const [act, code] of [
            [{ ...silent, time: 4_999 }, 'MOBILITY_DEFAULT_TOO_EARLY'],
            [{ ...silent, isAwaited: false }, 'MOBILITY_DEFAULT_NONE'],
        ] as const) {
            expect(
                refusalOf(() => {
                    requireSilent(act);
                }).code,
            ).to.equal(code);
        }
    });

    it('takes all its obligations out, which stay as debts between it and each of the others', () => {
        const after = clearWithout({
            obligations: OBLIGATIONS,
            defaulters: without,
            booked: [],
            settlement: { method: 'direct' },
        });
        expect(after.bilateral).to.deep.equal([OBLIGATIONS[1], OBLIGATIONS[2]]);
        expect(netsOnWire(after.nets)).to.deep.equal({ A: '-1200000', B: '1100000', D: '100000' });
        expect(after.transfers).to.deep.equal([
            { from: 'A', to: 'B', amount: 1_100_000n },
            { from: 'A', to: 'D', amount: 100_000n },
        ]);
    });

    it('leaves the others to pay only what is missing, and gets back what it paid in part', () => {
        const booked = [
            { from: 'A', to: 'B', amount: 450_000n },
            { from: 'C', to: 'B', amount: 50_000n },
        ];
        const after = clearWithout({
            obligations: OBLIGATIONS,
            defaulters: without,
            booked,
            settlement: { method: 'direct' },
        });
        expect(after.transfers).to.deep.equal([
            { from: 'A', to: 'B', amount: 600_000n },
            { from: 'A', to: 'D', amount: 100_000n },
            { from: 'A', to: 'C', amount: 50_000n },
        ]);
    });

    it('is given back through the hub what the hub holds of it', () => {
        const booked = [
            { from: 'A', to: 'hub', amount: 450_000n },
            { from: 'C', to: 'hub', amount: 50_000n },
        ];
        const settlement = { method: 'hub', settlement: 'hub' } as const;
        const after = clearWithout({ obligations: OBLIGATIONS, defaulters: without, booked, settlement });
        expect(after.transfers).to.deep.equal([
            { from: 'A', to: 'hub', amount: 750_000n },
            { from: 'hub', to: 'B', amount: 1_100_000n },
            { from: 'hub', to: 'C', amount: 50_000n },
            { from: 'hub', to: 'D', amount: 100_000n },
        ]);
    });

    it('leaves each pair its own rest where the window is set off', () => {
        const kept = OBLIGATIONS.filter(({ from, to }) => from !== 'C' && to !== 'C');
        const settlement = { method: 'setOff', setOff: maximumSetOff(kept) } as const;
        const booked = [
            { from: 'A', to: 'B', amount: 600_000n },
            { from: 'C', to: 'A', amount: 250_000n },
        ];
        const after = clearWithout({ obligations: OBLIGATIONS, defaulters: without, booked, settlement });
        expect(after.transfers).to.deep.equal([
            { from: 'A', to: 'B', amount: 400_000n },
            { from: 'A', to: 'D', amount: 200_000n },
            { from: 'D', to: 'B', amount: 100_000n },
            { from: 'A', to: 'C', amount: 250_000n },
        ]);
    });
});

describe('what is owed between two after a window', () => {
    const settled = { state: 'SETTLED', defaulters: ['C'], setAside: [['A', 'D']] } as const;

    it('is nothing where it was paid, and all of it before', () => {
        expect(isOwed({ ...settled, state: 'NETTED' }, ['A', 'B'], false)).to.equal(true);
        expect(isOwed(settled, ['A', 'B'], false)).to.equal(false);
    });

    it('is all that stood between one of them and a member in default, until the creditor says that it was met', () => {
        expect(isOwed(settled, ['A', 'C'], false)).to.equal(true);
        expect(isOwed(settled, ['A', 'C'], true)).to.equal(false);
        expect(isOwed({ ...settled, state: 'NETTED' }, ['A', 'C'], true)).to.equal(true);
    });

    it('is all that stood between two that did not agree in time and were set aside', () => {
        expect(isOwed(settled, ['A', 'D'], false)).to.equal(true);
        expect(isOwed(settled, ['B', 'D'], false)).to.equal(false);
        expect(isOwed(settled, ['A', 'D'], true)).to.equal(false);
    });

    it('is left out of the nets', () => {
        const pairs = [['A', 'B'] as const, ['A', 'C'] as const, ['A', 'D'] as const, ['B', 'D'] as const];
        expect(activePairs({ ...settled, pairs })).to.deep.equal([
            ['A', 'B'],
            ['B', 'D'],
        ]);
    });
});

describe('the windows that a batch of legs looks at', () => {
    const settled = (defaulters: readonly string[]): WindowDebts => ({ state: 'SETTLED', defaulters, setAside: [] });
    const windows = (count: number, defaulters: readonly string[]): readonly WindowDebts[] =>
        Array.from({ length: count }, () => settled(defaulters));

    it('are those that are not settled, those with debts that stay, and the last of the others', () => {
        const past = windows(clearingLimits.windowsRemembered + 2, []);
        const withDebts: readonly WindowDebts[] = [settled(['C']), { ...settled([]), setAside: [['A', 'B']] }];
        const open: WindowDebts = { ...settled([]), state: 'OPEN' };
        expect(rememberedWindows([...withDebts, ...past, open])).to.deep.equal([...withDebts, ...past.slice(2), open]);
    });

    it('have debts that stay in a hundred windows at most', () => {
        const most = windows(clearingLimits.windowsWithDebts, ['C']);
        expect(rememberedWindows(most)).to.have.lengthOf(100);
        expect(refusalOf(() => rememberedWindows([...most, ...windows(1, ['C'])]))).to.deep.equal({
            code: 'MOBILITY_DEBTS_TOO_MANY',
            details: { limit: 100 },
        });
    });
});
