import {
    assertNetsCancel,
    assertSettledOnce,
    assertTransfersSettle,
    bookedTransfers,
    clearWindow,
    clearWithout,
    decideDispute,
    disputeCommandNames,
    disputePostings,
    isOver,
    legDifferences,
    matchBookings,
    maximumSetOff,
    MOST_REJECTIONS,
    openDispute,
    openWindow,
    pairStatement,
    paymentOrders,
    statementsAgree,
    stillOwed,
    windowOfLeg,
    type Booking,
    type ClearingWindow,
    type Dispute,
    type DisputeCommand,
    type DisputeCommandName,
    type Obligation,
    type PaymentAccount,
    type Settlement,
    type StatedLeg,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { sha256 } from '../support/sha256.js';

function shuffled<T>(list: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly [readonly T[], readonly T[]]> {
    return list.chain((items) =>
        fc.tuple(
            fc.constant(items),
            fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length }),
        ),
    );
}

const legs: fc.Arbitrary<readonly StatedLeg[]> = fc.uniqueArray(
    fc
        .tuple(fc.nat(20), fc.boolean(), fc.bigInt({ min: -1_000n, max: 1_000n }), fc.boolean(), fc.nat(3))
        .map(([name, forth, amountMicroEur, disputed, content]) => ({
            leg: `l${String(name)}`,
            digest: sha256(String(content)),
            debtor: forth ? 'Metro' : 'Wheels',
            creditor: forth ? 'Wheels' : 'Metro',
            amountMicroEur,
            disputed,
        })),
    { selector: ({ leg, creditor }) => `${creditor} ${leg}`, maxLength: 20 },
);

describe('a window, whatever arrives', () => {
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    const windows = fc.tuple(ends, fc.nat(30)).map(([list, graceSeconds]) =>
        list
            .toSorted((a, b) => a - b)
            .reduce<readonly ClearingWindow[]>((opened, to, index) => {
                const last = opened.at(-1);
                const span = { window: `W${String(index)}`, from: last?.to ?? 0, to, graceSeconds };
                return [...opened, openWindow(span, last)];
            }, []),
    );

    it('gives every leg that arrives while a window is open exactly one, late only after its own grace', () => {
        fc.assert(
            fc.property(windows, fc.nat(99), fc.nat(99), (list, one, other) => {
                const [endedAt, arrivedAt] = [Math.min(one, other), Math.max(one, other)];
                fc.pre(arrivedAt < (list.at(-1)?.to ?? 0));
                const { window, late } = windowOfLeg({ endedAt, arrivedAt }, list);
                expect(windowOfLeg({ endedAt, arrivedAt }, list.toReversed())).to.deep.equal({ window, late });
                const given = list.find((each) => each.window === window)!;
                const own = list.find(({ from, to }) => from <= endedAt && endedAt < to)!;
                expect(late).to.equal(arrivedAt >= own.to + own.graceSeconds);
                expect(late || given === own).to.equal(true);
                expect(arrivedAt < given.to + given.graceSeconds).to.equal(true);
            }),
        );
    });

    it('is stated the same by both sides in whatever order their legs arrived', () => {
        fc.assert(
            fc.property(shuffled(legs), ([ours, theirs]) => {
                const [own, other] = [ours, theirs].map((list, side) =>
                    pairStatement({
                        window: 'W',
                        pair: side === 0 ? ['Metro', 'Wheels'] : ['Wheels', 'Metro'],
                        legs: list,
                        sha256,
                    }),
                );
                expect(statementsAgree(own!, other!)).to.equal(true);
            }),
        );
    });

    it('is stated differently exactly where the legs differ', () => {
        fc.assert(
            fc.property(legs, legs, (ours, theirs) => {
                const [own, other] = [ours, theirs].map((list) =>
                    pairStatement({ window: 'W', pair: ['Metro', 'Wheels'], legs: list, sha256 }),
                );
                const { missingHere, missingThere, different } = legDifferences(ours, theirs);
                const count = missingHere.length + missingThere.length + different.length;
                expect(statementsAgree(own!, other!)).to.equal(count === 0);
                expect(missingThere.length - missingHere.length).to.equal(ours.length - theirs.length);
            }),
        );
    });
});

const obligations: fc.Arbitrary<readonly Obligation[]> = fc
    .array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.bigInt({ min: 1n, max: 10n ** 9n })), {
        maxLength: 16,
    })
    .map((rows) =>
        rows.map(([from, step, amount]) => ({ from: `P${String(from)}`, to: `P${String((from + step) % 5)}`, amount })),
    );

describe('a default, whoever it is', () => {
    for (const method of ['hub', 'direct', 'setOff'] as const) {
        it(`leaves the others at nets that add up to nothing, with what was booked counted (${method})`, () => {
            fc.assert(
                fc.property(
                    obligations,
                    fc.nat(4),
                    fc.array(fc.nat(100), { maxLength: 16 }),
                    (list, defaulter, parts) => {
                        const member = `P${String(defaulter)}`;
                        const settlementOf = (of: readonly Obligation[]): Settlement => {
                            if (method === 'hub') return { method, settlement: 'hub' };
                            return method === 'direct' ? { method } : { method, setOff: maximumSetOff(of) };
                        };
                        const booked = clearWindow(list, settlementOf(list))
                            .transfers.map((transfer, at) => ({
                                ...transfer,
                                amount: (transfer.amount * BigInt(parts[at] ?? 0)) / 100n,
                            }))
                            .filter(({ amount }) => amount > 0n);
                        const kept = list.filter(({ from, to }) => from !== member && to !== member);
                        const settlement = settlementOf(kept);
                        const after = clearWithout({
                            obligations: list,
                            defaulters: new Set([member]),
                            booked,
                            settlement,
                        });
                        assertNetsCancel(after.nets);
                        expect(after.nets.has(member)).to.equal(false);
                        expect(after.kept.length + after.bilateral.length).to.equal(list.length);
                        assertTransfersSettle(after.nets, [...booked, ...after.transfers], 'hub');
                    },
                ),
            );
        });
    }
});

