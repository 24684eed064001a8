import {
    mobilityEvents,
    requireNextVersion,
    tariffContent,
    type PublishedTariff,
    type PublishTariffRequest,
    type TariffVersion,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { loadOperator } from './declare-operator.js';

/**
 * Publishes a version of a tariff. The first may begin in the past, for what is still to be imported; a further one
 * begins after it is published, so that what was ridden keeps its price.
 */
export async function publishTariff(
    transaction: AreaSubmission,
    { tariff }: PublishTariffRequest,
): Promise<PublishedTariff> {
    const { state, caller, time } = transaction;
    const { operator, tariff: name, version, mode } = tariff;
    if (operator !== caller.mspId) {
        throw new Refused('MOBILITY_NOT_YOURS', { owner: operator, mspId: caller.mspId });
    }
    const hash = sha256(tariffContent(tariff));
    const stored = await state.get(publicKinds.tariff, [operator, name, String(version)]);
    if (stored?.hash === hash) return stored;
    if (stored !== undefined) throw new Refused('MOBILITY_TARIFF_EXISTS', { tariff: name, version });
    const { modes } = await loadOperator(state, operator);
    if (!modes.includes(mode)) throw new Refused('MOBILITY_MODE_NOT_OFFERED', { operator, mode });
    await closeLast(transaction, tariff);

    const published: PublishedTariff = { tariff, hash, until: null, publishedAt: time };
    await state.put(publicKinds.tariff, [operator, name, String(version)], published);
    await state.put(publicKinds.lastTariff, [operator, name], { version });
    transaction.event(mobilityEvents.tariffPublished, { operator, tariff: name, version, hash });
    return published;
}

/** The version before ends where this one begins. */
async function closeLast({ state, time }: AreaSubmission, next: TariffVersion): Promise<void> {
    const { operator, tariff } = next;
    const head = await state.get(publicKinds.lastTariff, [operator, tariff]);
    const last =
        head === undefined ? undefined : await state.get(publicKinds.tariff, [operator, tariff, String(head.version)]);
    requireNextVersion(next, last?.tariff);
    if (last === undefined) return;
    if (next.from < time) throw new Refused('MOBILITY_VERSION_BACKDATED', { now: time });
    await state.put(publicKinds.tariff, [operator, tariff, String(last.tariff.version)], {
        ...last,
        until: next.from,
    });
}
