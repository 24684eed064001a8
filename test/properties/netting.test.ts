import {
    assertNetsCancel,
    assertOwed,
    assertTransfersSettle,
    directTransfers,
    hubTransfers,
    maximumSetOff,
    netsOf,
    remainderOf,
    totalOf,
    verifySetOff,
    type Obligation,
    type SetOff,
} from '@quartier/rules/mobility';
import { expect } from 'chai';
import fc from 'fast-check';

import { refusalOf } from '../support/refused.js';

const amount = fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 20n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 20n }) },
);

/** Obligations among few participants, so that cycles are common. */
const obligations: fc.Arbitrary<readonly Obligation[]> = fc.integer({ min: 2, max: 8 }).chain((participants) =>
    fc
        .array(fc.tuple(fc.nat(participants - 1), fc.integer({ min: 1, max: participants - 1 }), amount), {
            maxLength: 24,
        })
        .map((rows) =>
            rows.map(([from, step, owed]) => ({
                from: `P${String(from)}`,
                to: `P${String((from + step) % participants)}`,
                amount: owed,
            })),
        ),
);

function netsEqual(one: readonly Obligation[], other: readonly Obligation[]): void {
    const [a, b] = [netsOf(one), netsOf(other)];
    for (const participant of new Set([...a.keys(), ...b.keys()])) {
        expect(a.get(participant) ?? 0n).to.equal(b.get(participant) ?? 0n);
    }
}

/** Whether debts run around a cycle: strip those that only owe or are only owed until nothing changes. */
function hasCycle(debts: readonly Obligation[]): boolean {
    let left = debts;
    for (;;) {
        const owing = new Set(left.map(({ from }) => from));
        const inside = left.filter(({ to }) => owing.has(to));
        if (inside.length === left.length) return left.length > 0;
        left = inside;
    }
}

/** All circulations of small obligations by trying, the largest total. */
function largestByTrying(debts: readonly Obligation[]): bigint {
    let largest = 0n;
    const balance = new Map<string, bigint>();
    const add = (participant: string, value: bigint): void => {
        balance.set(participant, (balance.get(participant) ?? 0n) + value);
    };
    const tryFrom = (at: number, total: bigint): void => {
        const debt = debts[at];
        if (debt === undefined) {
            if (total > largest && [...balance.values()].every((value) => value === 0n)) largest = total;
            return;
        }
        for (let flow = 0n; flow <= debt.amount; flow += 1n) {
            add(debt.from, -flow);
            add(debt.to, flow);
            tryFrom(at + 1, total + flow);
            add(debt.from, flow);
            add(debt.to, -flow);
        }
    };
    tryFrom(0, 0n);
    return largest;
}

describe('netting, whatever is owed', () => {
    it('adds up to nothing, in any order of the obligations', () => {
        fc.assert(
            fc.property(obligations, (list) => {
                assertOwed(list);
                assertNetsCancel(netsOf(list));
                expect([...netsOf([...list].reverse())]).to.deep.equal([...netsOf(list)]);
            }),
        );
    });

    it('settles every net directly in at most one transfer less than participants with a net', () => {
        fc.assert(
            fc.property(obligations, (list) => {
                const nets = netsOf(list);
                const transfers = directTransfers(nets);
                assertTransfersSettle(nets, transfers);
                const withNet = [...nets.values()].filter((net) => net !== 0n).length;
                expect(transfers.length).to.be.at.most(Math.max(0, withNet - 1));
                expect(directTransfers(netsOf([...list].reverse()))).to.deep.equal(transfers);
            }),
        );
    });

    it('moves through a hub the sum of what is received, one payment for each net', () => {
        fc.assert(
            fc.property(obligations, (list) => {
                const nets = netsOf(list);
                const transfers = hubTransfers(nets, 'hub');
                assertTransfersSettle(nets, transfers, 'hub');
                const received = [...nets.values()].reduce((sum, net) => (net > 0n ? sum + net : sum), 0n);
                expect(totalOf(transfers.filter(({ to }) => to === 'hub'))).to.equal(received);
                expect(transfers.length).to.equal([...nets.values()].filter((net) => net !== 0n).length);
            }),
        );
    });
});

describe('the largest set-off, whatever is owed', () => {
    it('leaves every net as it was, strikes off at most what is owed and leaves no cycle', () => {
        fc.assert(
            fc.property(obligations, (list) => {
                const setOff = maximumSetOff(list);
                const remainder = remainderOf(list, setOff);
                expect(verifySetOff(list, setOff)).to.equal(totalOf(list) - totalOf(remainder));
                netsEqual(list, remainder);
                expect(hasCycle(remainder)).to.equal(false);
            }),
        );
    });

    it('is the same in any order of the obligations', () => {
        fc.assert(
            fc.property(
                obligations.chain((list) =>
                    fc.tuple(
                        fc.constant(list),
                        fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length }),
                    ),
                ),
                ([list, shuffled]) => {
                    expect(maximumSetOff(shuffled)).to.deep.equal(maximumSetOff(list));
                },
            ),
        );
    });

    it('strikes off as much as any circulation that trying finds', () => {
        const small = fc
            .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.bigInt({ min: 1n, max: 3n })), {
                maxLength: 6,
            })
            .map((rows) =>
                rows.map(([from, step, owed]) => ({ from: String(from), to: String((from + step) % 4), amount: owed })),
            );
        fc.assert(
            fc.property(small, (list) => {
                expect(totalOf(maximumSetOff(list).flows)).to.equal(largestByTrying(list));
            }),
        );
    });

    it('is refused with any circulation taken out of it, and with any pair changed alone', () => {
        fc.assert(
            fc.property(obligations, fc.nat(1_000), (list, at) => {
                const best = maximumSetOff(list);
                const flow = best.flows[at % Math.max(1, best.flows.length)];
                if (flow === undefined) return;
                const without: SetOff = { ...best, flows: best.flows.filter((each) => each !== flow) };
                expect(refusalOf(() => verifySetOff(list, without)).code).to.equal('MOBILITY_SET_OFF_INVALID');
                const smaller: SetOff = { ...best, flows: withoutCycle(best.flows, flow) };
                expect(refusalOf(() => verifySetOff(list, smaller)).code).to.equal('MOBILITY_SET_OFF_INVALID');
            }),
        );
    });
});

/** The flows less one unit around a cycle that starts with one of them: still a circulation, no longer the largest. */
function withoutCycle(flows: readonly Obligation[], start: Obligation): readonly Obligation[] {
    const path = [start];
    const seen = new Map([[start.from, 0]]);
    for (let last = start; ;) {
        const from = seen.get(last.to);
        if (from !== undefined) {
            const cycle = new Set(path.slice(from));
            return flows
                .map((flow) => (cycle.has(flow) ? { ...flow, amount: flow.amount - 1n } : flow))
                .filter(({ amount: left }) => left > 0n);
        }
        seen.set(last.to, path.length);
        last = flows.find((flow) => flow.from === last.to)!;
        path.push(last);
    }
}
