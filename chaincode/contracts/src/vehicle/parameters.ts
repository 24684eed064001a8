import {
    defaultJudgementParameters,
    vehicleSubjects,
    type Day,
    type JudgementParameters,
    type Manufacturers,
} from '@quartier/rules/vehicle';

import { decided } from '../consortium/index.js';
import type { PublicState } from '../ledger/index.js';

/** What the organisations have decided for a day; the documented defaults until they decide. */
export async function judgementParametersOn(state: PublicState, day: Day): Promise<JudgementParameters> {
    return (await decided<JudgementParameters>(state, vehicleSubjects.judgement, day)) ?? defaultJudgementParameters;
}

/** Who holds which manufacturer codes on a day; undefined until the organisations decide. */
export async function manufacturersOn(state: PublicState, day: Day): Promise<Manufacturers | undefined> {
    return decided<Manufacturers>(state, vehicleSubjects.manufacturers, day);
}
