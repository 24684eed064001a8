import type { Membership, MemberRole } from '@quartier/rules/energy';
import { idFault, idLengths, isDay } from '@quartier/rules/units';

import { readTable, type TableRow } from '../files/index.js';

/** A row of a members' file: a membership, or why it is none. */
export type MemberRow =
    | { readonly line: number; readonly membership: Membership }
    | { readonly line: number; readonly meter: string; readonly reason: string };

const COLUMNS = ['meter', 'member', 'role', 'from', 'to'];

/**
 * Reads memberships from a CSV file with the columns `meter,member,role,from,to`: role `consumer` or `producer`, `from`
 * the first day, `to` the first day after, empty while it lasts.
 *
 * @throws UnusableFile where the file as a whole cannot be read; a row that cannot is returned with the reason.
 */
export async function readMemberFile(file: string): Promise<readonly MemberRow[]> {
    return (await readTable(file, COLUMNS)).map(memberRow);
}

function memberRow({ line, cells }: TableRow): MemberRow {
    const { meter = '', member = '', role = '', from = '', to = '' } = cells;
    const reason = rowFault({ meter, member, role, from, to });
    if (reason !== undefined) return { line, meter, reason };
    return { line, membership: { meter, member, role: role as MemberRole, from, to: to === '' ? null : to } };
}

function rowFault(row: Readonly<Record<'meter' | 'member' | 'role' | 'from' | 'to', string>>): string | undefined {
    const meter = idFault(row.meter, idLengths.meter);
    if (meter !== undefined) return `meter ${meter}`;
    const member = idFault(row.member, idLengths.member);
    if (member !== undefined) return `member ${member}`;
    if (row.role !== 'consumer' && row.role !== 'producer') {
        return `role is ${JSON.stringify(row.role)}, neither consumer nor producer`;
    }
    if (!isDay(row.from)) return `from is ${JSON.stringify(row.from)}, not a day like 2016-06-01`;
    if (row.to === '') return undefined;
    if (!isDay(row.to)) return `to is ${JSON.stringify(row.to)}, not a day like 2016-06-01`;
    return row.to > row.from ? undefined : 'to is not after from';
}
