import { judge } from './judgement.js';
import type { JudgementParameters } from './judgement-record.js';
import type { PassportRecord } from './records.js';

/** The passport judged anew, so that a change of the parameters needs no write. */
export function judgePassport(passport: PassportRecord, parameters: JudgementParameters): PassportRecord {
    const { readings, description, origin, noOdometer } = passport;
    const judgement = judge({ readings, description, origin, noOdometer: noOdometer === true }, parameters);
    return { ...passport, judgement };
}
