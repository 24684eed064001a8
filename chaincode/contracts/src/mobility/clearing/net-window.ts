import {
    activePairs,
    clearWithout,
    directTransfers,
    mobilityEvents,
    moveWindow,
    onWire,
    paymentOrders,
    setOff,
    settlementText,
    type AfterDefault,
    type NetWindowRequest,
    type Obligation,
    type ObligationOnWire,
    type Settlement,
    type SettlementRecord,
    type SetOffOnWire,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256, type PublicState } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { loadWindow, saveWindow } from './calendar.js';
import { agreedPair, loadMemberWindow } from './declare-net.js';
import { movedSoFar } from './payments-of-window.js';

interface Declared {
    readonly nets: ReadonlyMap<string, bigint>;
    readonly commitments: readonly string[];
    /** Where the pairs publish them. */
    readonly obligations: readonly Obligation[];
}

/**
 * Nets a window once all have declared, or anew after a default, and says who pays whom. A member that clears with nobody
 * any more has nothing to declare: its net is nothing.
 */
export async function netWindow(
    transaction: AreaSubmission,
    { window, setOff: proposed }: NetWindowRequest,
): Promise<SettlementRecord> {
    const { state, time } = transaction;
    const record = await loadWindow(state, window);
    const netted = record.isReopened
        ? moveWindow(record, 'netAgain', time)
        : moveWindow(record.state === 'CLOSING' ? moveWindow(record, 'agree', time) : record, 'net', time);
    const { revision } = netted;
    const declared = await declaredOf(state, record, revision);
    const before = await movedSoFar(state, record);
    const cleared = clear(record, declared, { booked: before.transfers, proposed });
    const { orders, tooSmall, roundingMicroEur } = paymentOrders({
        window,
        revision,
        transfers: cleared.transfers,
        sha256,
        ...(record.settlement.method === 'hub' ? { settlement: record.settlement.settlement } : {}),
    });
    const nets = Object.fromEntries(Array.from(declared.nets, ([member, net]) => [member, net.toString()]));
    const settlement: SettlementRecord = {
        window,
        revision,
        nets,
        transfers: cleared.transfers.map(onWire),
        orders,
        tooSmall: tooSmall.map(onWire),
        roundingMicroEur,
        bookedBefore: before.transfers.map(onWire),
        referencesBefore: before.references,
        hash: sha256(
            settlementText({
                window,
                revision,
                commitments: declared.commitments,
                nets,
                transfers: cleared.transfers,
            }),
        ),
        nettedAt: time,
        paymentsDue: time + record.paymentSeconds,
    };
    await state.put(publicKinds.settlement, [window, String(revision)], settlement);
    await saveWindow(state, { ...record, ...netted, isReopened: false });
    transaction.event(mobilityEvents.windowNetted, { window, revision, hash: settlement.hash });
    return settlement;
}

async function declaredOf(state: PublicState, record: WindowRecord, revision: number): Promise<Declared> {
    const { window, members, defaulters } = record;
    const pairs = activePairs(record);
    const rows = [];
    for (const pair of pairs) rows.push(await agreedPair(state, window, pair));
    const nets = new Map<string, bigint>();
    const missing: string[] = [];
    for (const member of members.filter((mspId) => !defaulters.includes(mspId))) {
        const { nets: own } = await loadMemberWindow(state, record, member);
        const net = own.find((of) => of.revision === revision);
        const isAwaited = pairs.some((pair) => pair.includes(member));
        if (net === undefined && isAwaited) missing.push(member);
        else nets.set(member, BigInt(net?.netMicroEur ?? '0'));
    }
    if (missing.length > 0) throw new Refused('MOBILITY_NETS_MISSING', { window, members: missing });
    if ([...nets.values()].reduce((sum, net) => sum + net, 0n) !== 0n) {
        throw new Refused('MOBILITY_NETS_UNBALANCED', { window });
    }
    return {
        nets,
        commitments: rows.map(({ commitment }) => commitment).sort(compareUtf8),
        obligations: rows.flatMap(({ obligations }) => (obligations ?? []).map(obligationOf)),
    };
}

/**
 * By hub and by direct transfers what is owed between two stays theirs: nets alone decide, as if they were what is owed.
 */
function clear(
    { window, settlement }: WindowRecord,
    { nets, obligations }: Declared,
    { booked, proposed }: { readonly booked: readonly Obligation[]; readonly proposed: SetOffOnWire | undefined },
): AfterDefault {
    if ((settlement.method === 'setOff') !== (proposed !== undefined)) {
        throw new Refused('MOBILITY_SET_OFF_UNDECIDED', { window, method: settlement.method });
    }
    const none: ReadonlySet<string> = new Set();
    if (settlement.method !== 'setOff') {
        return clearWithout({ obligations: directTransfers(nets), defaulters: none, booked, settlement });
    }
    const bySetOff: Settlement = { method: 'setOff', setOff: setOff(proposed, 'request.setOff') };
    const cleared = clearWithout({ obligations, defaulters: none, booked, settlement: bySetOff });
    for (const [member, net] of nets) {
        if ((cleared.nets.get(member) ?? 0n) !== net) throw new Refused('MOBILITY_NETS_UNBALANCED', { window });
    }
    return cleared;
}

export function obligationOf({ from, to, amount }: ObligationOnWire): Obligation {
    return { from, to, amount: BigInt(amount) };
}
