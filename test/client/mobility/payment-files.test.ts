import {
    checkPain001,
    readCamt054,
    readPain001,
    readPain002,
    Refusal,
    sepaText,
    writePain001,
    type PaymentFileInput,
} from '@quartier/client';
import { UnusableFile } from '@quartier/client/dist/files/index.js';
import { matchBookings } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { ACCOUNTS, elementPaths, ordersOf, SCHEMAS, schemaErrors } from '../../support/payment-messages.js';

const ORDERS = ordersOf([
    { from: 'MetroMSP', to: 'WheelsMSP', amount: 4_504_999n },
    { from: 'CarsMSP', to: 'WheelsMSP', amount: 1_500_000n },
    { from: 'MetroMSP', to: 'CarsMSP', amount: 12_340_000n },
]);
const INPUT: PaymentFileInput = {
    messageId: '2016-W23-1',
    createdAt: '2016-06-20T09:30:00Z',
    initiator: 'Chambre de compensation du quartier',
    executionDay: '2016-06-21',
    orders: ORDERS,
    accounts: ACCOUNTS,
    seal: 'a'.repeat(64),
};
const WRITTEN = writePain001(INPUT);
const [first, second, third] = ORDERS;

function codeOf(action: () => unknown): string {
    try {
        action();
    } catch (error) {
        if (error instanceof Refusal || error instanceof UnusableFile) return error.code;
        throw error;
    }
    return expect.fail('nothing was refused');
}
const check = (xml: string) => () => checkPain001(xml, { orders: ORDERS, accounts: ACCOUNTS });

