import {
    accountFault,
    decodeRecordPayments,
    bookedTransfers,
    ibanFault,
    matchBookings,
    paymentExceptionTexts,
    paymentOrders,
    type Booking,
    type Matching,
    type PaymentAccount,
    type RejectedPayment,
} from '@quartier/rules/mobility';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { sha256 } from '../../support/sha256.js';

const TRANSFERS = [
    { from: 'MetroMSP', to: 'WheelsMSP', amount: 4_504_999n },
    { from: 'CarsMSP', to: 'WheelsMSP', amount: 1_500_000n },
];
const { orders } = paymentOrders({ window: '2016-W23', revision: 1, transfers: TRANSFERS, sha256 });
const [metro, cars] = [orders[0]!, orders[1]!];

/** Example IBANs of the registry of ISO 13616. */
const ACCOUNTS: ReadonlyMap<string, PaymentAccount> = new Map([
    ['MetroMSP', { name: 'Metro', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPPAR' }],
    ['CarsMSP', { name: 'Cars', iban: 'DE89370400440532013000', bic: 'COBADEFF' }],
]);

function booking(change: Partial<Booking> = {}): Booking {
    return {
        reference: 'R1',
        endToEndId: metro.endToEndId,
        amountCents: metro.amountCents,
        currency: 'EUR',
        direction: 'CRDT',
        isReversal: false,
        bookedOn: '2016-06-20',
        debtorIban: 'FR1420041010050500013M02606',
        ...change,
    };
}
const ofCars = booking({
    reference: 'R2',
    endToEndId: cars.endToEndId,
    amountCents: cars.amountCents,
    debtorIban: 'DE89370400440532013000',
});
function match(bookings: readonly Booking[], rejected: readonly RejectedPayment[] = []): Matching {
    return matchBookings({ orders, bookings, rejected, accounts: ACCOUNTS });
}
function summary({ orders: matched, exceptions, isSettled }: Matching): unknown {
    return [matched.map(({ state }) => state), exceptions.map(({ kind }) => kind), isSettled];
}

describe('payment orders', () => {
    it('are rounded once to whole cents, and what that leaves is told', () => {
        expect(orders.map(({ amountCents, roundingMicroEur }) => [amountCents, roundingMicroEur])).to.deep.equal([
            ['450', '4999'],
            ['150', '0'],
        ]);
        const [from, to] = ['A', 'B'];
        const small = [5_000n, 4_999n, 15_000n].map((amount) => ({ from, to: `${to}${String(amount)}`, amount }));
        const rounded = paymentOrders({ window: 'W', revision: 1, transfers: small, sha256 });
        expect(rounded.orders.map(({ amountCents }) => amountCents)).to.deep.equal(['1', '2']);
        expect(rounded.tooSmall).to.deep.equal([small[1]]);
        expect(rounded.roundingMicroEur).to.equal('-5001');
    });

    it('are called by window, payer and payee in 35 characters that every bank keeps', () => {
        expect(metro.endToEndId).to.match(/^2016W23-MetroM-Wheels-[0-9a-f]{12}$/u);
        const long = paymentOrders({
            window: 'fenêtre/2016/semaine 23',
            revision: 1,
            transfers: [
                { from: 'Opérateur A du quartier', to: '--', amount: 10_000n },
                { from: 'Opérateur B du quartier', to: '--', amount: 10_000n },
            ],
            sha256,
        }).orders.map(({ endToEndId }) => endToEndId);
        for (const id of long) expect(id).to.match(/^[A-Za-z0-9-]{1,35}$/u);
        expect(new Set(long).size).to.equal(2);
    });

    it('have other ids in another window and in another revision of the same', () => {
        const ids = [
            ['W1', 1],
            ['W1', 2],
            ['W1/', 1],
        ].map(([window, revision]) =>
            paymentOrders({ window: String(window), revision: Number(revision), transfers: TRANSFERS, sha256 }),
        );
        expect(new Set(ids.flatMap((each) => each.orders.map(({ endToEndId }) => endToEndId))).size).to.equal(6);
    });

    it('are refused above what a SEPA credit transfer carries', () => {
        const of = (amount: bigint) => () =>
            paymentOrders({ window: 'W', revision: 1, transfers: [{ from: 'A', to: 'B', amount }], sha256 });
        expect(of(999_999_999_990_000n)().orders).to.have.length(1);
        expect(refusalOf(of(1_000_000_000_000_000n)).code).to.equal('MOBILITY_PAYMENT_TOO_LARGE');
    });
});

describe('booked payments', () => {
    it('settle a window only when all of them are booked whole', () => {
        expect(summary(match([]))).to.deep.equal([['UNPAID', 'UNPAID'], [], false]);
        expect(summary(match([booking()]))).to.deep.equal([['PAID', 'UNPAID'], [], false]);
        expect(summary(match([booking(), ofCars]))).to.deep.equal([['PAID', 'PAID'], [], true]);
    });

    it('count once, however often and in whatever order they are notified', () => {
        const often = [ofCars, booking(), booking(), ofCars];
        expect(match(often)).to.deep.equal(match(often.toReversed()));
        expect(summary(match(often))).to.deep.equal([['PAID', 'PAID'], [], true]);
    });

    const exceptional: Readonly<Record<string, readonly [readonly Booking[], unknown]>> = {
        'a part': [[booking({ amountCents: '400' })], [['PARTLY_PAID', 'UNPAID'], ['PARTIAL'], false]],
        'two parts': [
            [booking({ amountCents: '400' }), booking({ reference: 'R9', amountCents: '50' })],
            [['PAID', 'UNPAID'], [], false],
        ],
        'too much': [
            [booking({ amountCents: '500' }), ofCars],
            [['OVERPAID', 'PAID'], ['OVERPAID'], true],
        ],
        'the same twice': [
            [booking(), booking({ reference: 'R9' }), ofCars],
            [['PAID', 'PAID'], ['DOUBLE'], true],
        ],
        'an unknown id': [[booking({ endToEndId: 'NOTPROVIDED' })], [['UNPAID', 'UNPAID'], ['UNKNOWN'], false]],
        'another currency': [[booking({ currency: 'CHF' })], [['UNPAID', 'UNPAID'], ['WRONG_CURRENCY'], false]],
        'another debtor': [
            [booking({ debtorIban: 'DE89370400440532013000' })],
            [['UNPAID', 'UNPAID'], ['WRONG_DEBTOR'], false],
        ],
        'a reference used again': [
            [booking(), booking({ amountCents: '1' })],
            [['UNPAID', 'UNPAID'], ['REFERENCE_REUSED', 'REFERENCE_REUSED'], false],
        ],
        'a reversal': [
            [booking(), booking({ reference: 'R9', direction: 'DBIT', isReversal: true })],
            [['UNPAID', 'UNPAID'], ['REVERSED'], false],
        ],
        'a reversal of a part': [
            [booking(), booking({ reference: 'R9', direction: 'DBIT', isReversal: true, amountCents: '50' })],
            [['PARTLY_PAID', 'UNPAID'], ['REVERSED', 'PARTIAL'], false],
        ],
        'a reversal and a new payment': [
            [
                booking(),
                booking({ reference: 'R8', direction: 'DBIT', isReversal: true }),
                booking({ reference: 'R9' }),
            ],
            [['PAID', 'UNPAID'], [], false],
        ],
        'the notice of the payer’s own account': [[booking({ direction: 'DBIT' })], [['UNPAID', 'UNPAID'], [], false]],
    };
    for (const [what, [bookings, expected]] of Object.entries(exceptional)) {
        it(`with ${what} go where they belong`, () => {
            expect(summary(match(bookings))).to.deep.equal(expected);
        });
    }

    it('are of their payer by name where the bank tells no account', () => {
        const { debtorIban: _, ...anonymous } = booking();
        expect(summary(match([{ ...anonymous, debtorName: 'METRO ' }]))).to.deep.equal([['PAID', 'UNPAID'], [], false]);
        expect(summary(match([anonymous]))).to.deep.equal([['UNPAID', 'UNPAID'], ['WRONG_DEBTOR'], false]);
    });

    it('out of the settlement account are proven by its own debit', () => {
        const transfers = [{ from: 'hub', to: 'WheelsMSP', amount: 10_000n }];
        const hub = paymentOrders({ window: 'W', revision: 1, transfers, settlement: 'hub', sha256 });
        const { endToEndId } = hub.orders[0]!;
        const paid = booking({ endToEndId, amountCents: '1', direction: 'DBIT' });
        expect(matchBookings({ orders: hub.orders, bookings: [paid], accounts: ACCOUNTS }).isSettled).to.equal(true);
    });

    it('that a bank turned down are rejected until they are booked after all', () => {
        const rejected = [{ endToEndId: metro.endToEndId, reasonCode: 'AC04' }];
        expect(summary(match([ofCars], rejected))).to.deep.equal([['REJECTED', 'PAID'], ['REJECTED'], false]);
        expect(summary(match([booking(), ofCars], rejected))).to.deep.equal([['PAID', 'PAID'], [], true]);
        expect(summary(match([], [{ endToEndId: 'other', reasonCode: 'AC04' }]))).to.deep.equal([
            ['UNPAID', 'UNPAID'],
            ['UNKNOWN'],
            false,
        ]);
    });

    it('move what their transfers said where they are whole, else what was booked', () => {
        const { orders: matched } = match([booking(), { ...ofCars, amountCents: '100' }]);
        expect(bookedTransfers(matched)).to.deep.equal([TRANSFERS[0], { ...TRANSFERS[1]!, amount: 1_000_000n }]);
    });

    it('have a sentence in both languages for every exception', () => {
        for (const { en, fr } of Object.values(paymentExceptionTexts)) {
            expect(en).to.match(/\.$/u);
            expect(fr).to.match(/\.$/u);
        }
    });
});

describe('requests of payments', () => {
    const recorded = {
        reference: 'B1',
        endToEndId: metro.endToEndId,
        amountCents: '450',
        currency: 'EUR',
        direction: 'CRDT',
        isReversal: false,
        bookedOn: '2016-06-20',
    };
    const rejected = { endToEndId: metro.endToEndId, reasonCode: 'AC04' };
    const read = (bookings: readonly object[]): unknown =>
        decodeRecordPayments(canonicalJson({ window: 'W', bookings, rejected: [rejected] }));

    it('are read as they are written', () => {
        for (const bookings of [[recorded], [{ ...recorded, debtor: 'MetroMSP' }]])
            expect(read(bookings)).to.deep.equal({ window: 'W', bookings, rejected: [rejected] });
    });

    it('are refused in another shape', () => {
        for (const change of [
            { amountCents: '-1' },
            { amountCents: '1.5' },
            { currency: 'euro' },
            { bookedOn: '20.06.2016' },
            { endToEndId: 'x'.repeat(129) },
            { direction: 'IN' },
        ])
            expect(refusalOf(() => read([{ ...recorded, ...change }])).code).to.equal('REQUEST_MALFORMED');
    });
});

describe('payment accounts', () => {
    // Examples of the IBAN registry of ISO 13616.
    const EXAMPLES = [
        'FR1420041010050500013M02606',
        'DE89370400440532013000',
        'BE68539007547034',
        'GB29NWBK60161331926819',
        'LU280019400644750000',
        'NL91ABNA0417164300',
        'IT60X0542811101000000123456',
        'ES9121000418450200051332',
        'CH9300762011623852957',
        'MT84MALT011000012345MTLCAST001S',
        'NO9386011117947',
    ];

    it('take the examples of the IBAN registry', () => {
        for (const iban of EXAMPLES) expect(ibanFault(iban), iban).to.equal(undefined);
    });

    it('refuse wrong check digits, lengths and countries', () => {
        for (const iban of EXAMPLES) {
            expect(ibanFault(iban.slice(0, 4) + iban.slice(5) + iban.charAt(4)), iban).not.to.equal(undefined);
            expect(ibanFault(`${iban}0`)).not.to.equal(undefined);
        }
        for (const iban of ['', 'XX00', 'US64SVBKUS6S3300958879', 'fr1420041010050500013M02606']) {
            expect(ibanFault(iban)).not.to.equal(undefined);
        }
    });

    it('need a name, an IBAN and a BIC', () => {
        const account = { name: 'Metro', iban: EXAMPLES[0]!, bic: 'PSSTFRPPPAR' };
        expect(accountFault(account)).to.equal(undefined);
        expect(accountFault({ ...account, name: '' })).to.contain('name');
        expect(accountFault({ ...account, iban: 'FR14' })).to.contain('IBAN');
        expect(accountFault({ ...account, bic: 'PSSTFRPPP' })).to.contain('BIC');
    });
});
