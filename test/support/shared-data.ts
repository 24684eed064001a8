import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the repository, never in it: real data whose licences are their own. */
const FOLDER = join(__dirname, '../../../../shared/data');

/** The path of a file of real data, or undefined where this machine has none: the tests that need it then say so and skip. */
export function sharedData(path: string): string | undefined {
    const file = join(FOLDER, path);
    return existsSync(file) ? file : undefined;
}
