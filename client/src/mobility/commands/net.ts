import { Option, type Command } from 'commander';

import {
    directTransfers,
    hubTransfers,
    maximumSetOff,
    netsOf,
    netsOnWire,
    onWire,
    totalOf,
    type Obligation,
    type ObligationOnWire,
} from '@quartier/rules/mobility';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import type { Output } from '../../cli/output.js';
import { formatTable } from '../../cli/table.js';
import type { Refusal } from '../../gateway/index.js';

import { refusedFile } from '../clearing-file-refusals.js';
import { readObligationsFile, type BadObligation } from '../netting/index.js';

interface NetOptions {
    readonly obligations: string;
    readonly method: 'direct' | 'hub';
    readonly settlement?: string;
    readonly setOff?: boolean;
}

interface NetReport {
    readonly nets: Readonly<Record<string, string>>;
    readonly transfers: readonly ObligationOnWire[];
    readonly setOff?: { readonly total: string; readonly flows: readonly ObligationOnWire[] };
}

const DEFAULT_SETTLEMENT = 'settlement';
/** Lines that a person is shown one by one, and that --json names. */
const LINES_SHOWN = 50;
const LINES_NAMED = 1_000;

export function addNetCommand(mobility: Command, run: Runner): void {
    addCommand(mobility, 'net', 'Net a list of obligations by the rules of the clearing; no ledger is needed')
        .requiredOption(
            '--obligations <file>',
            'who owes whom how much: JSON list, JSON Lines or CSV of from, to, amount; - reads standard input',
        )
        .addOption(
            new Option('--method <method>', 'direct: payments between participants, largest first; hub: one for each')
                .choices(['direct', 'hub'])
                .default('direct'),
        )
        .option('--settlement <id>', `participant that a hub pays through (default: "${DEFAULT_SETTLEMENT}")`)
        .option('--set-off', 'also the most that can be struck off around cycles, which keeps who owes whom')
        .action((options: NetOptions, command: Command) => net(run, command, options));
}

async function net(run: Runner, command: Command, options: NetOptions): Promise<void> {
    await run(command, async ({ output }) => {
        if (options.settlement !== undefined && options.method !== 'hub') {
            throw new UsageError('--settlement goes with --method hub.');
        }
        const { obligations, bad } = await readObligationsFile(options.obligations);
        if (bad.length > 0) throw refused(options.obligations, bad, output);
        const report = reportOf(obligations, options);
        output.result(report, () => reportText(report));
        return exitCodes.done;
    });
}

/** Nets without some of the obligations would be wrong, so one bad line refuses the file. */
function refused(file: string, bad: readonly BadObligation[], output: Output): Refusal {
    for (const { line, item, reason } of bad.slice(0, LINES_SHOWN))
        output.notice(`line ${String(line)}${item === undefined ? '' : `, item ${String(item)}`}: ${reason}`);
    const hidden = bad.length - LINES_SHOWN;
    if (hidden > 0) output.notice(`… and ${String(hidden)} more; --json names the first ${String(LINES_NAMED)}.`);
    const lines = bad.slice(0, LINES_NAMED).map((line) => ({ ...line }));
    return refusedFile('MOBILITY_OBLIGATIONS_REFUSED', { file, count: bad.length, lines });
}

function reportOf(obligations: readonly Obligation[], options: NetOptions): NetReport {
    const { method, settlement = DEFAULT_SETTLEMENT, setOff = false } = options;
    const nets = netsOf(obligations);
    if (method === 'hub' && nets.has(settlement)) {
        throw new UsageError(`${settlement} is a participant itself: name another with --settlement.`);
    }
    const transfers = method === 'hub' ? hubTransfers(nets, settlement) : directTransfers(nets);
    const report = { nets: netsOnWire(nets), transfers: transfers.map(onWire) };
    if (!setOff) return report;
    const { flows } = maximumSetOff(obligations);
    return { ...report, setOff: { total: totalOf(flows).toString(), flows: flows.map(onWire) } };
}

function reportText({ nets, transfers, setOff }: NetReport): string {
    const parts = [
        formatTable(Object.entries(nets), [
            { title: 'PARTICIPANT', value: ([participant]) => participant },
            { title: 'NET', value: ([, amount]) => amount, right: true },
        ]),
        `${String(transfers.length)} transfers:`,
        amountsTable(transfers),
    ];
    if (setOff === undefined) return parts.join('\n');
    return [...parts, `${setOff.total} set off around cycles:`, amountsTable(setOff.flows)].join('\n');
}

function amountsTable(rows: readonly ObligationOnWire[]): string {
    return formatTable(rows, [
        { title: 'FROM', value: ({ from }) => from },
        { title: 'TO', value: ({ to }) => to },
        { title: 'AMOUNT', value: ({ amount }) => amount, right: true },
    ]);
}
