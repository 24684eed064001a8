import { Option, type Command } from 'commander';

import type { DayGap, GapPolicy } from '@quartier/rules/energy';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import type { Output } from '../../cli/output.js';

import { energySentence } from '../sentences.js';
import type { SettledDayOutcome, SettlementReport } from '../settlement.js';

interface SettleOptions {
    readonly community: string;
    readonly from: string;
    readonly to: string;
    readonly gaps: GapPolicy;
    readonly run?: string;
}

/** Meters with gaps that a person is shown for one day; --json has all. */
const METERS_SHOWN = 10;

export function addSettleCommand(energy: Command, run: Runner): void {
    addCommand(energy, 'settle', 'Settle days: share their production at cost price')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--from <day>', 'first day', dayValue)
        .requiredOption('--to <day>', 'last day, included', dayValue)
        .addOption(
            new Option('--gaps <policy>', 'what to do with a step without a reading')
                .choices(['refuse', 'zero', 'estimate'])
                .default('refuse'),
        )
        .option('--run <id>', 'id of the run; give it again after a lost reply (default: a new one)')
        .action((options: SettleOptions, command: Command) => settle(run, command, options));
}

async function settle(run: Runner, command: Command, options: SettleOptions): Promise<void> {
    const { community, from, to, gaps } = options;
    await run(command, async ({ connect, output }) => {
        if (to < from) throw new UsageError(`--to ${to} is before --from ${from}.`);
        const { energy } = await connect();
        const report = await energy.settle({
            community,
            from,
            to,
            gaps,
            ...(options.run === undefined ? {} : { runId: options.run }),
            onProgress: ({ done, days }) => {
                output.progress(`Settling: ${String(done)} of ${String(days)} days`);
            },
        });
        const days = report.days.map((day) => withMessage(day, output.language));
        for (const day of days) noticeRefused(day, output);
        output.result({ community, ...report, days }, () => summary(report));
        return exitCodeOf({ done: report.settled, refused: report.refused });
    });
}

interface ReportedDay extends SettledDayOutcome {
    readonly message?: string;
}

function withMessage(day: SettledDayOutcome, language: 'en' | 'fr'): ReportedDay {
    if (day.code === undefined) return day;
    return { ...day, message: energySentence(day.code, day.details ?? {}, language) };
}

function noticeRefused({ day, outcome, code, message, missing = [] }: ReportedDay, output: Output): void {
    if (outcome !== 'refused') return;
    output.notice(`${day}: ${message ?? 'refused'} [${code ?? 'REFUSED'}]`);
    for (const gap of missing.slice(0, METERS_SHOWN)) output.notice(`  ${gapText(gap)}`);
    if (missing.length > METERS_SHOWN) {
        output.notice(`  … and ${String(missing.length - METERS_SHOWN)} more meters; --json names all.`);
    }
}

function gapText({ meter, member, missing }: DayGap): string {
    const steps = missing.reduce((sum, [, length]) => sum + length, 0);
    const runs = missing.slice(0, 3).map(([start, length]) => `${String(length)} from ${instantText(start)}`);
    const more = missing.length > runs.length ? ', …' : '';
    return `${meter} (${member}): ${String(steps)} missing: ${runs.join(', ')}${more}`;
}

function instantText(instant: number): string {
    return new Date(instant * 1_000).toISOString().replace(':00.000Z', 'Z');
}

function summary({ settled, refused, runId }: SettlementReport): string {
    return `${String(settled)} days settled, ${String(refused)} refused (run ${runId}).`;
}
