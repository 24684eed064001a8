import { hash, randomUUID } from 'node:crypto';

import type { Command } from 'commander';

import type { DisputeRecord, MoveDisputePrivate } from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';
import { readBytes } from '../../files/index.js';

import { euroOf } from './euro.js';
import { euroValue, instantText, ppmValue } from './options.js';
import { act } from './window.js';

interface Grounded {
    readonly reason: string;
    /** A file; of it only the sha256 goes to the ledger. */
    readonly evidence?: string;
}

interface DisputeOptions {
    readonly with: string;
    readonly operator: string;
}

interface OpenOptions extends DisputeOptions, Grounded {
    readonly leg: string;
    readonly day: string;
    readonly claim: string;
}

interface MoveOptions extends DisputeOptions, Grounded {
    readonly amount?: string;
}

type Step = MoveDisputePrivate['step'];

const STEPS: Readonly<Record<Step['command'], string>> = {
    accept: 'Accept the claim, or the answer to yours',
    offer: 'Answer with a part of the claim',
    reject: 'Answer that the leg stands as it was charged',
    counter: 'Turn an answer down, with the same claim or a smaller one',
    escalate: 'Take the dispute before the mediator',
    withdraw: 'Give up a claim',
    expire: 'Let silence decide, once the deadline has passed',
};

export function addDisputeCommands(mobility: Command, run: Runner): void {
    const dispute = mobility.command('dispute').description('Disputes about what a leg costs');
    grounded(addCommand(dispute, 'open <id>', 'Dispute what a leg was charged with'))
        .requiredOption('--leg <id>', 'id of the leg')
        .requiredOption('--day <day>', 'UTC day on which the leg ended', dayValue)
        .requiredOption('--claim <euro>', 'what it should be', euroValue)
        .action((id: string, options: OpenOptions, command: Command) => open(run, command, id, options));
    for (const [step, text] of Object.entries(STEPS) as [Step['command'], string][])
        grounded(addCommand(dispute, `${step} <id>`, text))
            .option('--amount <euro>', 'with offer: what is offered; with counter: what is claimed', euroValue)
            .action((id: string, options: MoveOptions, command: Command) =>
                move(run, command, id, { ...options, step }),
            );
    addCommand(dispute, 'mediate <case>', 'Mediator: say how much of the difference goes to the one that disputes')
        .requiredOption('--share-ppm <ppm>', 'share of the disputed difference', ppmValue)
        .requiredOption('--evidence <file>', 'reasons; only their sha256 goes to the ledger')
        .action(
            (mediation: string, options: { readonly sharePpm: number; readonly evidence: string }, command: Command) =>
                act(
                    run,
                    command,
                    async (client) => {
                        const evidence = await digestOf(options.evidence);
                        return client.mediate({ mediation, sharePpm: options.sharePpm, evidence });
                    },
                    () => `${mediation} is answered.`,
                ),
        );
    ofDispute(addCommand(dispute, 'apply <id>', "Settle a dispute by the mediator's answer")).action(
        (id: string, options: DisputeOptions, command: Command) =>
            act(run, command, (client) => client.applyMediation(named(id, options)), disputeText),
    );
    addReadingCommands(dispute, run);
    addMediationsCommand(dispute, run);
}

function addMediationsCommand(dispute: Command, run: Runner): void {
    addCommand(dispute, 'mediations', 'Cases before the mediator that are not answered')
        .option('--all', 'also those that are answered')
        .action(({ all = false }: { readonly all?: boolean }, command: Command) =>
            act(
                run,
                command,
                async (client) => {
                    const cases = await collected(client.listMediations());
                    return { mediations: all ? cases : cases.filter(({ answer }) => answer === undefined) };
                },
                ({ mediations }) =>
                    formatTable(mediations, [
                        { title: 'CASE', value: ({ mediation }) => mediation },
                        { title: 'BROUGHT BY', value: ({ requestedBy }) => requestedBy },
                        { title: 'SINCE', value: ({ requestedAt }) => instantText(requestedAt) },
                        { title: 'MEDIATOR', value: ({ mediator }) => mediator },
                        {
                            title: 'SHARE PPM',
                            value: ({ answer }) => (answer === undefined ? '' : String(answer.sharePpm)),
                            right: true,
                        },
                    ]),
            ),
        );
}

