import { mobilityEvents, type DeclareOperatorRequest, type OperatorRecord } from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import type { PublicState } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

/** An organisation says under which name it operates, and what. Said again, it replaces what was said. */
export async function declareOperator(
    transaction: AreaSubmission,
    { name, modes }: DeclareOperatorRequest,
): Promise<OperatorRecord> {
    const { state, caller } = transaction;
    const record: OperatorRecord = { operator: caller.mspId, name, modes: [...new Set(modes)] };
    const stored = await state.get(publicKinds.operator, [record.operator]);
    if (canonicalJson(stored ?? null) === canonicalJson(record)) return record;
    await state.put(publicKinds.operator, [record.operator], record);
    transaction.event(mobilityEvents.operatorDeclared, { operator: record.operator });
    return record;
}

export async function loadOperator(state: PublicState, operator: string): Promise<OperatorRecord> {
    const record = await state.get(publicKinds.operator, [operator]);
    if (record === undefined) throw new Refused('MOBILITY_OPERATOR_UNKNOWN', { operator });
    return record;
}
