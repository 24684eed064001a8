import { UnusableFile } from '../../files/index.js';

import { plainWord } from '../words.js';

/** Which cell of a row holds which field. */
export interface Columns<Name extends string> {
    readonly count: number;
    readonly places: ReadonlyMap<Name, number>;
    /** Columns of the file that nothing is taken from, as it names them. */
    readonly ignored: readonly string[];
}

/** The fields of a file, each with the other names that its column may have. */
export type ColumnNames<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** By field: the name of the file's column, whatever it is; an empty one takes the field from no column. */
export type ColumnChoice = Readonly<Record<string, string>>;

/**
 * Finds the columns of a file by its first line: a field by its own name, the names known for it, or the one chosen.
 *
 * @throws UnusableFile FILE_HEADER where a chosen column is not there, or no column names a vehicle.
 */
export function findColumns<Name extends string>(options: {
    readonly file: string;
    readonly header: readonly string[];
    readonly names: ColumnNames<Name>;
    readonly chosen: ColumnChoice;
    /** One of these must be there. */
    readonly either: readonly Name[];
}): Columns<Name> {
    const { file, header, names, chosen, either } = options;
    const titles = header.map(plainWord);
    const places = new Map<Name, number>();
    for (const field of Object.keys(names) as Name[]) {
        const choice = chosen[field];
        const place = placeOf(titles, choice === undefined ? [field, ...names[field]] : [choice]);
        if (place !== undefined) places.set(field, place);
        else if (choice !== undefined && choice !== '')
            throw new UnusableFile('FILE_HEADER', { file, columns: choice });
    }
    if (!either.some((field) => places.has(field))) {
        throw new UnusableFile('FILE_HEADER', { file, columns: either.join(' | ') });
    }
    const taken = new Set(places.values());
    return { count: header.length, places, ignored: header.filter((title, at) => title !== '' && !taken.has(at)) };
}

function placeOf(titles: readonly string[], names: readonly string[]): number | undefined {
    for (const name of names) {
        const place = name === '' ? -1 : titles.indexOf(plainWord(name));
        if (place >= 0) return place;
    }
    return undefined;
}
