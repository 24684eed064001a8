import type { RowOutcome } from '@quartier/rules/vehicle';

/** What became of each row: its refusal's code, or its outcome. */
export function codesOf({ outcomes }: { readonly outcomes: readonly RowOutcome[] }): string[] {
    return outcomes.map(({ outcome, code }) => code ?? outcome);
}
