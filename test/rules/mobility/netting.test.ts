import {
    directTransfers,
    hubTransfers,
    maximumSetOff,
    netsOf,
    netsOnWire,
    obligations as obligationsDecoder,
    onWire,
    remainderOf,
    setOff as setOffDecoder,
    setOffOnWire,
    totalOf,
    verifySetOff,
    type Obligation,
    type SetOff,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

type Row = readonly [from: string, to: string, amount: number];

function obligations(rows: readonly Row[]): readonly Obligation[] {
    return rows.map(([from, to, amount]) => ({ from, to, amount: BigInt(amount) }));
}
function rows(list: readonly Obligation[]): readonly Row[] {
    return list.map(({ from, to, amount }) => [from, to, Number(amount)]);
}

/** "Multilateral Netting - Visual Example" of the DelTran clearing engine, a public repository; its own result is kept. */
const SIX = {
    obligations: obligations([
        ['A', 'B', 1_000_000],
        ['B', 'C', 500_000],
        ['C', 'A', 750_000],
        ['A', 'D', 300_000],
        ['D', 'B', 200_000],
        ['B', 'A', 100_000],
    ]),
    greedyEliminated: 1_500_000n,
    greedyRemainder: 1_150_000n,
};

/** README and data/micro.csv of mtcs (Informal Systems), as in LeosPrograms/closedloops at 460a53b, Apache-2.0. */
const MTCS_MICRO = obligations([
    ['10', '20', 100],
    ['20', '30', 100],
    ['30', '10', 200],
    ['40', '30', 100],
]);

describe('netting', () => {
    it('nets the six obligations of the visual example', () => {
        const nets = netsOf(SIX.obligations);
        expect(netsOnWire(nets)).to.deep.equal({ A: '-450000', B: '600000', C: '-250000', D: '100000' });
    });

    it('pays the six directly in three transfers, largest first', () => {
        expect(rows(directTransfers(netsOf(SIX.obligations)))).to.deep.equal([
            ['A', 'B', 450_000],
            ['C', 'B', 150_000],
            ['C', 'D', 100_000],
        ]);
    });

    it('pays the six through a hub: each one payment, 700 000 in and out', () => {
        const transfers = hubTransfers(netsOf(SIX.obligations), 'bank');
        expect(rows(transfers)).to.deep.equal([
            ['A', 'bank', 450_000],
            ['bank', 'B', 600_000],
            ['C', 'bank', 250_000],
            ['bank', 'D', 100_000],
        ]);
        expect(totalOf(transfers.filter(({ to }) => to === 'bank'))).to.equal(700_000n);
    });

    it('nets mtcs micro to one payment of 100, and keeps participants whose net is nothing', () => {
        const nets = netsOf(MTCS_MICRO);
        expect(netsOnWire(nets)).to.deep.equal({ '10': '100', '20': '0', '30': '0', '40': '-100' });
        expect(rows(directTransfers(nets))).to.deep.equal([['40', '10', 100]]);
    });

    it('breaks ties of amount by id, in UTF-8 order', () => {
        const nets = netsOf(
            obligations([
                ['\u{1f6b2}', 'x', 5],
                ['\uff21', 'x', 5],
                ['b', 'y', 5],
            ]),
        );
        expect(rows(directTransfers(nets))).to.deep.equal([
            ['b', 'x', 5],
            ['\uff21', 'x', 5],
            ['\u{1f6b2}', 'y', 5],
        ]);
    });

    it('nets nothing to nothing', () => {
        expect([...netsOf([])]).to.deep.equal([]);
        expect(directTransfers(netsOf([]))).to.deep.equal([]);
        expect(maximumSetOff([]).flows).to.deep.equal([]);
    });

    it('keeps amounts that no floating number holds', () => {
        const nets = netsOf([
            { from: 'A', to: 'B', amount: 10n ** 39n },
            { from: 'B', to: 'A', amount: 1n },
        ]);
        expect(nets.get('B')).to.equal(10n ** 39n - 1n);
    });
});

describe('obligations on the wire', () => {
    const decode = obligationsDecoder(3);
    const row = { from: 'A', to: 'B', amount: '1' };

    it('are read as they are written', () => {
        const written = SIX.obligations.slice(0, 3).map(onWire);
        expect(decode(written, 'obligations')).to.deep.equal(SIX.obligations.slice(0, 3));
    });

    const refused: Readonly<Record<string, unknown>> = {
        'a zero amount': { ...row, amount: '0' },
        'a negative amount': { ...row, amount: '-1' },
        'a fractional amount': { ...row, amount: '1.5' },
        'an amount that is no text': { ...row, amount: 1 },
        'an amount of 41 digits': { ...row, amount: '1'.repeat(41) },
        'a debt to oneself': { ...row, to: 'A' },
        'an empty participant': { ...row, from: '' },
        'a member that is unknown': { ...row, currency: 'EUR' },
        'a member that is missing': { from: 'A', to: 'B' },
        'a row that is no object': ['A', 'B', '1'],
    };
    for (const [what, value] of Object.entries(refused)) {
        it(`refuse ${what}`, () => {
            expect(refusalOf(() => decode([value], 'obligations')).code).to.equal('REQUEST_MALFORMED');
        });
    }

    it('refuse more than the stated number', () => {
        expect(refusalOf(() => decode([row, row, row, row], 'obligations')).code).to.equal(
            'MOBILITY_OBLIGATIONS_TOO_MANY',
        );
    });
});

describe('set-off', () => {
    it('strikes off 1 900 000 of the six, where the greedy rule of the source strikes off less', () => {
        const setOff = maximumSetOff(SIX.obligations);
        expect(totalOf(setOff.flows)).to.equal(1_900_000n);
        expect(1_900_000n > SIX.greedyEliminated).to.equal(true);
        const remainder = remainderOf(SIX.obligations, setOff);
        expect(totalOf(remainder) < SIX.greedyRemainder).to.equal(true);
        expect(rows(remainder)).to.deep.equal([
            ['A', 'B', 600_000],
            ['A', 'D', 100_000],
            ['C', 'A', 250_000],
        ]);
    });

    it('strikes off 300 of mtcs micro and leaves 100 from 30 to 10 and from 40 to 30', () => {
        const setOff = maximumSetOff(MTCS_MICRO);
        expect(totalOf(setOff.flows)).to.equal(300n);
        expect(rows(remainderOf(MTCS_MICRO, setOff))).to.deep.equal([
            ['30', '10', 100],
            ['40', '30', 100],
        ]);
    });

    it('merges obligations of one pair, and sets off what two owe each other', () => {
        const list = obligations([
            ['A', 'B', 3],
            ['A', 'B', 4],
            ['B', 'A', 5],
        ]);
        const setOff = maximumSetOff(list);
        expect(rows(setOff.flows)).to.deep.equal([
            ['A', 'B', 5],
            ['B', 'A', 5],
        ]);
        expect(rows(remainderOf(list, setOff))).to.deep.equal([['A', 'B', 2]]);
    });

    it('crosses the wire and is verified there', () => {
        const written: unknown = JSON.parse(JSON.stringify(setOffOnWire(maximumSetOff(SIX.obligations))));
        expect(verifySetOff(SIX.obligations, setOffDecoder(written, 'setOff'))).to.equal(1_900_000n);
    });

    const best = maximumSetOff(SIX.obligations);
    const [first, ...others] = best.flows;
    const tampered: Readonly<Record<string, SetOff>> = {
        'nothing struck off': { ...best, flows: [] },
        'a pair left out': { ...best, flows: others },
        'more than is owed': { ...best, flows: best.flows.map((flow) => ({ ...flow, amount: flow.amount * 5n })) },
        'a unit more on one pair': { ...best, flows: [{ ...first!, amount: first!.amount + 1n }, ...others] },
        'a pair that owes nothing': { ...best, flows: [...best.flows, { from: 'D', to: 'C', amount: 1n }] },
        'an unknown participant': { ...best, flows: [...best.flows, { from: 'A', to: 'Z', amount: 1n }] },
        'a pair twice': { ...best, flows: [...best.flows, first!] },
        'a negative amount': { ...best, flows: [{ ...first!, amount: -1n }, ...others] },
        'a potential left out': { ...best, potentials: new Map([...best.potentials].slice(1)) },
        'a potential that is not whole': { ...best, potentials: new Map([...best.potentials, ['A', 0.5]]) },
        'other potentials': { ...best, potentials: new Map([...best.potentials].map(([id]) => [id, 0])) },
        'the smaller set-off of the greedy rule, whatever the potentials': {
            ...best,
            flows: obligations([
                ['A', 'B', 600_000],
                ['B', 'C', 500_000],
                ['C', 'A', 500_000],
                ['B', 'A', 100_000],
            ]),
        },
    };
    for (const [what, proposed] of Object.entries(tampered)) {
        it(`is refused with ${what}`, () => {
            expect(refusalOf(() => verifySetOff(SIX.obligations, proposed)).code).to.equal('MOBILITY_SET_OFF_INVALID');
        });
    }
});
