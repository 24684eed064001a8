import { hash, randomBytes } from 'node:crypto';

import {
    activePairs,
    mobilityTransactions as transactions,
    maximumSetOff,
    netsOf,
    obligation,
    obligationsOf,
    setOffOnWire,
    staysBetween,
    type ComparePairReply,
    type GetStatementReply,
    type GetWindowReply,
    type ListWindowsReply,
    type MemberWindow,
    type NetWindowRequest,
    type OpenWindowRequest,
    type PairStatement,
    type RecordPaymentsRequest,
    type SettlementRecord,
    type StatedLeg,
    type StatedLegOnWire,
    type StatementOpening,
    type WindowPayments,
    type WindowRecord,
    pairStatement,
} from '@quartier/rules/mobility';

import { Refusal } from '../../gateway/index.js';

import { decideHere, mobilityCatalogue } from './catalogue.js';
import type { Calls } from './calls.js';

interface PairWindowOf {
    readonly window: string;
    readonly with: string;
}

/** What became of a pair's statements. */
export interface StatementOutcome {
    readonly with: string;
    /** Both sides stated the same. */
    readonly agreed: boolean;
    readonly statement: PairStatement;
}

/** Spans whose legs are cleared together, from their opening to the last payment. */
export interface Windows {
    /** Settlement. It starts where the last one ends. Refusals: MOBILITY_WINDOW_NOT_NEXT, MOBILITY_WINDOW_EXISTS. */
    openWindow(window: OpenWindowRequest): Promise<WindowRecord>;
    /** Settlement. Refusals: MOBILITY_WINDOW_NOT_OVER, MOBILITY_WINDOW_STATE where it is closed already. */
    closeWindow(window: string): Promise<WindowRecord>;
    getWindow(window: string): Promise<GetWindowReply>;
    listWindows(): AsyncGenerator<WindowRecord, void>;

    /** What the ledger has of a pair in a window, what both sides submitted, and what they agreed on. */
    getStatement(of: PairWindowOf): Promise<GetStatementReply>;
    /**
     * Member. States to every other member of a window what both owe each other: by its own records where they are given, else
     * as the ledger has it. Refusals: MOBILITY_WINDOW_STATE, MOBILITY_STATEMENT_AGREED.
     */
    submitStatements(
        window: string,
        own?: (other: string) => Promise<readonly StatedLeg[] | undefined>,
    ): Promise<readonly StatementOutcome[]>;
    /** Where statements differ: by how much, and by which legs where the caller gives its own. */
    comparePair(of: PairWindowOf, legs?: readonly StatedLeg[]): Promise<ComparePairReply>;

    /**
     * Member. Its net over all pairs that agreed, with the openings of their commitments, which the settlement office's
     * peer checks and keeps none of. Refusals: MOBILITY_PAIRS_NOT_AGREED, MOBILITY_NET_INVALID.
     */
    declareNet(window: string): Promise<MemberWindow>;
    /** Settlement. Nets the window, with the largest set-off where it is settled so. Refusals: MOBILITY_NETS_MISSING. */
    netWindow(window: string): Promise<SettlementRecord>;
    /**
     * Member. Signs the last revision, once it has what the member itself declared.
     * Refusals: MOBILITY_SIGNATURE_DIFFERS, MOBILITY_NET_INVALID.
     */
    signWindow(window: string): Promise<MemberWindow>;
    /** Settlement. Any number of bookings; one that was recorded before changes nothing. */
    recordPayments(payments: RecordPaymentsRequest): Promise<WindowPayments>;
    /**
     * Settlement. Takes out a member that has not paid by the payment deadline, or, while the members declare their nets, has
     * not declared `statementSeconds` after the closing or the last that was taken out; the others declare again.
     * Refusals: MOBILITY_DEFAULT_TOO_EARLY, MOBILITY_DEFAULT_NONE.
     */
    declareDefault(window: string, member: string): Promise<WindowRecord>;
    /**
     * Settlement, `statementSeconds` after the closing. Nets the window without two that have not agreed, in any order; what
     * they owe each other stays between them. Refusals: MOBILITY_DEFAULT_TOO_EARLY, MOBILITY_STATEMENT_AGREED.
     */
    setAside(window: string, pair: readonly [string, string]): Promise<WindowRecord>;
    /**
     * Creditor. What the other owed it in a settled window, and that stayed between the two, was met: paid outside, set off or
     * waived. `position` has it no more. Refusals: MOBILITY_DEBTS_NONE, MOBILITY_WINDOW_STATE before the window is settled.
     */
    dischargeDebts(of: PairWindowOf): Promise<void>;
}

const BOOKINGS_PER_REQUEST = 250;

