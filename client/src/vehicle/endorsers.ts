import type { ConsortiumRecord } from '@quartier/rules/consortium';
import { vehicleRoles } from '@quartier/rules/vehicle';

/**
 * Who endorses what has a private part: the caller's organisation and the authority's; for the authority itself, it and
 * the first other. Nobody beside them sees it in clear.
 */
export function endorsersOf({ organisations }: ConsortiumRecord, mspId: string): readonly string[] {
    const others = Object.keys(organisations)
        .filter((id) => id !== mspId)
        .toSorted();
    const holds = (id: string): boolean => organisations[id]?.includes(vehicleRoles.authority) === true;
    const other = holds(mspId) ? others[0] : (others.find(holds) ?? others[0]);
    return other === undefined ? [mspId] : [mspId, other];
}
