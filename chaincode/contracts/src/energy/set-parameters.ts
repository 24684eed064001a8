import {
    checkParametersFitZone,
    energyEvents,
    energyLimits,
    firstSettledIn,
    requireKeysForRule,
    type CommunityParameters,
    type CommunityRecord,
    type SetParametersPrivate,
    type SetParametersRequest,
} from '@quartier/rules/energy';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';

import { loadOwnCommunity, meteredData, settledRanges } from './community.js';
import { hasStaticKeys, putStaticKeys } from './create-community.js';
import { publicKinds } from './keys.js';

export async function setParameters(
    transaction: AreaSubmission,
    { community, parameters }: SetParametersRequest,
    secret: SetParametersPrivate,
): Promise<CommunityRecord> {
    const record = await loadOwnCommunity(transaction, community);
    const collection = await meteredData(transaction);
    const same = record.parameters.find(({ from }) => from === parameters.from);
    if (same !== undefined) {
        const isSame =
            canonicalJson(same) === canonicalJson(parameters) &&
            (await hasStaticKeys(collection, { community, parameters, keys: secret.keys ?? [] }));
        if (isSame) return record;
        throw new Refused('ENERGY_PARAMETERS_EXIST', { community, from: parameters.from });
    }
    if (record.parameters.length >= energyLimits.datedRowsPerCommunity) {
        throw new Refused('ENERGY_ROWS_TOO_MANY', { rows: record.parameters.length });
    }
    checkParametersFitZone(record.zone, parameters);
    const keys = requireKeysForRule(parameters.rule, secret.keys);
    const next = record.parameters.find(({ from }) => from > parameters.from)?.from ?? null;
    const closed = firstSettledIn(await settledRanges(transaction.state, community), parameters.from, next);
    if (closed !== undefined) throw new Refused('ENERGY_CHANGE_AFTER_CLOSE', { day: closed });

    const changed = { ...record, parameters: [...record.parameters, parameters].sort(byFrom) };
    await transaction.state.put(publicKinds.community, [community], changed);
    await putStaticKeys(collection, { community, parameters, keys });
    transaction.event(energyEvents.parametersSet, { community, from: parameters.from });
    return changed;
}

function byFrom(left: CommunityParameters, right: CommunityParameters): number {
    return left.from < right.from ? -1 : 1;
}
