/** What always holds of a passport. The code calls these on its own results; property tests call them on generated ones. */
import { invariant } from '../wire/index.js';
import type { Judgement } from './judgement-record.js';
import type { PassportRecord } from './records.js';

/** An event is added and nothing that was recorded changes: a reading may be marked as corrected, once. */
export function assertHistoryKept(before: PassportRecord, after: PassportRecord): void {
    invariant(after.eventCount === before.eventCount + 1, 'an event is added to those before it');
    invariant(after.link !== before.link, 'an event moves the chain on');
    invariant(after.readings.length >= before.readings.length, 'no reading is taken away');
    before.readings.forEach((reading, index) => {
        const kept = after.readings[index];
        const same = kept?.event === reading.event && kept.value === reading.value && kept.unit === reading.unit;
        invariant(same && kept.day === reading.day, 'no reading changes');
        invariant(reading.voidedBy === undefined || kept.voidedBy === reading.voidedBy, 'a correction stays');
    });
}

/** A vehicle is called illogical only with the readings that offend, and a distance is not below nothing. */
export function assertJudgementFounded(judgement: Judgement): void {
    const { outcome, pairs, reason, distanceM } = judgement;
    invariant(outcome !== 'illogical' || pairs.length > 0, 'an illogical mileage names the readings that offend');
    invariant(outcome !== 'logical' || pairs.length === 0, 'no readings of a logical mileage offend');
    invariant(pairs.length === 0 || outcome === 'illogical' || reason === 'CATEGORY_NOT_JUDGED', 'a fall is illogical');
    invariant(!(distanceM ?? '').startsWith('-'), 'no distance is below nothing');
}