describe('a payment file', () => {
    // Order and names from the message definition report of pain.001.001.09 (ISO 20022).
    it('has the elements of pain.001.001.09 in the order of its definition', () => {
        const inside = (path: string): readonly string[] =>
            elementPaths(WRITTEN)
                .filter((each) => each.startsWith(`${path}/`) && !each.slice(path.length + 1).includes('/'))
                .map((each) => each.slice(path.length + 1));
        const root = 'Document/CstmrCdtTrfInitn';
        expect(inside(root)).to.deep.equal(['GrpHdr', 'PmtInf']);
        expect(inside(`${root}/GrpHdr`)).to.deep.equal(['MsgId', 'CreDtTm', 'NbOfTxs', 'CtrlSum', 'InitgPty']);
        expect(inside(`${root}/PmtInf`).join(' ')).to.equal(
            'PmtInfId PmtMtd NbOfTxs CtrlSum PmtTpInf ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr CdtTrfTxInf',
        );
        expect(inside(`${root}/PmtInf/CdtTrfTxInf`).join(' ')).to.equal('PmtId Amt CdtrAgt Cdtr CdtrAcct RmtInf');
        expect(elementPaths(WRITTEN)).to.include.members([
            `${root}/PmtInf/PmtTpInf/SvcLvl/Cd`,
            `${root}/PmtInf/ReqdExctnDt/Dt`,
            `${root}/PmtInf/DbtrAgt/FinInstnId/BICFI`,
            `${root}/PmtInf/CdtTrfTxInf/PmtId/EndToEndId`,
            `${root}/PmtInf/CdtTrfTxInf/Amt/InstdAmt`,
            `${root}/PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN`,
        ]);
        expect(WRITTEN).to.contain('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">');
    });

    it('has one payment information for each payer, with its count and sum, and euro with two decimals', () => {
        expect(
            [...WRITTEN.matchAll(/<NbOfTxs>(\d+)<\/NbOfTxs>\s*<CtrlSum>([\d.]+)</gu)].map((found) => found.slice(1)),
        ).to.deep.equal([
            ['3', '18.34'],
            ['2', '16.84'],
            ['1', '1.50'],
        ]);
        expect(WRITTEN).to.contain('<InstdAmt Ccy="EUR">4.50</InstdAmt>');
        expect(WRITTEN).to.contain(`<Ustrd>CLEARING 2016-W23 REV 1 ${'a'.repeat(64)}</Ustrd>`);
    });

    it('writes names in the characters that every bank takes', () => {
        expect(WRITTEN).to.contain('<Nm>Metro . Cie</Nm>').and.to.contain('<Nm>Wheels .Bikes.</Nm>');
        expect(sepaText('//Ærø//Łódź €/', 12)).to.equal('.r./.odz .');
        expect(sepaText('x'.repeat(200), 140)).to.have.length(140);
    });

    it('is read back as what was ordered', () => {
        const { messageId, payments } = check(WRITTEN)();
        expect(messageId).to.equal('2016-W23-1');
        expect(payments.map(({ endToEndId, amountCents }) => [endToEndId, amountCents])).to.deep.equal([
            [first!.endToEndId, '450'],
            [third!.endToEndId, '1234'],
            [second!.endToEndId, '150'],
        ]);
    });

    it('is refused for a member without a valid account', () => {
        const accounts = new Map([
            ...ACCOUNTS,
            ['CarsMSP', { name: 'Cars', iban: 'DE89370400440532013001', bic: 'COBADEFF' }],
        ]);
        expect(codeOf(() => writePain001({ ...INPUT, accounts }))).to.equal('MOBILITY_PAYMENT_ACCOUNT_INVALID');
        accounts.delete('CarsMSP');
        expect(codeOf(() => writePain001({ ...INPUT, accounts }))).to.equal('MOBILITY_PAYMENT_ACCOUNT_INVALID');
    });

    const transaction = /<CdtTrfTxInf>[\s\S]*?<\/CdtTrfTxInf>/u;
    it('is read in the versions between and after, and in no other message', () => {
        const { bookings } = readCamt054(notification(BATCH, SUMMARY));
        for (const version of ['04', '06', '09', '13']) {
            const other = notification(BATCH, SUMMARY).replace('camt.054.001.08', `camt.054.001.${version}`);
            expect(readCamt054(other).bookings).to.deep.equal(bookings);
        }
        for (const name of ['camt.053.001.08', 'camt.054.001.01']) {
            const other = notification(BATCH).replace('camt.054.001.08', name);
            expect(codeOf(() => readCamt054(other))).to.equal('MOBILITY_PAYMENT_FILE_UNREADABLE');
        }
    });

    const altered: Readonly<Record<string, readonly [string, string]>> = {
        'another control sum': [WRITTEN.replace('18.34', '18.35'), 'MOBILITY_PAYMENT_FILE_SUM'],
        'another control sum of a payer': [WRITTEN.replace('16.84', '16.85'), 'MOBILITY_PAYMENT_FILE_SUM'],
        'another count': [WRITTEN.replace('<NbOfTxs>3<', '<NbOfTxs>4<'), 'MOBILITY_PAYMENT_FILE_COUNT'],
        'another count of a payer': [WRITTEN.replace('<NbOfTxs>2<', '<NbOfTxs>1<'), 'MOBILITY_PAYMENT_FILE_COUNT'],
        'a payment taken out': [WRITTEN.replace(transaction, ''), 'MOBILITY_PAYMENT_FILE_COUNT'],
        'an amount changed': [WRITTEN.replace('>4.50<', '>4.51<'), 'MOBILITY_PAYMENT_FILE_SUM'],
        'an amount and both sums changed': [
            WRITTEN.replace('>4.50<', '>4.51<').replace('18.34', '18.35').replace('16.84', '16.85'),
            'MOBILITY_PAYMENT_FILE_DIFFERS',
        ],
        'an id changed': [WRITTEN.replaceAll(first!.endToEndId, 'OTHER'), 'MOBILITY_PAYMENT_FILE_ID_UNKNOWN'],
        'an id used twice': [
            WRITTEN.replaceAll(third!.endToEndId, first!.endToEndId),
            'MOBILITY_PAYMENT_FILE_ID_TWICE',
        ],
        'another account, well formed': [
            WRITTEN.replace('BE68539007547034', 'NL91ABNA0417164300'),
            'MOBILITY_PAYMENT_FILE_DIFFERS',
        ],
        'an account with wrong check digits': [
            WRITTEN.replace('BE68539007547034', 'BE68539007547035'),
            'MOBILITY_PAYMENT_FILE_DIFFERS',
        ],
        'a BIC that is none': [WRITTEN.replace('GKCCBEBB', 'GKCCBEB'), 'MOBILITY_PAYMENT_FILE_DIFFERS'],
        'another currency': [WRITTEN.replace('Ccy="EUR"', 'Ccy="CHF"'), 'MOBILITY_PAYMENT_FILE_DIFFERS'],
        'a fraction of a cent': [WRITTEN.replace('>4.50<', '>4.501<'), 'MOBILITY_PAYMENT_FILE_UNREADABLE'],
        'another message definition': [
            WRITTEN.replace('pain.001.001.09', 'pain.001.001.03'),
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        ],
        'a document type': [
            WRITTEN.replace('?>', '?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        ],
        'its end cut off': [WRITTEN.slice(0, -40), 'MOBILITY_PAYMENT_FILE_UNREADABLE'],
        nothing: ['', 'MOBILITY_PAYMENT_FILE_UNREADABLE'],
    };
    for (const [what, [xml, code]] of Object.entries(altered)) {
        it(`with ${what} is refused as ${code}`, () => {
            expect(xml).not.to.equal(WRITTEN);
            expect(codeOf(check(xml))).to.equal(code);
        });
    }

    it('that lacks a payment is refused, though it adds up', () => {
        const less = writePain001({ ...INPUT, orders: ORDERS.slice(0, 2) });
        expect(codeOf(check(less))).to.equal('MOBILITY_PAYMENT_FILE_MISSING');
    });

    it('of 10 000 payments is written and checked', () => {
        const orders = ordersOf(
            Array.from({ length: 10_000 }, (_, index) => ({
                from: index % 2 === 0 ? 'MetroMSP' : 'CarsMSP',
                to: 'WheelsMSP',
                amount: BigInt(10_000 * (index + 1)),
            })).map((transfer, index) => ({ ...transfer, to: 'WheelsMSP', from: `${transfer.from}${String(index)}` })),
        );
        const payers = orders.map(
            ({ payer }) => [payer, ACCOUNTS.get(payer.startsWith('Metro') ? 'MetroMSP' : 'CarsMSP')!] as const,
        );
        const accounts = new Map([...ACCOUNTS, ...payers]);
        const message = checkPain001(writePain001({ ...INPUT, orders, accounts }), { orders, accounts });
        expect(message.payments).to.have.length(10_000);
    });
});

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
            expect(codeOf(() => readCamt054(xml))).to.equal(code);
        });
    }
});

