import type { LegRecord } from '@quartier/rules/mobility';
import { detailNames, type Json, type RefusalDetails } from '@quartier/rules/wire';

import { mobilityCatalogue } from './catalogue.js';

/** A record that was refused within its batch: what became of it carries a code and, for some, a reason. */
export interface RefusedLeg {
    /** MSP id of the operator that sent it. */
    readonly by: string;
    readonly record: LegRecord;
    readonly code: string;
    readonly reason?: string | undefined;
}

/** The details that the sentence of the code is made of, as far as the record itself says them. */
export function refusedLegDetails({ by, record, code, reason }: RefusedLeg): RefusalDetails {
    const text = mobilityCatalogue[code];
    const said = saidBy(by, record, reason);
    const names = text === undefined ? ['reason'] : detailNames(text);
    return Object.fromEntries(
        names.flatMap((name): readonly (readonly [string, Json])[] => {
            const detail = said[name];
            return detail === undefined ? [] : [[name, detail]];
        }),
    );
}

function saidBy(
    operator: string,
    record: LegRecord,
    reason: string | undefined,
): Readonly<Record<string, Json | undefined>> {
    const { seller, tariff, tariffVersion, subscription, mode, start, end, surgePpm } = record;
    return {
        operator,
        seller,
        tariff,
        version: tariffVersion,
        subscription,
        mode,
        at: start,
        endedAt: end,
        surgePpm,
        mspId: operator,
        with: seller,
        owner: operator,
        reason,
    };
}
