import {
    checkPain001,
    readPain001,
    readPain002,
    sepaText,
    writePain001,
    type PaymentFileInput,
} from '@quartier/client';
import { expect } from 'chai';

import {
    ACCOUNTS,
    elementPaths,
    codeOfFile,
    ORDERS,
    ordersOf,
    schemaErrors,
    skipWithoutSchemas,
} from '../../support/payment-messages.js';

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
        expect(codeOfFile(() => writePain001({ ...INPUT, accounts }))).to.equal('MOBILITY_PAYMENT_ACCOUNT_INVALID');
        accounts.delete('CarsMSP');
        expect(codeOfFile(() => writePain001({ ...INPUT, accounts }))).to.equal('MOBILITY_PAYMENT_ACCOUNT_INVALID');
    });

    const transaction = /<CdtTrfTxInf>[\s\S]*?<\/CdtTrfTxInf>/u;
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
            expect(codeOfFile(check(xml))).to.equal(code);
        });
    }

    it('that lacks a payment is refused, though it adds up', () => {
        const less = writePain001({ ...INPUT, orders: ORDERS.slice(0, 2) });
        expect(codeOfFile(check(less))).to.equal('MOBILITY_PAYMENT_FILE_MISSING');
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
        expect(codeOfFile(() => readPain002(statusReport('', 'other'), message))).to.equal(
            'MOBILITY_PAYMENT_FILE_UNREADABLE',
        );
        const unknown = statusReport(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>2016-W23-1-1</OrgnlPmtInfId>
            <TxInfAndSts><OrgnlEndToEndId>other</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>`);
        expect(codeOfFile(() => readPain002(unknown, message))).to.equal('MOBILITY_PAYMENT_FILE_ID_UNKNOWN');
    });
});

describe('payment orders and the schema of ISO 20022', () => {
    before(skipWithoutSchemas);

    it('agree on the payment file', async () => {
        expect(await schemaErrors(WRITTEN, 'pain.001.001.09')).to.deep.equal([]);
    });

    it('disagree on another element in the place of one', async () => {
        expect(await schemaErrors(WRITTEN.replaceAll('PmtMtd', 'SttlmMtd'), 'pain.001.001.09')).not.to.deep.equal([]);
    });
});
