import { lineAmount } from './charge.js';
import type { IntervalRule, Segment } from './tariff-version.js';

/** What a segment charges for a usage: the seconds or metres billed (1 where charged once) at a rate for `per` of them. */
export interface SegmentCharge {
    readonly quantity: number;
    readonly rateMicroEur: bigint;
    readonly per: number;
    readonly amountMicroEur: bigint;
}

/** The charge of a segment, or undefined where the usage does not come to it. */
export function segmentCharge(segment: Segment, usage: number, rule: IntervalRule): SegmentCharge | undefined {
    const count = intervalsCharged(segment, usage, rule);
    if (count === 0) return undefined;
    const once = segment.interval === 0;
    const quantity = once ? 1 : count * segment.interval;
    const per = once ? 1 : (segment.per ?? segment.interval);
    const rateMicroEur = BigInt(segment.rateMicroEur);
    return { quantity, rateMicroEur, per, amountMicroEur: lineAmount(quantity, rateMicroEur, per) };
}

/** How often the rate of a segment is charged for a usage of so many whole seconds or metres. */
export function intervalsCharged(
    { start, end, interval }: Pick<Segment, 'start' | 'end' | 'interval'>,
    usage: number,
    rule: IntervalRule,
): number {
    if (usage < start || (rule === 'started' && usage === start)) return 0;
    if (interval === 0) return 1;
    const used = (end === undefined ? usage : Math.min(usage, end)) - start;
    if (rule === 'completed') return Math.floor(used / interval);
    if (rule === 'started') return Math.ceil(used / interval);
    // The end is excluded, so an interval that would begin there is not reached.
    const reached = end === undefined ? used : Math.min(used, end - 1 - start);
    return Math.floor(reached / interval) + 1;
}