export function windows(calls: Calls): Windows {
    const { mspId, ask, record, recordBetween, rows } = calls;
    const getWindow = async (window: string): Promise<GetWindowReply> =>
        (await ask(transactions.getWindow, { window })) as GetWindowReply;
    const getStatement = async (of: PairWindowOf): Promise<GetStatementReply> =>
        (await ask(transactions.getStatement, of)) as GetStatementReply;

    return {
        openWindow: async (request) => (await record(transactions.openWindow, request)) as WindowRecord,
        closeWindow: async (window) => (await record(transactions.closeWindow, { window })) as WindowRecord,
        getWindow,
        listWindows: () =>
            rows(async (after) => {
                const request = after === undefined ? {} : { after };
                const page = (await ask(transactions.listWindows, request)) as ListWindowsReply;
                return { rows: page.windows, next: page.next };
            }),
        getStatement,
        submitStatements: async (window, own) => {
            const outcomes: StatementOutcome[] = [];
            for (const other of othersOf(mspId, (await getWindow(window)).window)) {
                const of = { window, with: other };
                const before = await getStatement(of);
                const legs = await own?.(other);
                const pair = [mspId, other] as const;
                const statement =
                    legs === undefined
                        ? before.ledger
                        : decideHere(() =>
                              pairStatement({ window, pair, legs, sha256: (text) => hash('sha256', text, 'hex') }),
                          );
                // Opens books that the two never had, to state that nothing is owed; taken only where there is no key yet.
                const collectionKey = randomBytes(32).toString('hex');
                if (before.agreed === undefined)
                    await recordBetween(transactions.submitStatement, of, { statement, collectionKey });
                outcomes.push({ with: other, statement, agreed: (await getStatement(of)).agreed !== undefined });
            }
            return outcomes;
        },
        comparePair: async (of, legs) => {
            const privatePart = legs === undefined ? {} : { legs: legs.map(legOnWire) };
            return (await ask(transactions.comparePair, of, privatePart)) as ComparePairReply;
        },
        declareNet: async (window) => {
            const openings = await openingsOf((await getWindow(window)).window, { mspId, getStatement });
            const nets = netsOf(obligationsOf(openings.map(({ statement }) => statement)));
            const request = { window, netMicroEur: (nets.get(mspId) ?? 0n).toString() };
            return (await record(transactions.declareNet, request, { openings })) as MemberWindow;
        },
        netWindow: async (window) => {
            const request = { window, ...largestSetOff(await getWindow(window)) };
            return (await record(transactions.netWindow, request)) as SettlementRecord;
        },
        signWindow: async (window) => {
            const { revision, hash } = asDeclared(await getWindow(window), mspId);
            return (await record(transactions.signWindow, { window, revision, hash })) as MemberWindow;
        },
        recordPayments: (payments) => recordInBatches(calls, payments),
        declareDefault: async (window, member) =>
            (await record(transactions.declareDefault, { window, member })) as WindowRecord,
        setAside: async (window, pair) => (await record(transactions.setAside, { window, pair })) as WindowRecord,
        dischargeDebts: async (of) => {
            await recordBetween(transactions.dischargeDebts, of);
        },
    };
}

/** The other one of every pair of a member that is cleared. */
function othersOf(member: string, window: WindowRecord): readonly string[] {
    return activePairs(window)
        .filter((pair) => pair.includes(member))
        .map(([one, other]) => (one === member ? other : one));
}

/** What pairs that are cleared made public, set off as far as it goes; nothing where the window is settled otherwise. */
function largestSetOff({ window, pairs }: GetWindowReply): Pick<NetWindowRequest, 'setOff'> {
    if (window.settlement.method !== 'setOff') return {};
    const left = pairs.filter(({ pair }) => !staysBetween(window, pair));
    const owed = left.flatMap(({ obligations }) => obligations ?? []);
    return { setOff: setOffOnWire(maximumSetOff(owed.map((row) => obligation(row, 'obligation')))) };
}

/** The last revision, which has what the member itself declared for it. */
function asDeclared({ window, settlements, members }: GetWindowReply, mspId: string): SettlementRecord {
    const last = settlements.at(-1);
    const nets = members.find(({ member }) => member === mspId)?.nets;
    const declared = nets?.find(({ revision }) => revision === last?.revision)?.netMicroEur;
    const clearsWithNobody = othersOf(mspId, window).length === 0;
    const expected = declared ?? (clearsWithNobody ? '0' : undefined);
    if (last !== undefined && expected !== undefined && last.nets[mspId] === expected) return last;
    throw new Refusal(
        'MOBILITY_NET_INVALID',
        { window: window.window, reason: 'the last revision does not have what was declared' },
        mobilityCatalogue,
    );
}

async function openingsOf(
    window: WindowRecord,
    { mspId, getStatement }: Pick<Windows, 'getStatement'> & { readonly mspId: string },
): Promise<readonly StatementOpening[]> {
    const openings: StatementOpening[] = [];
    const missing: string[] = [];
    for (const other of othersOf(mspId, window)) {
        const { agreed } = await getStatement({ window: window.window, with: other });
        if (agreed === undefined) missing.push(`${mspId}-${other}`);
        else openings.push({ with: other, statement: agreed.statement, salt: agreed.salt });
    }
    if (missing.length === 0) return openings;
    throw new Refusal('MOBILITY_PAIRS_NOT_AGREED', { window: window.window, pairs: missing }, mobilityCatalogue);
}

async function recordInBatches({ record }: Calls, payments: RecordPaymentsRequest): Promise<WindowPayments> {
    const { window, bookings, rejected = [] } = payments;
    const batches = Math.max(
        1,
        Math.ceil(bookings.length / BOOKINGS_PER_REQUEST),
        Math.ceil(rejected.length / BOOKINGS_PER_REQUEST),
    );
    let reply: unknown;
    for (let index = 0; index < batches; index += 1) {
        const span = [index * BOOKINGS_PER_REQUEST, (index + 1) * BOOKINGS_PER_REQUEST] as const;
        const refused = rejected.slice(...span);
        const request = { window, bookings: bookings.slice(...span) };
        reply = await record(
            transactions.recordPayments,
            refused.length === 0 ? request : { ...request, rejected: refused },
        );
    }
    return reply as WindowPayments;
}

function legOnWire({ amountMicroEur, ...leg }: StatedLeg): StatedLegOnWire {
    return { ...leg, amountMicroEur: amountMicroEur.toString() };
}
