import { writeFile } from 'node:fs/promises';

import type { Command } from 'commander';

import {
    paymentExceptionTexts,
    type GetWindowReply,
    type PaymentException,
    type PaymentOrder,
    type RecordedBooking,
    type RejectedPayment,
    type WindowPayments,
} from '@quartier/rules/mobility';
import { refusalSentence } from '@quartier/rules/wire';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import type { Output } from '../../cli/output.js';
import { formatTable } from '../../cli/table.js';
import { readText } from '../../files/index.js';

import { debtorOf, readAccountsFile, type Accounts } from '../accounts-file.js';
import { checkPain001, readCamt054, readPain001, readPain002, writePain001 } from '../iso20022/index.js';

import { euroOf } from './euro.js';

interface ExportOptions {
    readonly window: string;
    readonly accounts: string;
    readonly out: string;
    readonly executionDay: string;
    readonly payer?: string;
    readonly initiator?: string;
}

interface BookOptions {
    readonly window: string;
    readonly accounts: string;
    readonly order?: string;
}

export function addPaymentCommands(mobility: Command, run: Runner): void {
    const payment = mobility.command('payment').description('Payments of a netted window, by ISO 20022');
    addCommand(payment, 'export', 'Write the payment orders of a window as pain.001.001.09')
        .requiredOption('--window <id>', 'window')
        .requiredOption('--accounts <file>', 'CSV of msp, name, iban, bic; it never goes to the ledger')
        .requiredOption('--out <file>', 'file to write')
        .requiredOption('--execution-day <day>', 'day on which the payments are to be made', dayValue)
        .option('--payer <mspId>', 'orders of one payer alone (default: of all)')
        .option('--initiator <name>', 'who sends the file to the bank (default: the name of your account)')
        .action((options: ExportOptions, command: Command) => exportOrders(run, command, options));
    addCommand(payment, 'book <file>', 'Record what a bank notifies: camt.054, or pain.002 with --order')
        .requiredOption('--window <id>', 'window')
        .requiredOption('--accounts <file>', 'CSV of msp, name, iban, bic; it never goes to the ledger')
        .option('--order <file>', 'the pain.001 that a pain.002 answers')
        .action((file: string, options: BookOptions, command: Command) => book(run, command, file, options));
    addCommand(payment, 'show', 'Payments of a window and their exceptions')
        .requiredOption('--window <id>', 'window')
        .action((options: { readonly window: string }, command: Command) => show(run, command, options));
}

async function exportOrders(run: Runner, command: Command, options: ExportOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const accounts = await readAccountsFile(options.accounts);
        const { orders, hash, revision } = lastSettlement(await mobility.getWindow(options.window));
        const written = options.payer === undefined ? orders : orders.filter(({ payer }) => payer === options.payer);
        if (written.length === 0) throw new UsageError('There is nothing to pay.');
        const xml = writePain001({
            messageId: messageIdOf(options, revision),
            createdAt: new Date().toISOString().replace(/\.\d+Z$/u, 'Z'),
            initiator: options.initiator ?? accounts.get(mobility.mspId)?.name ?? mobility.mspId,
            executionDay: options.executionDay,
            orders: written,
            accounts,
            seal: hash,
        });
        const { messageId, payments } = checkPain001(xml, { orders: written, accounts });
        await writeFile(options.out, xml);
        const sumCents = payments.reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n).toString();
        const result = { window: options.window, messageId, file: options.out, payments: payments.length, sumCents };
        output.result(result, () => `${String(payments.length)} payments are in ${options.out}.`);
        return exitCodes.done;
    });
}

async function book(run: Runner, command: Command, file: string, options: BookOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const accounts = await readAccountsFile(options.accounts);
        const notified = await readNotification(file, options, accounts);
        const { mobility } = await connect();
        const payments = await mobility.recordPayments({ window: options.window, ...notified });
        const { window } = await mobility.getWindow(options.window);
        const result = { window: window.window, state: window.state, bookings: notified.bookings.length, ...payments };
        noticeExceptions(payments.exceptions, output);
        output.result(result, () => `${window.window} is ${window.state}.\n${paymentTable(payments)}`);
        return exitCodes.done;
    });
}

async function readNotification(
    file: string,
    { order }: BookOptions,
    accounts: Accounts,
): Promise<{ readonly bookings: readonly RecordedBooking[]; readonly rejected?: readonly RejectedPayment[] }> {
    const xml = await readText(file);
    if (xml.includes('pain.002.001')) {
        if (order === undefined)
            throw new UsageError('A pain.002 needs the pain.001 that it answers: give --order FILE.');
        return { bookings: [], rejected: readPain002(xml, readPain001(await readText(order))) };
    }
    const bookings = readCamt054(xml).bookings.map((booking): RecordedBooking => {
        const { reference, endToEndId, amountCents, currency, direction, isReversal, bookedOn } = booking;
        const recorded = { reference, endToEndId, amountCents, currency, direction, isReversal, bookedOn };
        const debtor = debtorOf(booking, accounts);
        return debtor === undefined ? recorded : { ...recorded, debtor };
    });
    return { bookings };
}

async function show(run: Runner, command: Command, { window: id }: { readonly window: string }): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { window, payments } = await mobility.getWindow(id);
        noticeExceptions(payments.exceptions, output);
        output.result({ window: id, state: window.state, ...payments }, () => paymentTable(payments));
        return exitCodes.done;
    });
}

function lastSettlement({ window, settlements }: GetWindowReply): {
    readonly orders: readonly PaymentOrder[];
    readonly hash: string;
    readonly revision: number;
} {
    const last = settlements.at(-1);
    if (last === undefined) throw new UsageError(`${window.window} is ${window.state}: it is not netted yet.`);
    return last;
}

/** The same orders again are the same message. */
function messageIdOf({ window, payer }: ExportOptions, revision: number): string {
    return [window, `R${String(revision)}`, ...(payer === undefined ? [] : [payer])].join('-').slice(0, 35);
}

function noticeExceptions(exceptions: readonly PaymentException[], output: Output): void {
    for (const { kind, ...details } of exceptions)
        output.notice(`${refusalSentence(paymentExceptionTexts[kind], { ...details }, output.language)} [${kind}]`);
}

function paymentTable({ orders }: WindowPayments): string {
    return formatTable(orders, [
        { title: 'PAYER', value: ({ order }) => order.payer },
        { title: 'PAYEE', value: ({ order }) => order.payee },
        { title: 'EURO', value: ({ order }) => euroOf(`${order.amountCents}0000`), right: true },
        { title: 'STATE', value: ({ state }) => state },
        { title: 'END TO END ID', value: ({ order }) => order.endToEndId },
    ]);
}
