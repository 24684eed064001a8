import { readFile } from 'node:fs/promises';

import { jsonItems, jsonOf, memberOf, openText, type JsonItem } from '../../files/index.js';

import { readCsvLegs } from './csv-legs.js';
import { unusableLegFile } from './leg-file-refusals.js';
import type { LegColumn, LegDefaults, ReadRow } from './leg-row.js';
import { mdsRow, type FeedOptions } from './mds-trips.js';
import { readRidersFile } from './riders-file.js';
import { tompRows } from './tomp-features.js';

export interface LegFileOptions {
    readonly file: string;
    readonly defaults: LegDefaults;
    /** Names of a CSV file's own columns, by what they are. */
    readonly columns?: Readonly<Partial<Record<LegColumn, string>>>;
    /** CSV of `leg,rider,subscription,seller`, for feeds of MDS and TOMP. */
    readonly ridersFile?: string;
}

/**
 * Gives every leg of a file in its order: CSV with a line of column names, trips of MDS, or features of TOMP 2. Lines that
 * are no legs come with the reason.
 *
 * @throws UnusableFile where nothing of the file can be used
 */
export async function readLegs(
    { file, defaults, columns = {}, ridersFile }: LegFileOptions,
    onRow: (row: ReadRow) => Promise<void>,
): Promise<void> {
    const opened = await openText(file);
    if (!/^\s*[[{]/u.test(opened.head.slice(0, 3).join('\n'))) {
        await readCsvLegs(opened, { defaults, columns }, onRow);
        return;
    }
    const riders = ridersFile === undefined ? undefined : await readRidersFile(ridersFile);
    for (const row of feedRows(file, await readFile(file, opened.encoding), { defaults, riders })) await onRow(row);
}

function feedRows(file: string, text: string, options: FeedOptions): readonly ReadRow[] {
    const feed = jsonOf(file, text);
    const items = (path: readonly string[]): readonly JsonItem[] => jsonItems(text, path);
    if (Array.isArray(memberOf(feed, 'trips'))) return items(['trips']).map((item) => mdsRow(item, options));
    if (Array.isArray(memberOf(memberOf(feed, 'data'), 'trips')))
        return items(['data', 'trips']).map((item) => mdsRow(item, options));
    if (Array.isArray(memberOf(feed, 'features'))) return tompRows(items(['features']), options);
    if (Array.isArray(feed) && feed.every((item) => memberOf(item, 'type') !== undefined))
        return tompRows(items([]), options);
    throw unusableLegFile('MOBILITY_LEG_FILE_FORMAT', { file });
}
