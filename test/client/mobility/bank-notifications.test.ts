import { readCamt054 } from '@quartier/client';
import { matchBookings } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { ACCOUNTS, codeOfFile, ORDERS, schemaErrors, skipWithoutSchemas } from '../../support/payment-messages.js';

const [first, second] = ORDERS;

interface Entry {
    readonly ref: string;
    readonly amount: string;
    readonly details: string;
    readonly status?: string;
    readonly more?: string;
}

function entry({ ref, amount, details, status = '<Sts><Cd>BOOK</Cd></Sts>', more = '' }: Entry): string {
    return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${more}${status}<BookgDt><Dt>2016-06-21</Dt></BookgDt>
        <AcctSvcrRef>${ref}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls>${details}</NtryDtls></Ntry>`;
}
function details(endToEndId: string, amount: string, iban: string): string {
    return `<TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <RltdPties><Dbtr><Pty><Nm>METRO</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct></RltdPties></TxDtls>`;
}
function notification(entries: string, summary = ''): string {
    return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
        <GrpHdr><MsgId>N1</MsgId><CreDtTm>2016-06-21T18:00:00Z</CreDtTm></GrpHdr>
        <Ntfctn><Id>N1-1</Id><Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>${summary}${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
}
const METRO = ACCOUNTS.get('MetroMSP')!.iban;
const CARS = ACCOUNTS.get('CarsMSP')!.iban;
const BATCH = entry({
    ref: 'B1',
    amount: '6.00',
    details: `<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="EUR">6.00</TtlAmt></Btch>${details(first!.endToEndId, '4.50', METRO)}${details(second!.endToEndId, '1.50', CARS)}`,
});
const SUMMARY = '<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>6.00</Sum></TtlNtries></TxsSummry>';

describe('a notification of bookings', () => {
    it('gives each payment of a batch, with a reference of its own', () => {
        const { messageId, bookings } = readCamt054(notification(BATCH, SUMMARY));
        expect(messageId).to.equal('N1');
        expect(bookings).to.deep.equal([
            {
                reference: 'B1#1',
                endToEndId: first!.endToEndId,
                amountCents: '450',
                currency: 'EUR',
                direction: 'CRDT',
                isReversal: false,
                bookedOn: '2016-06-21',
                debtorIban: METRO,
                debtorName: 'METRO',
            },
            {
                reference: 'B1#2',
                endToEndId: second!.endToEndId,
                amountCents: '150',
                currency: 'EUR',
                direction: 'CRDT',
                isReversal: false,
                bookedOn: '2016-06-21',
                debtorIban: CARS,
                debtorName: 'METRO',
            },
        ]);
    });

    it('settles the orders it books, once, however often it is read', () => {
        const { bookings } = readCamt054(notification(BATCH, SUMMARY));
        const again = readCamt054(notification(BATCH)).bookings;
        const matching = matchBookings({
            orders: ORDERS.slice(0, 2),
            bookings: [...bookings, ...again],
            accounts: ACCOUNTS,
        });
        expect(matching.isSettled).to.equal(true);
        expect(matching.exceptions).to.deep.equal([]);
    });

    const unreferenced = (ntryRef = ''): string =>
        BATCH.replace('<AcctSvcrRef>B1</AcctSvcrRef>', '').replace('<Ntry>', `<Ntry>${ntryRef}`);
    const referencesIn = (xml: string): readonly string[] =>
        readCamt054(xml).bookings.map(({ reference }) => reference);

    it('has the reference of its notification where the bank gives none', () => {
        expect(referencesIn(notification(unreferenced('<NtryRef>E7</NtryRef>')))).to.deep.equal([
            'N1-1/E7#1',
            'N1-1/E7#2',
        ]);
        expect(referencesIn(notification(unreferenced()))).to.deep.equal(['N1-1/#1#1', 'N1-1/#1#2']);
        const alike = unreferenced('<NtryRef>E7</NtryRef>');
        expect(new Set(referencesIn(notification(`${alike}${alike}`)))).to.have.property('size', 4);
    });

    it('keeps a reference that is put together of two long ones within what a booking takes', () => {
        const long = notification(unreferenced(`<NtryRef>${'E'.repeat(35)}</NtryRef>`)).replace('N1-1', 'N'.repeat(35));
        const references = referencesIn(long);
        expect(new Set(references)).to.have.property('size', 2);
        for (const reference of references) expect(reference).to.have.length(48);
    });

    it('without a reference of the bank settles its orders once too, however often it is delivered', () => {
        const xml = notification(unreferenced('<NtryRef>E7</NtryRef>'));
        const bookings = [...readCamt054(xml).bookings, ...readCamt054(xml).bookings];
        const matching = matchBookings({ orders: ORDERS.slice(0, 2), bookings, accounts: ACCOUNTS });
        expect([matching.isSettled, matching.exceptions]).to.deep.equal([true, []]);
    });

    it('leaves out what is pending or for information', () => {
        const pending = entry({ ref: 'P1', amount: '1.00', details: '', status: '<Sts><Cd>PDNG</Cd></Sts>' });
        expect(readCamt054(notification(`${BATCH}${pending}`))).to.deep.include({ notBooked: 1 });
    });

    it('is read in the versions between and after, and in no other message', () => {
        const { bookings } = readCamt054(notification(BATCH, SUMMARY));
        for (const version of ['04', '06', '09', '13']) {
            const other = notification(BATCH, SUMMARY).replace('camt.054.001.08', `camt.054.001.${version}`);
            expect(readCamt054(other).bookings).to.deep.equal(bookings);
        }
        for (const name of ['camt.053.001.08', 'camt.054.001.01']) {
            const other = notification(BATCH).replace('camt.054.001.08', name);
            expect(codeOfFile(() => readCamt054(other))).to.equal('MOBILITY_PAYMENT_FILE_UNREADABLE');
        }
    });

    it('is read in the older version, with prefixes, reversals and no details', () => {
        const old = notification(
            entry({
                ref: 'O1',
                amount: '4.5',
                details: '',
                status: '<Sts>BOOK</Sts>',
                more: '<RvslInd>true</RvslInd>',
            }),
        )
            .replace('camt.054.001.08', 'camt.054.001.02')
            .replaceAll(/<(\/?)([A-Z])/gu, '<$1ns2:$2')
            .replace('xmlns=', 'xmlns:ns2=');
        expect(readCamt054(old).bookings).to.deep.equal([
            {
                reference: 'O1',
                endToEndId: 'NOTPROVIDED',
                amountCents: '450',
                currency: 'EUR',
                direction: 'CRDT',
                isReversal: true,
                bookedOn: '2016-06-21',
            },
        ]);
    });

    const altered: Readonly<Record<string, readonly [string, string]>> = {
        'another total': [notification(BATCH, SUMMARY.replace('6.00', '6.01')), 'MOBILITY_PAYMENT_FILE_SUM'],
        'another count of entries': [notification(BATCH, SUMMARY.replace('>1<', '>2<')), 'MOBILITY_PAYMENT_FILE_COUNT'],
        'another count in a batch': [
            notification(BATCH.replace('<NbOfTxs>2<', '<NbOfTxs>3<')),
            'MOBILITY_PAYMENT_FILE_COUNT',
        ],
        'another amount in a batch': [notification(BATCH.replace('>4.50<', '>4.60<')), 'MOBILITY_PAYMENT_FILE_SUM'],
        'an amount that is none': [notification(BATCH.replace('>4.50<', '>4,50<')), 'MOBILITY_PAYMENT_FILE_UNREADABLE'],
        'no direction': [
            notification(BATCH.replaceAll('<CdtDbtInd>CRDT</CdtDbtInd>', '')),
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        ],
        'no reference of the bank nor an id of the notification': [
            notification(BATCH.replace('<AcctSvcrRef>B1</AcctSvcrRef>', '')).replace('<Id>N1-1</Id>', ''),
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        ],
    };
    for (const [what, [xml, code]] of Object.entries(altered)) {
        it(`with ${what} is refused as ${code}`, () => {
            expect(codeOfFile(() => readCamt054(xml))).to.equal(code);
        });
    }
});

describe('notifications and the schema of ISO 20022', () => {
    before(skipWithoutSchemas);

    it('agree on what these tests read', async () => {
        expect(await schemaErrors(notification(BATCH, SUMMARY), 'camt.054.001.08')).to.deep.equal([]);
    });
});
