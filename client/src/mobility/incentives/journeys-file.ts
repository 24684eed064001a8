import type { Journey } from '@quartier/rules/mobility';

import { jsonOf, readText, tableOf, UnusableFile } from '../../files/index.js';

import { openDataRow } from './open-data-row.js';
import { BadJourney, journeyOf, type Members } from './registry-journey.js';

/** A journey of a file; `line` is the line of the file, or the place in a JSON list, from 1. */
export interface JourneyRow {
    readonly line: number;
    readonly journey: Journey;
    /** The file gives it no id: `line` names it. */
    readonly isUnnamed?: boolean;
}

export interface BadRow {
    readonly line: number;
    readonly reason: string;
}

export interface JourneysFile {
    readonly rows: readonly JourneyRow[];
    readonly bad: readonly BadRow[];
}

interface RawRow {
    readonly line: number;
    readonly members: Members;
}

/**
 * Reads journeys in the registry's shape: a JSON list, an object `{ "journey_defaults": {…}, "journeys": […] }` whose
 * journeys need say only what differs, JSON lines, or the CSV that the registry publishes.
 *
 * @throws UnusableFile FILE_MISSING, FILE_UNREADABLE, FILE_WITHOUT_ROWS.
 */
export async function readJourneysFile(file: string): Promise<JourneysFile> {
    const { rows, bad } = rawRows(await readText(file), file);
    const journeys: JourneyRow[] = [];
    const refused = [...bad];
    for (const { line, members } of rows) {
        try {
            const name = `line ${String(line)}`;
            const journey = journeyOf(members, name);
            journeys.push({ line, journey, ...(journey.id === name ? { isUnnamed: true } : {}) });
        } catch (error) {
            if (!(error instanceof BadJourney)) throw error;
            refused.push({ line, reason: error.message });
        }
    }
    if (journeys.length === 0 && refused.length === 0) throw new UnusableFile('FILE_WITHOUT_ROWS', { file });
    return { rows: journeys, bad: refused.sort((left, right) => left.line - right.line) };
}

interface RawRows {
    readonly rows: readonly RawRow[];
    readonly bad: readonly BadRow[];
}

function rawRows(text: string, file: string): RawRows {
    const start = text.trimStart();
    if (start.startsWith('[')) return listed(jsonOf(file, text), {});
    if (!start.startsWith('{')) return csvRows(text, file);
    const whole = tryJson(text);
    if (whole === undefined) return jsonLines(text);
    const { journeys, journey_defaults: defaults } = whole as Members;
    return journeys === undefined ? jsonLines(text) : listed(journeys, isMembers(defaults) ? defaults : {});
}

function listed(journeys: unknown, defaults: Members): RawRows {
    if (!Array.isArray(journeys)) return { rows: [], bad: [{ line: 1, reason: 'journeys must be a list' }] };
    return sorted(
        journeys.map((value: unknown, index) => ({ line: index + 1, value })),
        defaults,
    );
}

function jsonLines(text: string): RawRows {
    const lines = text
        .split('\n')
        .map((line, index) => ({ line: index + 1, value: tryJson(line), isEmpty: line.trim() === '' }));
    return sorted(
        lines.filter(({ isEmpty }) => !isEmpty),
        {},
    );
}

function sorted(values: readonly { readonly line: number; readonly value: unknown }[], defaults: Members): RawRows {
    const rows: RawRow[] = [];
    const bad: BadRow[] = [];
    for (const { line, value } of values) {
        if (isMembers(value)) rows.push({ line, members: { ...defaults, ...value } });
        else bad.push({ line, reason: 'must be a JSON object' });
    }
    return { rows, bad };
}

function csvRows(text: string, file: string): RawRows {
    const { rows } = tableOf(file, text);
    return { rows: rows.map(({ line, cells }) => ({ line, members: openDataRow(cells) })), bad: [] };
}

function tryJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

function isMembers(value: unknown): value is Members {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
