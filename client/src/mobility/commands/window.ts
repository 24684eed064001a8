import type { Command } from 'commander';

import type { ComparePairReply, GetWindowReply, WindowRecord } from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { formatTable } from '../../cli/table.js';

import type { MobilityClient } from '../clearing/index.js';
import { readStatedLegsFile } from '../stated-legs-file.js';

import { euroOf } from './euro.js';
import { instantText, instantValue } from './options.js';

/** Legs that a person is shown; --json has all. */
const LEGS_NAMED = 50;

interface WithOptions {
    readonly with: string;
    readonly own?: string;
}

export function addWindowCommands(mobility: Command, run: Runner): void {
    const window = mobility.command('window').description('Spans whose legs are cleared together');
    addCommand(window, 'open <id>', 'Open a window; it starts where the last one ends')
        .requiredOption('--from <time>', 'first instant', instantValue)
        .requiredOption('--to <time>', 'first instant after', instantValue)
        .action((id: string, { from, to }: { readonly from: number; readonly to: number }, command: Command) =>
            act(run, command, (client) => client.openWindow({ window: id, from, to }), stateText),
        );
    addCommand(window, 'close <id>', 'Close a window once it is over').action(
        (id: string, _: object, command: Command) => act(run, command, (client) => client.closeWindow(id), stateText),
    );
    addCommand(window, 'list', 'Windows and their states').action((_: object, command: Command) => list(run, command));
    addCommand(window, 'show <id>', 'A window, its pairs, nets, signatures and payments').action(
        (id: string, _: object, command: Command) => act(run, command, (client) => client.getWindow(id), windowText),
    );
    addCommand(window, 'state <id>', 'State to every partner what you owe each other')
        .option('--own <file>', 'by your own books: CSV of operator, seller, leg, digest, amount_micro_eur, disputed')
        .action((id: string, options: { readonly own?: string }, command: Command) => state(run, command, id, options));
    addCommand(window, 'statement <id>', 'Statements of the two, and what they agreed on')
        .requiredOption('--with <mspId>', 'the other organisation')
        .action((id: string, { with: other }: WithOptions, command: Command) =>
            act(
                run,
                command,
                (client) => client.getStatement({ window: id, with: other }),
                ({ agreed, submitted }) => (agreed ? 'Both agree.' : `${String(submitted.length)} of 2 have stated.`),
            ),
        );
    addCommand(window, 'compare <id>', 'By how much statements differ, and by which legs')
        .requiredOption('--with <mspId>', 'the other organisation')
        .option('--own <file>', 'your own books, to be compared leg by leg')
        .action((id: string, options: WithOptions, command: Command) => compare(run, command, id, options));
    addNettingCommands(window, run);
    addDebtCommands(window, run);
}

function addNettingCommands(window: Command, run: Runner): void {
    addCommand(window, 'declare <id>', 'Declare your net over all partners').action(
        (id: string, _: object, command: Command) =>
            act(
                run,
                command,
                (client) => client.declareNet(id),
                ({ nets }) => `Net: ${euroOf(nets.at(-1)?.netMicroEur ?? '0')} euro.`,
            ),
    );
    addCommand(window, 'net <id>', 'Net the window: who pays whom').action((id: string, _: object, command: Command) =>
        act(
            run,
            command,
            (client) => client.netWindow(id),
            ({ orders, revision }) => `Revision ${String(revision)}: ${String(orders.length)} payments.`,
        ),
    );
    addCommand(window, 'sign <id>', 'Sign the last netting').action((id: string, _: object, command: Command) =>
        act(
            run,
            command,
            (client) => client.signWindow(id),
            ({ signatures }) => `Signed ${signatures.at(-1)?.hash ?? ''}.`,
        ),
    );
}

/** What is not paid in a window, and stays between two. */
function addDebtCommands(window: Command, run: Runner): void {
    addCommand(window, 'default <id>', 'Declare that a member has not declared its net, or not paid, in time')
        .requiredOption('--member <mspId>', 'the member')
        .action((id: string, { member }: { readonly member: string }, command: Command) =>
            act(
                run,
                command,
                (client) => client.declareDefault(id, member),
                ({ defaulters }) => `In default: ${defaulters.join(', ')}. The others declare their nets again.`,
            ),
        );
    addCommand(window, 'set-aside <id>', 'Net a window without two that have not agreed in time')
        .requiredOption('--pair <mspIds>', 'the two, such as MetroMSP-WheelsMSP')
        .action((id: string, { pair }: { readonly pair: string }, command: Command) =>
            act(
                run,
                command,
                async (client) => client.setAside(id, pairNamed(pair, (await client.getWindow(id)).window)),
                ({ setAside }) => `Set aside: ${setAside.map((two) => two.join('-')).join(', ')}.`,
            ),
        );
    addCommand(
        window,
        'discharge <id>',
        'Say that what another owed you in a settled window, as a debt that stayed, was met',
    )
        .requiredOption('--with <mspId>', 'the debtor')
        .action((id: string, { with: other }: WithOptions, command: Command) =>
            act(
                run,
                command,
                async (client) => {
                    const of = { window: id, with: other };
                    await client.dischargeDebts(of);
                    return of;
                },
                () => `${other} owes you nothing of ${id} any more.`,
            ),
        );
}

