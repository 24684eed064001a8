import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { UnusableFile } from '../files/index.js';

/** What is refused of the rows of members' and keys' files before anything is sent. */
export const rowRefusals = {
    ENERGY_MEMBER_ROW_INVALID: {
        en: 'The row is not a membership: {reason}.',
        fr: "La ligne n'est pas une adhésion : {reason}.",
        retry: 'never',
    },
    ENERGY_KEY_ROW_INVALID: {
        en: 'Line {line} of {file} is not a key: {reason}.',
        fr: "La ligne {line} de {file} n'est pas une clé : {reason}.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

/** A members' or keys' file cannot be used. */
export function unusableRow(code: keyof typeof rowRefusals, details: RefusalDetails): UnusableFile {
    return new UnusableFile(code, details, rowRefusals);
}
