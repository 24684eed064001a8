import {
    activePairs,
    mobilityEvents,
    statementCommitment,
    type DeclareNetPrivate,
    type DeclareNetRequest,
    type MemberWindow,
    type PairWindow,
    type StatementOpening,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { formatDecimal } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256, type PublicState } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { loadWindow } from './calendar.js';

/**
 * A member declares its net of a window and opens, to the endorsers alone, what it agreed with every other: the net must
 * be the sum of that. Public is the net.
 */
export async function declareNet(
    transaction: AreaSubmission,
    { window, netMicroEur }: DeclareNetRequest,
    { openings }: DeclareNetPrivate,
): Promise<MemberWindow> {
    const { state, caller } = transaction;
    const record = await loadWindow(state, window);
    const revision = record.revision + 1;
    const row = await loadMemberWindow(state, record, caller.mspId);
    const declared = row.nets.find((net) => net.revision === revision);
    if (declared?.netMicroEur === netMicroEur) return row;
    if (declared !== undefined) throw invalid(window, 'another is declared already');
    if (record.state !== 'CLOSING' && !record.isReopened) {
        throw new Refused('MOBILITY_WINDOW_STATE', { window, state: record.state, step: 'declare' });
    }
    const pairs = activePairs(record).filter((pair) => pair.includes(caller.mspId));
    if (openings.length !== pairs.length) throw invalid(window, 'it opens more or fewer statements than it has pairs');
    let net = 0n;
    for (const pair of pairs) {
        const other = pair[0] === caller.mspId ? pair[1] : pair[0];
        const agreed = await agreedPair(state, window, pair);
        net += netOf(
            caller.mspId,
            requireOpens(
                agreed,
                openings.find((opening) => opening.with === other),
            ),
        );
    }
    if (formatDecimal(net) !== netMicroEur) throw invalid(window, 'it is not the sum of what was agreed');

    const next = { ...row, nets: [...row.nets, { revision, netMicroEur }] };
    await state.put(publicKinds.memberWindow, [window, caller.mspId], next);
    transaction.event(mobilityEvents.netDeclared, { window, member: caller.mspId, revision, netMicroEur });
    return next;
}

/** @throws Refused MOBILITY_NOT_A_MEMBER */
export async function loadMemberWindow(
    state: PublicState,
    { window, defaulters }: WindowRecord,
    member: string,
): Promise<MemberWindow> {
    const row = await state.get(publicKinds.memberWindow, [window, member]);
    if (row === undefined || defaulters.includes(member)) {
        throw new Refused('MOBILITY_NOT_A_MEMBER', { member, window });
    }
    return row;
}

/** @throws Refused MOBILITY_PAIRS_NOT_AGREED */
export async function agreedPair(
    state: PublicState,
    window: string,
    [first, second]: readonly [string, string],
): Promise<PairWindow & { readonly commitment: string }> {
    const row = await state.get(publicKinds.pairWindow, [window, first, second]);
    const commitment = row?.commitment ?? null;
    if (row === undefined || commitment === null) {
        throw new Refused('MOBILITY_PAIRS_NOT_AGREED', { window, pairs: [`${first}-${second}`] });
    }
    return { ...row, commitment };
}

function requireOpens(
    { window, commitment }: PairWindow & { readonly commitment: string },
    opening: StatementOpening | undefined,
): StatementOpening {
    if (opening === undefined || sha256(statementCommitment(opening.statement, opening.salt)) !== commitment) {
        throw invalid(window, 'a statement is not the one that was agreed');
    }
    return opening;
}

function netOf(member: string, { statement }: StatementOpening): bigint {
    return statement.totals.reduce((net, { creditor, amountMicroEur }) => {
        const amount = BigInt(amountMicroEur);
        return creditor === member ? net + amount : net - amount;
    }, 0n);
}

function invalid(window: string, reason: string): Refused {
    return new Refused('MOBILITY_NET_INVALID', { window, reason });
}
