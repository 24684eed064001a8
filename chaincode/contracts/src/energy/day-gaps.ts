import {
    activeOn,
    latestReadings,
    missingRuns,
    parametersOn,
    type DayGap,
    type DayGapsReply,
    type DayGapsRequest,
} from '@quartier/rules/energy';
import { dayBounds } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../consortium/index.js';

import { loadCommunity, meteredData } from './community.js';
import { loadSeries } from './metered-series.js';
import { MeterNames } from './meter-names.js';
import { Roster } from './roster.js';

/** What keeps a day from being settled, meter by meter. */
export async function dayGaps(transaction: AreaTransaction, { community, day }: DayGapsRequest): Promise<DayGapsReply> {
    const record = await loadCommunity(transaction.state, community);
    const span = dayBounds(record.zone, day);
    const stepMinutes = parametersOn(record.parameters, day)?.stepMinutes;
    if (span === undefined || stepMinutes === undefined) throw new Refused('ENERGY_DAY_OUTSIDE_PARAMETERS', { day });

    const collection = await meteredData(transaction);
    const roster = await Roster.open(collection, community);
    const active = (await roster.meters()).filter(({ spans }) => activeOn(spans, day) !== undefined);
    const series = await loadSeries(collection, active, { community, zone: record.zone, span, days: 1 });
    const names = new MeterNames(collection, community);
    const steps = (span.end - span.start) / (stepMinutes * 60);
    const gaps: DayGap[] = [];
    for (const { point } of active) {
        const curves = (series.get(point)?.curves ?? []).filter((curve) => curve.stepMinutes === stepMinutes);
        const runs = missingRuns(latestReadings(curves, { start: span.start, steps, stepMinutes }));
        if (runs.length === 0) continue;
        const { meter, member } = await names.on(point, day);
        gaps.push({
            meter,
            member,
            missing: runs.map(([first, length]) => [span.start + first * stepMinutes * 60, length]),
        });
    }
    return { gaps };
}
