import type { Judgement, JudgementParameters, PassportRecord, StoredReading } from './records.js';

export interface Judged {
    readonly readings: readonly StoredReading[];
    readonly description: PassportRecord['description'];
    readonly origin: PassportRecord['origin'];
    readonly noOdometer: boolean;
}

export function judge(_judged: Judged, _parameters: JudgementParameters): Judgement {
    return { outcome: 'no-opinion', reason: 'FEWER_THAN_TWO_READINGS', rdwCode: '06', pairs: [], flags: [] };
}
