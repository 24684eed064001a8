import { hash } from 'node:crypto';
import { type Curve, packValues, type Quality } from '@quartier/rules/energy';
import { canonicalJson } from '@quartier/rules/wire';
import { type HeldCurve, qualities } from './held-readings.js';

/** A curve ready to be delivered. */
export interface PreparedCurve {
    readonly curve: Curve;
    readonly held: HeldCurve;
    /** Place in `held` of the curve's first step. */
    readonly firstStep: number;
    /** First 32 hexadecimal digits of the sha256 of the curve's canonical JSON: what the ledger lists of a delivery. */
    readonly digest: string;
    /** Bytes of the canonical JSON. */
    readonly bytes: number;
}

/** The curve from the first to the last reading held: the same readings always make the same curve. */
export function prepareCurve(held: HeldCurve, meter: string, correction?: string): PreparedCurve {
    const firstStep = held.lines.findIndex((line) => line !== 0);
    const steps = held.lines.findLastIndex((line) => line !== 0) - firstStep + 1;
    const values = Array.from({ length: steps }, (_, index) => {
        const at = firstStep + index;
        return held.lines[at] === 0 ? null : (held.wattHours[at] ?? null);
    });
    const runs = qualityRuns(held, firstStep, steps);
    const curve: Curve = {
        meter,
        start: held.span.start + firstStep * held.span.stepMinutes * 60,
        stepMinutes: held.span.stepMinutes,
        values: packValues(values),
        ...(runs.length === 0 ? {} : { qualities: runs }),
        ...(correction === undefined ? {} : { correction }),
    };
    const text = canonicalJson(curve);
    const digest = hash('sha256', text, 'hex').slice(0, 32);
    return { curve, held, firstStep, digest, bytes: Buffer.byteLength(text) };
}

function qualityRuns(
    held: HeldCurve,
    firstStep: number,
    steps: number,
): readonly (readonly [number, number, Quality])[] {
    const codes = held.qualityCodes;
    if (codes === undefined) return [];
    const runs: [number, number, Quality][] = [];
    for (let step = 0; step < steps; step += 1) {
        const code = codes[firstStep + step] ?? 0;
        const quality = qualities[code];
        if (code === 0 || quality === undefined) continue;
        const last = runs.at(-1);
        if (last?.[2] === quality && last[0] + last[1] === step) last[1] += 1;
        else runs.push([step, 1, quality]);
    }
    return runs;
}
