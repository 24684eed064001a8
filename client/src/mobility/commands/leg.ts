import { Option, type Command } from 'commander';

import {
    creditOf,
    legCategories,
    supplementOf,
    type LegCategory,
    type LegRecord,
    type ListedLeg,
} from '@quartier/rules/mobility';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { mobilitySentence, type MobilityClient } from '../clearing/index.js';

import { euroOf } from './euro.js';
import { addLegImportCommand } from './leg-import.js';
import { addReplacedFacts, replacement, type ReplaceOptions } from './leg-replace.js';
import { euroValue, instantText, ppmValue } from './options.js';

interface LegOptions {
    readonly with: string;
    readonly day: string;
    readonly operator?: string;
}

interface CorrectionOptions extends LegOptions {
    readonly id: string;
    readonly reason: string;
    readonly amount: string;
    readonly category: LegCategory;
    readonly vatPpm: number;
}

const SUPPLEMENTS = { fine: 'FINE', extra: 'EXTRA_USAGE', refund: 'REFUND' } as const satisfies Record<
    string,
    LegCategory
>;
type SupplementKind = keyof typeof SUPPLEMENTS;

export function addLegCommands(mobility: Command, run: Runner): void {
    const leg = mobility.command('leg').description('Legs: what was ridden, what it costs, and what was corrected');
    addLegImportCommand(leg, run);
    addCommand(leg, 'list', 'Legs of the two in a window, in both directions')
        .requiredOption('--with <mspId>', 'the other organisation')
        .requiredOption('--window <id>', 'window')
        .action((options: { readonly with: string; readonly window: string }, command: Command) =>
            list(run, command, options),
        );
    ofOneLeg(addCommand(leg, 'show <id>', 'A leg as it stands on the ledger'))
        .option('--operator <mspId>', 'whose leg it is (default: your organisation)')
        .action((id: string, options: LegOptions, command: Command) => show(run, command, id, options));
    correcting(addCommand(leg, 'credit <id>', 'Take a leg back whole: the exact negative of its lines')).action(
        (id: string, options: CorrectionOptions, command: Command) =>
            correct(run, command, { id, options }, (record) =>
                creditOf(record, { leg: options.id, reason: options.reason }),
            ),
    );
    addReplacedFacts(
        correcting(addCommand(leg, 'replace <id>', 'Write a credited leg anew, as it should have been')),
    ).action((id: string, options: CorrectionOptions & ReplaceOptions, command: Command) =>
        correct(run, command, { id, options }, (record, client) => replacement(client, record, options)),
    );
    for (const [kind, category] of Object.entries(SUPPLEMENTS) as [SupplementKind, LegCategory][])
        correcting(addCommand(leg, `${kind} <id>`, SUPPLEMENT_TEXTS[kind]))
            .requiredOption('--amount <euro>', 'with its tax', euroValue)
            .addOption(
                new Option('--category <category>', 'of a TOMP journal entry')
                    .choices([...legCategories])
                    .default(category),
            )
            .option('--vat-ppm <ppm>', 'VAT contained in the amount', ppmValue, 0)
            .action((id: string, options: CorrectionOptions, command: Command) =>
                correct(run, command, { id, options }, (record) => supplement(record, kind, options)),
            );
}

const SUPPLEMENT_TEXTS: Readonly<Record<SupplementKind, string>> = {
    fine: 'Charge a penalty for a leg',
    extra: 'Charge a cost of a leg that its tariff did not foresee',
    refund: 'Give money of a leg back, at most what was charged',
};

function ofOneLeg(command: Command): Command {
    return command
        .requiredOption('--with <mspId>', 'the other organisation')
        .requiredOption('--day <day>', 'UTC day on which the leg ended', dayValue);
}

function correcting(command: Command): Command {
    return ofOneLeg(command)
        .requiredOption('--id <id>', 'your id of the new record')
        .requiredOption('--reason <text>', 'why');
}

async function list(
    run: Runner,
    command: Command,
    { with: other, window }: { readonly with: string; readonly window: string },
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const legs = await collected(mobility.listLegs({ with: other, window }));
        output.result({ with: other, window, legs }, () => legTable(legs));
        return exitCodes.done;
    });
}

async function show(run: Runner, command: Command, leg: string, options: LegOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { with: other, day, operator = mobility.mspId } = options;
        const found = await mobility.getLeg({ with: other, operator, leg, day });
        output.result(found, () => legTable([found]));
        return exitCodes.done;
    });
}

async function correct(
    run: Runner,
    command: Command,
    { id: leg, options }: { readonly id: string; readonly options: CorrectionOptions },
    correction: (record: LegRecord, client: MobilityClient) => LegRecord | Promise<LegRecord>,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const { with: other, day } = options;
        const { record } = await mobility.getLeg({ with: other, operator: mobility.mspId, leg, day });
        const corrected = await correction(record, mobility);
        const [result] = await mobility.recordLegs([corrected]);
        const { outcome = 'refused', code, details = {} } = result ?? {};
        const message = code === undefined ? undefined : mobilitySentence(code, details, output.language);
        if (message !== undefined) output.notice(`${message} [${code ?? ''}]`);
        const told = { leg: corrected.leg, of: leg, totalMicroEur: corrected.totalMicroEur, outcome };
        output.result(
            { ...told, ...(code === undefined ? {} : { code, message }) },
            () => `${corrected.leg}: ${outcome}.`,
        );
        const isRefused = outcome === 'refused';
        return exitCodeOf({ done: isRefused ? 0 : 1, refused: isRefused ? 1 : 0 });
    });
}

function supplement(record: LegRecord, kind: SupplementKind, options: CorrectionOptions): LegRecord {
    const { id: leg, category, reason, amount, vatPpm } = options;
    return supplementOf(record, { leg, kind, category, reason, amountMicroEur: BigInt(amount), vatPpm });
}

function legTable(legs: readonly ListedLeg[]): string {
    return formatTable(legs, [
        { title: 'OPERATOR', value: ({ record }) => record.operator },
        { title: 'LEG', value: ({ record }) => record.leg },
        { title: 'KIND', value: ({ record }) => record.kind },
        { title: 'SELLER', value: ({ record }) => record.seller },
        { title: 'START', value: ({ record }) => instantText(record.start) },
        { title: 'EURO', value: ({ record }) => euroOf(record.totalMicroEur), right: true },
        { title: '', value: ({ late, disputed }) => [late ? 'late' : '', disputed ? 'disputed' : ''].join(' ').trim() },
    ]);
}
