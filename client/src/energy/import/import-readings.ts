import type { CommunityRecord } from '@quartier/rules/energy';
import { zoneTable } from '../zone-table.js';
import { eachLine, isSplit, openText, splitRow, type TextFile, type UnusableFile } from '../../files/index.js';
import type { CurveLedger } from './curve-ledger.js';
import { curveSpans } from './curve-spans.js';
import { deliverHeld, type DeliveryContext } from './deliver-held.js';
import type { EnergyUnit } from './energy-value.js';
import { type FileLayout, fileLayout } from './file-layout.js';
import { heldReadings } from './held-readings.js';
import { longRows } from './long-rows.js';
import { type Language, problemSentence, unusableMeterFile } from './problems.js';
import { type ImportReport, type ProblemList, problemList } from './report.js';
import { readRoster } from './roster.js';
import type { RowContext, RowReader } from './row-reader.js';
import { stepFinder } from './step-finder.js';
import { wideRows } from './wide-rows.js';

/** Curves are sent before the end of the file once they take more room than this: about 300 MB. */
const MOST_STEPS_HELD = 24_000_000;

export interface ImportProgress {
    /** `reading`: bytes of the file; `delivering`: curves of those read so far. */
    readonly phase: 'reading' | 'delivering';
    readonly done: number;
    readonly total: number;
}

export interface ImportOptions {
    readonly energy: CurveLedger;
    readonly community: string;
    /** Path of a CSV file: wide (first column the start of the step, then a column a meter) or long (`meter,start,wh,quality`). */
    readonly file: string;
    /** Without it Wh, or what a long file's value column is named by (`wh`, `kwh`, `kw`). */
    readonly unit?: EnergyUnit | undefined;
    /** Zone of times that name no offset; the community's without it. */
    readonly zone?: string | undefined;
    /** Luxon tokens, `d-M-yyyy HH:mm`; found from the first rows without it. */
    readonly dateFormat?: string | undefined;
    /** Year of times that name none. */
    readonly year?: number | undefined;
    /** Why these readings replace stored ones. */
    readonly correction?: string | undefined;
    /** Of the problems' sentences; English without it. */
    readonly language?: Language | undefined;
    readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/**
 * Reads a meter file and delivers its curves, one a meter and month. Readings that cannot be read or that the ledger
 * refuses are reported by line and code; all others are stored. Sent again, or resumed after a failure, only what is not
 * stored yet is sent.
 *
 * @throws UnusableFile, UnknownZone before anything is sent; what the client throws when a whole transaction fails.
 */
export async function importReadings(options: ImportOptions): Promise<ImportReport> {
    const file = await openText(options.file);
    const layout = fileLayout(file, options);
    const zone = options.zone === undefined ? undefined : zoneTable(options.zone);
    const community = await options.energy.getCommunity(options.community);
    refuseOtherStep(file, layout, community);
    const roster = await readRoster(await options.energy.listMembers(options.community));
    const problems = problemList(options.language ?? 'en');
    const reading: RowContext = {
        layout,
        roster,
        steps: stepFinder({ format: layout.format, zone: zone ?? community.zone, spans: curveSpans(community) }),
        held: heldReadings(),
        problems,
        tally: { readableRows: 0, gaps: 0, repeated: 0 },
    };
    const curves = { done: 0, found: 0 };
    const delivery: DeliveryContext = {
        ledger: options.energy,
        community: options.community,
        correction: options.correction,
        roster,
        problems,
        tally: { stored: 0, unchanged: 0, sent: 0, skipped: 0, transactions: 0 },
        onCurves: (count) => {
            curves.done += count;
            options.onProgress?.({ phase: 'delivering', done: curves.done, total: curves.found });
        },
    };
    const deliverAll = async (which: 'all' | 'allButLast'): Promise<void> => {
        const taken = reading.held.take(which);
        curves.found += taken.length;
        await deliverHeld(taken, delivery);
    };

    await readRows(file, reading, async (done) => {
        options.onProgress?.({ phase: 'reading', done, total: file.bytes });
        if (reading.held.steps > MOST_STEPS_HELD) await deliverAll('allButLast');
        if (reading.held.steps > MOST_STEPS_HELD) await deliverAll('all');
    });
    if (reading.tally.readableRows === 0) throw nothingRead(file, problems, options.language ?? 'en');
    await deliverAll('all');
    return reportOf(reading, delivery);
}

/** An hour's energy is no quarter's: rows at another step than any of the community's would be stored as what they are not. */
function refuseOtherStep(file: TextFile, { rowSeconds }: FileLayout, { parameters }: CommunityRecord): void {
    const steps = parameters.map(({ stepMinutes }) => stepMinutes);
    if (rowSeconds === undefined || steps.some((minutes) => minutes * 60 === rowSeconds)) return;
    const fileStepMinutes = String(rowSeconds / 60);
    const details = { file: file.path, fileStepMinutes, stepMinutes: steps.at(-1) ?? 0 };
    throw unusableMeterFile('ENERGY_FILE_STEP_DIFFERS', details);
}

async function readRows(
    file: TextFile,
    context: RowContext,
    onChunk: (bytesRead: number) => Promise<void>,
): Promise<void> {
    const { delimiter, headerLine, table } = context.layout;
    const rows: RowReader = table.shape === 'wide' ? wideRows(table, context) : longRows(table, context);
    const onLine = (line: string, number: number): void => {
        if (number <= headerLine || line.trim() === '') return;
        const row = splitRow(line, delimiter);
        if (!isSplit(row)) context.problems.add({ line: number, code: 'FILE_ROW_UNREADABLE', details: row, count: 1 });
        else if (row.some((cell) => cell.trim() !== '')) rows.row(row, number);
    };
    await eachLine(file, onLine, onChunk);
    rows.end();
}

function nothingRead(file: TextFile, problems: ProblemList, language: Language): UnusableFile {
    const first = problems.listed()[0];
    if (first === undefined) return unusableMeterFile('ENERGY_FILE_HAS_NO_READINGS', { file: file.path });
    const reason = problemSentence(first.code, first.details, language);
    return unusableMeterFile('ENERGY_FILE_WITHOUT_ROWS', { file: file.path, line: first.line, reason });
}

function reportOf({ problems, tally: read }: RowContext, { tally: delivered }: DeliveryContext): ImportReport {
    const unchanged = delivered.unchanged + read.repeated;
    return {
        readings: delivered.stored + unchanged + problems.refused,
        stored: delivered.stored,
        unchanged,
        refused: problems.refused,
        gaps: read.gaps,
        curves: { sent: delivered.sent, skipped: delivered.skipped },
        transactions: delivered.transactions,
        problems: problems.listed(),
        problemCount: problems.total,
        refusedByCode: problems.byCode,
    };
}
