import type { Membership, RowOutcome } from '@quartier/rules/energy';
import type { RefusalDetails } from '@quartier/rules/wire';

import type { EnergyClient } from './client.js';
import { readMemberFile } from './member-file.js';
import { energySentence } from './sentences.js';

/** A row of a members' file that was not added. */
export interface RefusedRow {
    readonly line: number;
    readonly meter: string;
    readonly code: string;
    readonly details: RefusalDetails;
    readonly message: string;
}

export interface AdmissionReport {
    readonly added: number;
    readonly unchanged: number;
    readonly refused: number;
    /** In order of line. */
    readonly problems: readonly RefusedRow[];
}

export interface Admission {
    readonly file: string;
    readonly community: string;
    /** Of the problems' sentences. */
    readonly language?: 'en' | 'fr';
    /** Asked for once the file is read and has a row to send. */
    readonly ledger: () => Promise<Pick<EnergyClient, 'addMembers'>>;
}

/**
 * Adds the memberships of a CSV file (`meter,member,role,from,to`). A row that is refused, by the reader or by the
 * ledger, is reported by line and code and the others are added. The same file again changes nothing.
 *
 * @throws UnusableFile where the file as a whole cannot be read.
 */
export async function addMembersOfFile(admission: Admission): Promise<AdmissionReport> {
    const { file, community, language = 'en' } = admission;
    const problems: RefusedRow[] = [];
    function refuse(line: number, meter: string, code: string, details: RefusalDetails): void {
        problems.push({ line, meter, code, details, message: energySentence(code, details, language) });
    }

    const sent: { readonly line: number; readonly membership: Membership }[] = [];
    for (const row of await readMemberFile(file)) {
        if ('membership' in row) sent.push(row);
        else refuse(row.line, row.meter, 'ENERGY_MEMBER_ROW_INVALID', { reason: row.reason });
    }

    const memberships = sent.map(({ membership }) => membership);
    const outcomes =
        memberships.length === 0 ? [] : await (await admission.ledger()).addMembers(community, memberships);
    for (const { index, outcome, code, details } of outcomes) {
        const row = sent[index];
        if (outcome === 'refused' && row !== undefined) {
            refuse(row.line, row.membership.meter, code ?? 'REFUSED', details ?? {});
        }
    }
    return {
        added: countOf(outcomes, 'done'),
        unchanged: countOf(outcomes, 'unchanged'),
        refused: problems.length,
        problems: problems.sort((left, right) => left.line - right.line),
    };
}

function countOf(outcomes: readonly RowOutcome[], outcome: RowOutcome['outcome']): number {
    return outcomes.filter((row) => row.outcome === outcome).length;
}