function statusReport(inside: string, original = '2016-W23-1'): string {
    return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
        <GrpHdr><MsgId>S1</MsgId><CreDtTm>2016-06-20T10:00:00Z</CreDtTm></GrpHdr>
        <OrgnlGrpInfAndSts><OrgnlMsgId>${original}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
        ${inside}</CstmrPmtStsRpt></Document>`;
}
const REASON = '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>';

describe('a status report of payments', () => {
    const message = readPain001(WRITTEN);

    it('names the payments that the bank turned down', () => {
        const xml = statusReport(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>2016-W23-1-1</OrgnlPmtInfId>
            <TxInfAndSts><OrgnlEndToEndId>${first!.endToEndId}</OrgnlEndToEndId><TxSts>RJCT</TxSts>${REASON}</TxInfAndSts>
            <TxInfAndSts><OrgnlEndToEndId>${third!.endToEndId}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>`);
        expect(readPain002(xml, message)).to.deep.equal([{ endToEndId: first!.endToEndId, reasonCode: 'AC04' }]);
    });

    it('turns down all of a payer, or all of the message', () => {
        const ofPayer = `<OrgnlPmtInfAndSts><OrgnlPmtInfId>2016-W23-1-1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>${REASON}</OrgnlPmtInfAndSts>`;
        expect(readPain002(statusReport(ofPayer), message).map(({ endToEndId }) => endToEndId)).to.deep.equal([
            first!.endToEndId,
            third!.endToEndId,
        ]);
        const ofAll = statusReport('').replace('</OrgnlGrpInfAndSts>', '<GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>');
        expect(readPain002(ofAll, message)).to.have.length(3);
        expect(readPain002(ofAll, message)[0]?.reasonCode).to.equal('NARR');
    });

    it('of another message, or of a payment that was never ordered, is refused', () => {
        expect(codeOf(() => readPain002(statusReport('', 'other'), message))).to.equal(
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        );
        const unknown = statusReport(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>2016-W23-1-1</OrgnlPmtInfId>
            <TxInfAndSts><OrgnlEndToEndId>other</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>`);
        expect(codeOf(() => readPain002(unknown, message))).to.equal('MOBILITY_PAYMENT_FILE_ID_UNKNOWN');
    });
});

describe('payment messages and the schemas of ISO 20022', () => {
    before(function () {
        if (SCHEMAS !== undefined) return;
        process.stdout.write(
            '    not run: ISO20022_SCHEMAS names no folder with the schemas that ISO 20022 publishes\n',
        );
        this.skip();
    });

    it('agree on the payment file', async () => {
        expect(await schemaErrors(WRITTEN, 'pain.001.001.09')).to.deep.equal([]);
    });

    it('agree on the notifications that these tests read', async () => {
        expect(await schemaErrors(notification(BATCH, SUMMARY), 'camt.054.001.08')).to.deep.equal([]);
    });

    it('disagree on another element in the place of one', async () => {
        expect(await schemaErrors(WRITTEN.replaceAll('PmtMtd', 'SttlmMtd'), 'pain.001.001.09')).not.to.deep.equal([]);
    });
});