/** Names may have hyphens themselves, so two are looked for among the pairs of the window. */
function pairNamed(name: string, { window, pairs }: WindowRecord): readonly [string, string] {
    const found = pairs.find(([one, other]) => name === `${one}-${other}` || name === `${other}-${one}`);
    if (found !== undefined) return found;
    throw new UsageError(`--pair: ${name} is none of ${window}: ${pairs.map((two) => two.join('-')).join(', ')}.`);
}

/** Runs one call of the clearing and tells its reply. */
export async function act<Reply extends object>(
    run: Runner,
    command: Command,
    call: (client: MobilityClient) => Promise<Reply>,
    text: (reply: Reply) => string,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const reply = await call((await connect()).mobility);
        output.result(reply, () => text(reply));
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const windows = await collected((await connect()).mobility.listWindows());
        output.result({ windows }, () =>
            formatTable(windows, [
                { title: 'WINDOW', value: ({ window }) => window },
                { title: 'STATE', value: (row) => row.state },
                { title: 'FROM', value: ({ from }) => instantText(from) },
                { title: 'TO', value: ({ to }) => instantText(to) },
            ]),
        );
        return exitCodes.done;
    });
}

async function state(run: Runner, command: Command, window: string, { own }: { readonly own?: string }): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const legs = own === undefined ? undefined : await readStatedLegsFile(own);
        const pairs = await mobility.submitStatements(window, (other) =>
            Promise.resolve(legs?.filter(({ debtor, creditor }) => debtor === other || creditor === other)),
        );
        output.result({ window, pairs }, () =>
            pairs.map((pair) => `${pair.with}: ${pair.agreed ? 'agreed' : 'stated'}`).join('\n'),
        );
        return exitCodes.done;
    });
}

async function compare(
    run: Runner,
    command: Command,
    window: string,
    { with: other, own }: WithOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const legs = own === undefined ? undefined : await readStatedLegsFile(own);
        const ofPair = legs?.filter(({ debtor, creditor }) => debtor === other || creditor === other);
        const found = await mobility.comparePair({ window, with: other }, ofPair);
        output.result({ window, with: other, ...found }, () =>
            [
                ...found.totals.map(
                    (row) => `${row.debtor} to ${row.creditor}: ${euroOf(row.amountMicroEur)} euro apart`,
                ),
                ...differingLegs(found),
            ].join('\n'),
        );
        return exitCodes.done;
    });
}

/** The legs by which the caller's books differ from the ledger, by their ids. */
function differingLegs({ legs }: ComparePairReply): readonly string[] {
    if (legs === undefined) return [];
    const { missingHere, missingThere, different } = legs;
    const groups: readonly (readonly [string, readonly string[]])[] = [
        ['missing here', missingHere.map(({ leg }) => leg)],
        ['missing on the ledger', missingThere.map(({ leg }) => leg)],
        ['different', different.map(({ ours }) => ours.leg)],
    ];
    return groups.map(([what, ids]) => {
        const hidden = ids.length > LEGS_NAMED ? ' …' : '';
        const named = ids.length === 0 ? '' : `: ${ids.slice(0, LEGS_NAMED).join(', ')}${hidden}`;
        return `${String(ids.length)} ${what}${named}`;
    });
}

function stateText({ window, state: is }: WindowRecord): string {
    return `${window} is ${is}.`;
}

function windowText({ window, pairs, members, payments, settlements }: GetWindowReply): string {
    const nets = members.map(({ member, nets: of, signatures }) => ({
        member,
        net: of.at(-1)?.netMicroEur,
        signed: signatures.some(({ revision }) => revision === settlements.at(-1)?.revision),
    }));
    const paid = payments.orders.filter(({ state: is }) => is === 'PAID' || is === 'OVERPAID').length;
    return [
        stateText(window),
        `${String(pairs.filter(({ agreedAt }) => agreedAt !== null).length)} of ${String(pairs.length)} pairs agree.`,
        ...takenOut(window),
        formatTable(nets, [
            { title: 'MEMBER', value: ({ member }) => member },
            { title: 'NET', value: ({ net }) => (net === undefined ? '' : euroOf(net)), right: true },
            { title: 'SIGNED', value: ({ signed }) => (signed ? 'yes' : '') },
        ]),
        `${String(paid)} of ${String(settlements.at(-1)?.orders.length ?? 0)} payments booked, ${String(payments.exceptions.length)} exceptions.`,
    ].join('\n');
}

/** Who is not netted, and so keeps debts. */
function takenOut({ defaulters, setAside }: WindowRecord): readonly string[] {
    return [
        ...(defaulters.length === 0 ? [] : [`In default: ${defaulters.join(', ')}.`]),
        ...(setAside.length === 0 ? [] : [`Set aside: ${setAside.map((pair) => pair.join('-')).join(', ')}.`]),
    ];
}
