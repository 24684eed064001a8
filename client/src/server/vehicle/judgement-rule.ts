import { defaultJudgementParameters, judgementParameters, type JudgementParameters } from '@quartier/rules/vehicle';

import type { VehicleSource } from './source.js';

/** The parameters of the judgement in force on a day, and by which decision. */
export interface RuleInForce {
    readonly parameters: JudgementParameters;
    /** Absent where the documented values are in force, for nothing is decided. */
    readonly decided?: { readonly decision: string; readonly from: string };
}

export async function ruleInForce(source: VehicleSource, day: string): Promise<RuleInForce> {
    const found = await source.parametersOn(day);
    if (found === undefined) return { parameters: defaultJudgementParameters };
    const { value, decision, from } = found;
    return { parameters: judgementParameters(value, 'value'), decided: { decision, from } };
}
