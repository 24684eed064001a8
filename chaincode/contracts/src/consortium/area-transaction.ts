import type { Context } from 'fabric-contract-api';

import { BACK_OFFICE, type ConsortiumRecord } from '@quartier/rules/consortium';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { callerOf, PublicState, transactionTime, type Caller, type Stub } from '../ledger/index.js';

import { consortiumKind, consortiumParts } from './keys.js';

/** What every transaction of an area stands on: the consortium in force, its caller, its state. */
export interface AreaTransaction {
    readonly stub: Stub;
    readonly state: PublicState;
    readonly consortium: ConsortiumRecord;
    readonly caller: Caller;
    /** Sets the one event of the transaction. */
    event(name: string, payload: object): void;
}

/** A transaction that is to be submitted: its time is checked too. */
export interface AreaSubmission extends AreaTransaction {
    readonly time: number;
}

/** Opens an evaluation: any organisation of the area may consult. */
export async function openEvaluation(ctx: Context): Promise<AreaTransaction> {
    const state = new PublicState(ctx.stub);
    const consortium = await consortiumInForce(state);
    const caller = callerOf(ctx);
    if (!Object.hasOwn(consortium.organisations, caller.mspId)) {
        throw new Refused('CONSORTIUM_STRANGER', { mspId: caller.mspId });
    }
    return {
        stub: ctx.stub,
        state,
        consortium,
        caller,
        event: (name, payload) => {
            ctx.stub.setEvent(name, Buffer.from(canonicalJson(payload)));
        },
    };
}

/**
 * Opens a transaction that only an organisation with the role, or one of the roles, may submit, by a person of its back
 * office. The organisation's role is what counts: an attribute alone is worth nothing, for any authority can certify it.
 */
export async function openSubmission(ctx: Context, ...roles: readonly string[]): Promise<AreaSubmission> {
    const transaction = await openTimed(ctx);
    requireRole(transaction, roles);
    requireBackOffice(transaction.caller);
    return transaction;
}

/** Opens a vote: every organisation of the area has one, cast by an administrator or a person of its back office. */
export async function openVote(ctx: Context): Promise<AreaSubmission> {
    const transaction = await openTimed(ctx);
    if (!transaction.caller.isAdmin) requireBackOffice(transaction.caller);
    return transaction;
}

async function openTimed(ctx: Context): Promise<AreaSubmission> {
    const transaction = await openEvaluation(ctx);
    return { ...transaction, time: transactionTime(ctx.stub, transaction.consortium.clockToleranceSeconds) };
}

/** The consortium's record, in force or not yet. */
export async function consortiumRecord(state: PublicState): Promise<ConsortiumRecord | undefined> {
    return state.get(consortiumKind, consortiumParts);
}

async function consortiumInForce(state: PublicState): Promise<ConsortiumRecord> {
    const record = await consortiumRecord(state);
    if (record?.inForce === true) return record;
    throw new Refused('CONSORTIUM_NOT_FOUNDED', { ratifiedBy: record?.ratifiedBy ?? [] });
}

function requireRole({ consortium, caller: { mspId } }: AreaTransaction, roles: readonly string[]): void {
    const { organisations } = consortium;
    const holds = (id: string): boolean => roles.some((role) => organisations[id]?.includes(role) === true);
    if (holds(mspId)) return;
    const holders = Object.keys(organisations).filter(holds).sort();
    throw new Refused('CONSORTIUM_ROLE_MISSING', { mspId, role: roles.join(', '), holders });
}

function requireBackOffice(caller: Caller): void {
    const attribute = 'quartier.role';
    if (caller.attribute(attribute) === BACK_OFFICE) return;
    throw new Refused('CONSORTIUM_ATTRIBUTE_MISSING', { mspId: caller.mspId, attribute, value: BACK_OFFICE });
}
