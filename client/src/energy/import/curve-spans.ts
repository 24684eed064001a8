import { type CommunityRecord, type Month, parametersOn, type StepMinutes } from '@quartier/rules/energy';
import { dayBounds, dayOfInstant, monthBounds, monthOf } from '@quartier/rules/units';

/** What one curve covers: a local month, or the part of one that has the same step. */
export interface CurveSpan {
    readonly month: Month;
    readonly start: number;
    readonly end: number;
    readonly stepMinutes: StepMinutes;
    readonly steps: number;
}

export interface CurveSpans {
    /** Undefined for an instant whose month the community's zone table does not wholly cover. */
    at(instant: number): CurveSpan | undefined;
}

/** The spans of a community's curves, found as they are needed. */
export function curveSpans(community: CommunityRecord): CurveSpans {
    const known: CurveSpan[] = [];
    let last: CurveSpan | undefined;
    const holds = (span: CurveSpan, instant: number): boolean => instant >= span.start && instant < span.end;
    return {
        at(instant) {
            if (last !== undefined && holds(last, instant)) return last;
            last = known.find((span) => holds(span, instant));
            if (last !== undefined) return last;
            const found = spansOfMonthAt(community, instant);
            known.push(...found);
            last = found.find((span) => holds(span, instant));
            return last;
        },
    };
}

function spansOfMonthAt(community: CommunityRecord, instant: number): readonly CurveSpan[] {
    const day = dayOfInstant(community.zone, instant);
    if (day === undefined) return [];
    const month = monthOf(day);
    const bounds = monthBounds(community.zone, month);
    if (bounds === undefined) return [];
    const changes = community.parameters
        .flatMap(({ from }) => dayBounds(community.zone, from)?.start ?? [])
        .filter((start) => start > bounds.start && start < bounds.end);
    const starts = [bounds.start, ...changes];
    return starts.map((start, index) => {
        const end = starts[index + 1] ?? bounds.end;
        const stepMinutes = stepAt(community, start);
        return { month, start, end, stepMinutes, steps: Math.ceil((end - start) / (stepMinutes * 60)) };
    });
}

/** Readings from before the first parameters are read by those: they are stored, though no day of theirs is settled. */
function stepAt({ community, parameters, zone }: CommunityRecord, instant: number): StepMinutes {
    const day = dayOfInstant(zone, instant);
    const inForce = (day === undefined ? undefined : parametersOn(parameters, day)) ?? parameters[0];
    if (inForce === undefined) throw new RangeError(`The community ${community} has no parameters.`);
    return inForce.stepMinutes;
}
