/** Evaluations of what every organisation of the area may know. */
import {
    clearingLimits,
    type GetWindowReply,
    type ListMediationsReply,
    type ListOperatorsReply,
    type ListPlansReply,
    type ListPlansRequest,
    type ListRequest,
    type ListTariffsReply,
    type ListTariffsRequest,
    type ListWindowsReply,
    type MemberWindow,
    type PairWindow,
    type SettlementRecord,
} from '@quartier/rules/mobility';

import type { AreaTransaction } from '../../consortium/index.js';
import type { PageRequest } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { loadWindow } from './calendar.js';
import { matchingOf, storedBookings } from './payments-of-window.js';

export async function listOperators({ state }: AreaTransaction, request: ListRequest): Promise<ListOperatorsReply> {
    const { records: operators, next } = await state.page(publicKinds.operator, pageOf(request));
    return next === undefined ? { operators } : { operators, next };
}

export async function listTariffs(
    { state }: AreaTransaction,
    { operator, tariff, ...request }: ListTariffsRequest,
): Promise<ListTariffsReply> {
    const page = await state.page(publicKinds.tariff, pageOf(request, [operator, tariff]));
    const { records: tariffs, next } = page;
    return next === undefined ? { tariffs } : { tariffs, next };
}

export async function listPlans(
    { state }: AreaTransaction,
    { seller, plan, ...request }: ListPlansRequest,
): Promise<ListPlansReply> {
    const { records: plans, next } = await state.page(publicKinds.plan, pageOf(request, [seller, plan]));
    return next === undefined ? { plans } : { plans, next };
}

export async function listWindows({ state }: AreaTransaction, request: ListRequest): Promise<ListWindowsReply> {
    const { records: windows, next } = await state.page(publicKinds.window, pageOf(request));
    return next === undefined ? { windows } : { windows, next };
}

export async function listMediations({ state }: AreaTransaction, request: ListRequest): Promise<ListMediationsReply> {
    const { records: mediations, next } = await state.page(publicKinds.mediation, pageOf(request));
    return next === undefined ? { mediations } : { mediations, next };
}

export async function getWindow({ state }: AreaTransaction, window: string): Promise<GetWindowReply> {
    const record = await loadWindow(state, window);
    const pairs: PairWindow[] = [];
    for (const [first, second] of record.pairs) {
        const row = await state.get(publicKinds.pairWindow, [window, first, second]);
        if (row !== undefined) pairs.push(row);
    }
    const members: MemberWindow[] = [];
    for (const member of record.members) {
        const row = await state.get(publicKinds.memberWindow, [window, member]);
        if (row !== undefined) members.push(row);
    }
    const settlements: SettlementRecord[] = [];
    for (let revision = 1; revision <= record.revision; revision += 1) {
        const row = await state.get(publicKinds.settlement, [window, String(revision)]);
        if (row !== undefined) settlements.push(row);
    }
    const last = settlements.at(-1);
    const matching = last && matchingOf(last, await storedBookings(state, window));
    const payments = { orders: matching?.orders ?? [], exceptions: matching?.exceptions ?? [] };
    return { window: record, pairs, members, settlements, payments };
}

/** Attributes stand in the order of the key, so a second one counts only after the first. */
function pageOf(
    { after, limit = clearingLimits.rowsPerList }: ListRequest,
    [first, second]: readonly (string | undefined)[] = [],
): PageRequest {
    const within = first === undefined ? [] : second === undefined ? [first] : [first, second];
    return { within, limit, ...(after === undefined ? {} : { cursor: after }) };
}
