import type { ConsortiumRecord, Founding } from '@quartier/rules/consortium';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { transactionTime, type Caller, type PublicState, type Stub } from '../ledger/index.js';

import { consortiumKind, consortiumParts } from './keys.js';

/**
 * An organisation agrees to the founding. It is in force once every organisation that it names has ratified the same
 * content: endorsement is not consent, so nobody founds a consortium for the others.
 */
export async function ratify(
    stub: Stub,
    state: PublicState,
    caller: Caller,
    founding: Founding,
): Promise<ConsortiumRecord> {
    transactionTime(stub, founding.clockToleranceSeconds);
    requireFoundingAdmin(caller, founding);
    const stored = await state.get(consortiumKind, consortiumParts);
    const earlier = stored === undefined || isOwnDraft(stored, caller, founding) ? [] : stored.ratifiedBy;
    if (earlier.length > 0 && stored !== undefined && !isSameFounding(stored, founding)) {
        throw new Refused('CONSORTIUM_FOUNDING_DIFFERS');
    }
    const ratifiedBy = [...new Set([...earlier, caller.mspId])].sort();
    const record: ConsortiumRecord = {
        ...founding,
        ratifiedBy,
        inForce: Object.keys(founding.organisations).every((mspId) => ratifiedBy.includes(mspId)),
    };
    await state.put(consortiumKind, consortiumParts, record);
    return record;
}

function requireFoundingAdmin(caller: Caller, founding: Founding): void {
    if (!Object.hasOwn(founding.organisations, caller.mspId)) {
        throw new Refused('CONSORTIUM_STRANGER', { mspId: caller.mspId });
    }
    if (!caller.isAdmin) throw new Refused('CONSORTIUM_ADMIN_REQUIRED', { mspId: caller.mspId });
}

/** What only the caller itself has ratified, the caller may still replace. */
function isOwnDraft(stored: ConsortiumRecord, caller: Caller, founding: Founding): boolean {
    const onlyOwn = stored.ratifiedBy.every((mspId) => mspId === caller.mspId);
    return onlyOwn && !stored.inForce && !isSameFounding(stored, founding);
}

function isSameFounding(
    { ratifiedBy: _ratifiedBy, inForce: _inForce, ...stored }: ConsortiumRecord,
    founding: Founding,
): boolean {
    return canonicalJson(stored) === canonicalJson(founding);
}