describe('a dispute, whatever is done', () => {
    const terms = { openSeconds: 100, answerSeconds: 10, mediationSeconds: 20, mediator: 'Council' };
    const step = fc.record({
        command: fc.constantFrom(...disputeCommandNames),
        amount: fc.nat(10).map(String),
        by: fc.constantFrom('Metro', 'Wheels', 'Council'),
        wait: fc.nat(12),
    });

    it('ends at most once, after at most three rejections, and is settled within charge and claim', () => {
        fc.assert(
            fc.property(fc.nat(10), fc.nat(10), fc.array(step, { maxLength: 12 }), (charged, claimed, steps) => {
                fc.pre(charged !== claimed);
                let time = 0;
                let dispute: Dispute = openDispute(
                    {
                        dispute: 'd',
                        leg: 'l',
                        respondent: 'Wheels',
                        chargedMicroEur: String(charged),
                        claimedMicroEur: String(claimed),
                    },
                    { by: 'Metro', time, terms, statedAt: null },
                );
                for (const { command, amount, by, wait } of steps) {
                    time += wait;
                    const before = dispute;
                    try {
                        dispute = decideDispute(dispute, commandOf(command, amount), { by, time, terms });
                        expect(isOver(before)).to.equal(false);
                    } catch (error) {
                        if (!(error instanceof Refused)) throw error;
                    }
                }
                expect(dispute.rejections).to.be.at.most(MOST_REJECTIONS);
                expect(dispute.settledMicroEur !== null).to.equal(isOver(dispute));
                if (dispute.settledMicroEur === null) return;
                const settled = Number(dispute.settledMicroEur);
                expect(settled).to.be.within(Math.min(charged, claimed), Math.max(charged, claimed));
                for (const standing of ['inWindow', 'netted', 'leftOut'] as const) {
                    assertSettledOnce(dispute, standing, disputePostings(dispute, standing));
                }
            }),
            { numRuns: 1_000 },
        );
    });

    it('leaves its leg owed once, whichever window has it when', () => {
        const leg = fc.record({
            amount: fc.bigInt({ min: 0n, max: 1_000n }),
            disputed: fc.boolean(),
            over: fc.boolean(),
        });
        fc.assert(
            fc.property(fc.array(leg), (all) => {
                const sum = (of: readonly { readonly amount: bigint }[]): bigint =>
                    of.reduce((total, { amount }) => total + amount, 0n);
                const leftOut = all.filter(({ disputed }) => disputed);
                const carried = leftOut.filter(({ over }) => over);
                const sums = { amount: sum(all), leftOut: sum(leftOut), carried: sum(carried) };
                expect(stillOwed(sums, true) + sum(carried)).to.equal(sum(all));
                expect(stillOwed(sums, false) + sum(carried)).to.equal(sum(leftOut));
            }),
        );
    });

    function commandOf(command: DisputeCommandName, amount: string): DisputeCommand {
        if (command === 'counter') return { command, claimedMicroEur: amount };
        return command === 'offer' || command === 'rule' ? { command, amountMicroEur: amount } : { command };
    }
});

describe('payments, whatever is booked', () => {
    const { orders } = paymentOrders({
        window: 'W',
        revision: 1,
        transfers: [
            { from: 'A', to: 'B', amount: 50_000n },
            { from: 'C', to: 'B', amount: 34_999n },
        ],
        sha256,
    });
    const account: PaymentAccount = { name: 'A', iban: 'BE68539007547034', bic: 'GKCCBEBB' };
    const accounts = new Map([
        ['A', account],
        ['C', account],
    ]);
    const bookings: fc.Arbitrary<readonly Booking[]> = fc.array(
        fc.record({
            reference: fc.nat(6).map((reference) => `R${String(reference)}`),
            endToEndId: fc.constantFrom(...orders.map(({ endToEndId }) => endToEndId), 'other'),
            amountCents: fc.integer({ min: 1, max: 6 }).map(String),
            currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'CHF'),
            direction: fc.constantFrom('CRDT' as const, 'CRDT' as const, 'DBIT' as const),
            isReversal: fc.boolean(),
            bookedOn: fc.constantFrom('2016-06-20', '2016-06-21'),
            debtorIban: fc.constantFrom(account.iban, account.iban, 'NL91ABNA0417164300'),
        }),
        { maxLength: 8 },
    );

    it('settle only when every order is booked whole, and move no more than was booked', () => {
        fc.assert(
            fc.property(bookings, (list) => {
                const matching = matchBookings({ orders, bookings: list, accounts });
                const whole = matching.orders.every(
                    ({ order, bookedCents }) => BigInt(bookedCents) >= BigInt(order.amountCents),
                );
                expect(matching.isSettled).to.equal(whole);
                for (const { amount } of bookedTransfers(matching.orders)) expect(amount > 0n).to.equal(true);
            }),
        );
    });

    it('count the same however often and in whatever order they are notified', () => {
        fc.assert(
            fc.property(shuffled(bookings), ([list, other]) => {
                const once = matchBookings({ orders, bookings: list, accounts });
                expect(matchBookings({ orders, bookings: other, accounts })).to.deep.equal(once);
                const twice = matchBookings({ orders, bookings: [...list, ...other], accounts });
                expect(twice.orders).to.deep.equal(once.orders);
            }),
        );
    });
});
