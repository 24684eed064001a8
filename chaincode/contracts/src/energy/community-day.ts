import type { Posting } from '@quartier/rules/accounts';
import {
    activeOn,
    fillGaps,
    latestReadings,
    packSums,
    priceOn,
    priceSupplies,
    publicTotals,
    settleDay,
    supplyPostings,
    type CommunityParameters,
    type Day,
    type DayMeter,
    type GapPolicy,
    type PriceRecord,
    type SettledDay,
} from '@quartier/rules/energy';
import type { Span, ZoneTable } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { DaySettlement } from './keys.js';
import type { MeteredSeries } from './metered-series.js';
import type { RosterMeter } from './roster.js';

export interface CommunityDay {
    readonly day: Day;
    readonly span: Span;
    readonly parameters: CommunityParameters;
    readonly gaps: GapPolicy;
    readonly zone: ZoneTable;
    readonly meters: readonly RosterMeter[];
    readonly series: ReadonlyMap<string, MeteredSeries>;
    readonly window: Span;
    readonly prices: readonly PriceRecord[];
    /** By the meter's pseudonym. */
    readonly keysPpm: Readonly<Record<string, number>>;
}

export interface SettledCommunityDay {
    readonly day: Day;
    readonly settlement: DaySettlement;
    readonly postings: readonly Posting[];
    /** What everybody may know. */
    readonly disclosed: Pick<SettledDay, 'filledSteps' | 'steps' | 'consumers' | 'producers' | 'totals'>;
}

/** A meter of the day with its pseudonym, and how many of its readings were filled in. */
interface CompleteMeter extends DayMeter {
    readonly point: string;
    readonly filledSteps: number;
}

/**
 * Settles one day from what was loaded.
 * Refuses ENERGY_DAY_WITHOUT_MEMBERS, ENERGY_DAY_HAS_GAPS, ENERGY_GAP_NOT_ESTIMABLE and ENERGY_PRICE_MISSING.
 */
export function settleOneDay(request: CommunityDay): SettledCommunityDay {
    const { day, span, parameters } = request;
    const meters = completeMeters(request);
    const steps = (span.end - span.start) / (parameters.stepMinutes * 60);
    const keysPpm = new Map(meters.map(({ id, point }) => [id, request.keysPpm[point] ?? 0]));
    const { consumers, producers, suppliedWh, totals } = settleDay({ meters, rule: parameters.rule, keysPpm, steps });

    const byId = new Map(meters.map((meter) => [meter.id, meter]));
    const points = (ids: readonly { readonly id: string }[]): string[] =>
        ids.map(({ id }) => byId.get(id)?.point ?? id);
    const filled = [...consumers, ...producers].map(({ id }) => byId.get(id)?.filledSteps ?? 0);
    const settlement: DaySettlement = {
        consumers: points(consumers),
        consumptionWh: packSums(consumers.map(({ consumptionWh }) => consumptionWh)),
        selfConsumedWh: packSums(consumers.map(({ selfConsumedWh }) => selfConsumedWh)),
        producers: points(producers),
        productionWh: packSums(producers.map(({ productionWh }) => productionWh)),
        sharedWh: packSums(producers.map(({ sharedWh }) => sharedWh)),
        filledSteps: packSums(filled),
        suppliedWh: packSums([...suppliedWh]),
    };
    const supplies = priceSupplies(
        day,
        {
            consumers: settlement.consumers.map((id) => ({ id })),
            producers: settlement.producers.map((id) => ({ id })),
            suppliedWh,
        },
        (point) => priceOn(request.prices, point, day),
    );
    return {
        day,
        settlement,
        postings: supplyPostings(supplies),
        disclosed: {
            filledSteps: filled.reduce((sum, its) => sum + its, 0),
            steps,
            consumers: consumers.length,
            producers: producers.length,
            totals: publicTotals({ totals, consumers: consumers.length, producers: producers.length }),
        },
    };
}

/** The members of the day, each with a reading in every step. */
function completeMeters(request: CommunityDay): CompleteMeter[] {
    const { day, gaps } = request;
    const complete: CompleteMeter[] = [];
    let incomplete = 0;
    let missingSteps = 0;
    for (const meter of request.meters) {
        const role = activeOn(meter.spans, day)?.role;
        if (role === undefined) continue;
        const filled = fillDay(request, meter.point);
        if (filled.outcome === 'filled') {
            const id = request.series.get(meter.point)?.meter ?? meter.point;
            complete.push({ id, point: meter.point, role, values: filled.values, filledSteps: filled.filledSteps });
        } else {
            incomplete += 1;
            missingSteps += filled.steps;
        }
    }
    if (incomplete > 0) {
        const code = gaps === 'estimate' ? 'ENERGY_GAP_NOT_ESTIMABLE' : 'ENERGY_DAY_HAS_GAPS';
        throw new Refused(code, { day, meters: incomplete, missingSteps });
    }
    if (complete.length === 0) throw new Refused('ENERGY_DAY_WITHOUT_MEMBERS', { day });
    return complete;
}

function fillDay(request: CommunityDay, point: string): ReturnType<typeof fillGaps> {
    const { gaps, zone, span, parameters } = request;
    const { stepMinutes } = parameters;
    const window = gaps === 'estimate' ? request.window : span;
    const curves = request.series.get(point)?.curves ?? [];
    const steps = (window.end - window.start) / (stepMinutes * 60);
    const values = latestReadings(
        curves.filter((curve) => curve.stepMinutes === stepMinutes),
        { start: window.start, steps, stepMinutes },
    );
    return fillGaps({ policy: gaps, zone, stepMinutes, day: span, window: { start: window.start, values } });
}