function addReadingCommands(dispute: Command, run: Runner): void {
    ofDispute(addCommand(dispute, 'show <id>', 'A dispute and its steps')).action(
        (id: string, options: DisputeOptions, command: Command) =>
            act(run, command, (client) => client.getDispute(named(id, options)), disputeText),
    );
    addCommand(dispute, 'list', 'Disputes between the two')
        .requiredOption('--with <mspId>', 'the other organisation')
        .action(({ with: other }: { readonly with: string }, command: Command) =>
            act(
                run,
                command,
                async (client) => ({ with: other, disputes: await client.listDisputes(other) }),
                ({ disputes }) =>
                    formatTable(disputes, [
                        { title: 'DISPUTE', value: (row) => row.dispute },
                        { title: 'LEG', value: ({ leg }) => leg },
                        { title: 'OPERATOR', value: ({ creditor }) => creditor },
                        { title: 'STATE', value: ({ state }) => state },
                    ]),
            ),
        );
}

function ofDispute(command: Command): Command {
    return command
        .requiredOption('--with <mspId>', 'the other organisation')
        .requiredOption('--operator <mspId>', 'operator of the leg');
}

function named(
    dispute: string,
    { with: other, operator }: DisputeOptions,
): DisputeOptions & { readonly dispute: string } {
    return { with: other, operator, dispute };
}

function grounded(command: Command): Command {
    return ofDispute(command)
        .requiredOption('--reason <text>', 'why')
        .option('--evidence <file>', 'what proves it; only its sha256 goes to the ledger');
}

async function open(run: Runner, command: Command, dispute: string, options: OpenOptions): Promise<void> {
    const { leg, day, claim } = options;
    await act(
        run,
        command,
        async (client) =>
            client.openDispute({
                ...named(dispute, options),
                leg,
                day,
                claimedMicroEur: claim,
                ...(await groundsOf(options)),
            }),
        disputeText,
    );
}

async function move(
    run: Runner,
    command: Command,
    dispute: string,
    options: MoveOptions & { readonly step: Step['command'] },
): Promise<void> {
    const { step } = options;
    await act(
        run,
        command,
        async (client) => {
            const mediation = step === 'escalate' ? randomUUID() : undefined;
            const moved = await client.moveDispute({
                ...named(dispute, options),
                step: stepOf(step, options.amount),
                ...(await groundsOf(options)),
                ...(mediation === undefined ? {} : { mediation }),
            });
            if (mediation !== undefined) await client.requestMediation(moved.mediation ?? mediation);
            return moved;
        },
        disputeText,
    );
}

function stepOf(command: Step['command'], amount: string | undefined): Step {
    if (command !== 'offer' && command !== 'counter') return { command };
    if (amount === undefined) throw new UsageError(`${command} needs --amount.`);
    return command === 'offer' ? { command, amountMicroEur: amount } : { command, claimedMicroEur: amount };
}

async function groundsOf({
    reason,
    evidence,
}: Grounded): Promise<{ readonly reason: string; readonly evidence?: string }> {
    return { reason, ...(evidence === undefined ? {} : { evidence: await digestOf(evidence) }) };
}

async function digestOf(file: string): Promise<string> {
    return hash('sha256', await readBytes(file), 'hex');
}

function disputeText({ dispute, mediation }: DisputeRecord): string {
    const settled = dispute.settledMicroEur === null ? '' : `, settled at ${euroOf(dispute.settledMicroEur)} euro`;
    const before = mediation === undefined ? '' : ` Case ${mediation}.`;
    return `${dispute.dispute} is ${dispute.state}${settled}.${before}`;
}
