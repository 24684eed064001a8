import { Option, type Command } from 'commander';

import { MOBILITY_TERMS, mobilityTerms, type MobilityTerms, type SettlementTerms } from '@quartier/rules/mobility';
import type { Json } from '@quartier/rules/wire';

import { zoneTable } from '../../calendar/zone-table.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { approveDecision, proposeDecision } from '../../consortium/index.js';

import { requireTermsHolders } from '../clearing/index.js';

import { countValue } from './options.js';

const DAY_SECONDS = 86_400;

interface ProposeOptions {
    readonly from: string;
    readonly zone: string;
    readonly mediator: string;
    readonly method: SettlementTerms['method'];
    readonly settlement?: string;
    readonly lanes: number;
    readonly graceSeconds: number;
    readonly openSeconds: number;
    readonly answerSeconds: number;
    readonly mediationSeconds: number;
    readonly statementSeconds: number;
    readonly paymentSeconds: number;
}

export function addTermsCommands(mobility: Command, run: Runner): void {
    const terms = mobility
        .command('terms')
        .description('Terms of the clearing, which the organisations decide together');
    addProposeCommand(terms, run);
    addCommand(terms, 'approve <decision>', 'Vote for terms that another organisation proposed').action(
        async (decision: string, _: object, command: Command) =>
            run(command, async ({ connect, output }) => {
                const record = await approveDecision((await connect()).area('mobility'), decision);
                output.result(record, () => `${decision}: ${record.state}.`);
                return exitCodes.done;
            }),
    );
    addCommand(terms, 'show', 'The terms in force')
        .option('--day <day>', 'on this UTC day (default: today)', dayValue)
        .action(async ({ day }: { readonly day?: string }, command: Command) =>
            run(command, async ({ connect, output }) => {
                const found = await (await connect()).mobility.terms(day);
                output.result(found, () => termsText(found));
                return exitCodes.done;
            }),
        );
}

function addProposeCommand(noun: Command, run: Runner): void {
    addCommand(
        noun,
        'propose <decision>',
        'Propose terms, and approve them; more than half of the organisations decide',
    )
        .requiredOption('--from <day>', 'first UTC day that they are in force', dayValue)
        .requiredOption('--zone <name>', 'time zone of local days and hours, such as Europe/Paris')
        .requiredOption('--mediator <mspId>', 'who answers disputes that are escalated')
        .addOption(
            new Option('--method <method>', 'how windows are paid')
                .choices(['hub', 'direct', 'setOff'] satisfies readonly SettlementTerms['method'][])
                .default('hub'),
        )
        .option('--settlement <mspId>', 'with hub: whose account everyone pays to and is paid from')
        .option('--lanes <number>', 'lanes of two organisations, which record without meeting', countValue, 8)
        .option('--grace-seconds <number>', 'from the end of a window, for legs of it', countValue, DAY_SECONDS)
        .option('--open-seconds <number>', 'from a statement, to dispute its legs', countValue, 30 * DAY_SECONDS)
        .option('--answer-seconds <number>', 'to answer in a dispute', countValue, 14 * DAY_SECONDS)
        .option('--mediation-seconds <number>', 'for the mediator to answer', countValue, 30 * DAY_SECONDS)
        .option('--statement-seconds <number>', 'from a closing, to agree and declare', countValue, 10 * DAY_SECONDS)
        .option('--payment-seconds <number>', 'from the netting, to pay', countValue, 5 * DAY_SECONDS)
        .action((decision: string, options: ProposeOptions, command: Command) =>
            run(command, async ({ connect, output }) => {
                const terms = termsOf(options);
                const area = (await connect()).area('mobility');
                requireTermsHolders(await area.consortium(), terms);
                const value = terms as unknown as Json;
                const record = await proposeDecision(area, {
                    decision,
                    subject: MOBILITY_TERMS,
                    from: options.from,
                    value,
                });
                output.result(record, () => `${decision}: ${MOBILITY_TERMS} from ${options.from}, ${record.state}.`);
                return exitCodes.done;
            }),
        );
}

/** @throws Refused REQUEST_MALFORMED; UnknownZone */
function termsOf(options: ProposeOptions): MobilityTerms {
    const { zone, mediator, lanes, graceSeconds, statementSeconds, paymentSeconds } = options;
    const { openSeconds, answerSeconds, mediationSeconds } = options;
    const terms: MobilityTerms = {
        zone: zoneTable(zone),
        lanes,
        graceSeconds,
        disputes: { openSeconds, answerSeconds, mediationSeconds, mediator },
        statementSeconds,
        paymentSeconds,
        settlement: settlementOf(options),
    };
    return mobilityTerms(terms, 'terms');
}

function settlementOf({ method, settlement }: ProposeOptions): SettlementTerms {
    if (method !== 'hub') {
        if (settlement !== undefined) throw new UsageError('--settlement goes with --method hub.');
        return { method };
    }
    if (settlement === undefined) throw new UsageError('--method hub needs --settlement.');
    return { method, settlement };
}

function termsText(terms: MobilityTerms): string {
    const { zone, lanes, graceSeconds, disputes, statementSeconds, paymentSeconds, settlement } = terms;
    const through = settlement.method === 'hub' ? ` through ${settlement.settlement}` : '';
    return [
        `Zone        ${zone.zone}`,
        `Lanes       ${String(lanes)} of two organisations`,
        `Grace       ${span(graceSeconds)} after a window`,
        `Disputes    ${span(disputes.openSeconds)} to open, ${span(disputes.answerSeconds)} to answer`,
        `Mediator    ${disputes.mediator}, ${span(disputes.mediationSeconds)} to answer`,
        `Statements  ${span(statementSeconds)} after a closing, to agree and declare`,
        `Payments    ${settlement.method}${through}, ${span(paymentSeconds)} to pay`,
    ].join('\n');
}

function span(seconds: number): string {
    return seconds % DAY_SECONDS === 0 ? `${String(seconds / DAY_SECONDS)} d` : `${String(seconds)} s`;
}
