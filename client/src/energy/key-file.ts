import type { StaticKey } from '@quartier/rules/energy';
import { idFault, idLengths } from '@quartier/rules/units';

import { readTable, type TableRow } from '../files/index.js';

import { unusableRow } from './file-refusals.js';

/**
 * Reads static keys from a CSV file with the columns `meter,key`: a whole number of parts per million, or a percentage
 * with at most four decimals such as `12.5%`.
 *
 * @throws UnusableFile ENERGY_KEY_ROW_INVALID for the first row that cannot be read: keys count only together.
 */
export async function readKeyFile(file: string): Promise<readonly StaticKey[]> {
    return (await readTable(file, ['meter', 'key'])).map((row) => staticKey(file, row));
}

function staticKey(file: string, { line, cells: { meter = '', key = '' } }: TableRow): StaticKey {
    const fault = idFault(meter, idLengths.meter);
    if (fault !== undefined) throw unusableRow('ENERGY_KEY_ROW_INVALID', { file, line, reason: `meter ${fault}` });
    const keyPpm = readKey(key);
    if (keyPpm === undefined) {
        const reason = `${JSON.stringify(key)} is neither ppm such as 125000 nor a percentage such as 12.5%`;
        throw unusableRow('ENERGY_KEY_ROW_INVALID', { file, line, reason });
    }
    return { meter, keyPpm };
}

function readKey(text: string): number | undefined {
    if (/^\d{1,7}$/u.test(text)) return Number(text);
    const percent = /^(\d{1,3})(?:[.,](\d{1,4}))? ?%$/u.exec(text);
    if (percent === null) return undefined;
    const [, whole = '', decimals = ''] = percent;
    return Number(`${whole}${decimals.padEnd(4, '0')}`);
}
