import { accountFault, mobilityRefusals, type PaymentAccount, type PaymentOrder } from '@quartier/rules/mobility';
import XMLBuilder from 'fast-xml-builder';

import { Refusal } from '../../gateway/index.js';

import { euroText } from './message-amount.js';
import { sepaText } from './sepa-text.js';

export const PAIN_001 = 'pain.001.001.09';

export interface PaymentFileInput {
    /** Id of the message, up to 35 characters; the same message again has the same id. */
    readonly messageId: string;
    /** When the message is made, ISO 8601 with seconds: `2016-06-20T09:30:00Z`. */
    readonly createdAt: string;
    /** Who sends the message to the bank. */
    readonly initiator: string;
    /** Day on which the payments are to be made. */
    readonly executionDay: string;
    /** At least one. */
    readonly orders: readonly PaymentOrder[];
    /** Of everyone that pays or is paid, by participant. */
    readonly accounts: ReadonlyMap<string, PaymentAccount>;
    /** sha256 that the members signed of the window; it travels in the remittance information. */
    readonly seal: string;
}

const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@_',
    textNodeName: '#text',
    format: true,
    indentBy: ' ',
    suppressEmptyNode: true,
});

/**
 * Payment orders as an ISO 20022 customer credit transfer initiation, pain.001.001.09: SEPA credit transfers in euro, one
 * payment information for each payer, elements in the order of the message definition.
 *
 * @throws Refusal MOBILITY_PAYMENT_ACCOUNT_INVALID
 */
export function writePain001(input: PaymentFileInput): string {
    const { messageId, createdAt, initiator, orders } = input;
    const document = {
        '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
        Document: {
            '@_xmlns': `urn:iso:std:iso:20022:tech:xsd:${PAIN_001}`,
            CstmrCdtTrfInitn: {
                GrpHdr: {
                    MsgId: sepaText(messageId, 35),
                    CreDtTm: createdAt,
                    ...totals(orders),
                    InitgPty: { Nm: sepaText(initiator, 70) },
                },
                PmtInf: Array.from(byPayer(orders), ([payer, ofPayer], index) =>
                    paymentInformation(input, { payer, orders: ofPayer, number: index + 1 }),
                ),
            },
        },
    };
    return builder.build(document);
}

interface PayersOrders {
    readonly payer: string;
    readonly orders: readonly PaymentOrder[];
    readonly number: number;
}

function paymentInformation(input: PaymentFileInput, { payer, orders, number }: PayersOrders): object {
    const account = accountOf(payer, input);
    return {
        PmtInfId: `${sepaText(input.messageId, 28)}-${String(number)}`,
        PmtMtd: 'TRF',
        ...totals(orders),
        PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
        ReqdExctnDt: { Dt: input.executionDay },
        Dbtr: { Nm: sepaText(account.name, 70) },
        DbtrAcct: { Id: { IBAN: account.iban } },
        DbtrAgt: { FinInstnId: { BICFI: account.bic } },
        ChrgBr: 'SLEV',
        CdtTrfTxInf: orders.map((order) => transaction(order, input)),
    };
}

function transaction(
    { endToEndId, payee, currency, amountCents, window, revision }: PaymentOrder,
    input: PaymentFileInput,
): object {
    const account = accountOf(payee, input);
    return {
        PmtId: { InstrId: endToEndId, EndToEndId: endToEndId },
        Amt: { InstdAmt: { '@_Ccy': currency, '#text': euroText(BigInt(amountCents)) } },
        CdtrAgt: { FinInstnId: { BICFI: account.bic } },
        Cdtr: { Nm: sepaText(account.name, 70) },
        CdtrAcct: { Id: { IBAN: account.iban } },
        RmtInf: { Ustrd: remittance(window, revision, input.seal) },
    };
}

/** Window, revision and seal in at most 140 characters. */
function remittance(window: string, revision: number, seal: string): string {
    const about = `CLEARING ${sepaText(window, 50)} REV ${String(revision)}`;
    return `${about} ${sepaText(seal, 139 - about.length)}`.trim();
}

function totals(orders: readonly PaymentOrder[]): { readonly NbOfTxs: string; readonly CtrlSum: string } {
    const cents = orders.reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n);
    return { NbOfTxs: String(orders.length), CtrlSum: euroText(cents) };
}

function byPayer(orders: readonly PaymentOrder[]): ReadonlyMap<string, readonly PaymentOrder[]> {
    const payers = new Map<string, PaymentOrder[]>();
    for (const order of orders) {
        const known = payers.get(order.payer);
        if (known === undefined) payers.set(order.payer, [order]);
        else known.push(order);
    }
    return payers;
}

function accountOf(member: string, { accounts }: PaymentFileInput): PaymentAccount {
    const account = accounts.get(member);
    const reason = account === undefined ? 'it is not known' : accountFault(account);
    if (account !== undefined && reason === undefined) return account;
    throw new Refusal('MOBILITY_PAYMENT_ACCOUNT_INVALID', { member, reason: reason ?? '' }, mobilityRefusals);
}
