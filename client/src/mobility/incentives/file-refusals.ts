import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { UnusableFile } from '../../files/index.js';

/** What is refused of files of incentives, before anything is computed. */
export const incentiveFileRefusals = {
    MOBILITY_POLICY_INVALID: {
        en: 'The policy {file} is not valid: {reason}.',
        fr: "La règle {file} n'est pas valide : {reason}.",
        retry: 'never',
    },
    MOBILITY_COUNTERS_INVALID: {
        en: 'The counters in {file} are not valid: {reason}.',
        fr: 'Les compteurs de {file} ne sont pas valides : {reason}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type IncentiveFileRefusalCode = keyof typeof incentiveFileRefusals;

/** A policy or counters file that cannot be used. */
export function unusable(code: IncentiveFileRefusalCode, details: RefusalDetails): UnusableFile {
    return new UnusableFile(code, details, incentiveFileRefusals);
}
