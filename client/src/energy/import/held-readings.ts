import { type Quality } from '@quartier/rules/energy';
import type { CurveSpan } from './curve-spans.js';

/** Readings of one meter over one span, held packed: 12 bytes a step. A step whose line is 0 has no reading. */
export interface HeldCurve {
    /** Place of the meter on the roster. */
    readonly meter: number;
    readonly span: CurveSpan;
    readonly wattHours: Float64Array;
    /** Line of the file that gave the reading. */
    readonly lines: Uint32Array;
    /** Places in `qualities`; absent while every reading is measured. */
    qualityCodes?: Uint8Array;
    readings: number;
}

export const qualities: readonly Quality[] = ['measured', 'estimated', 'corrected'];

export interface Reading {
    readonly meter: number;
    readonly span: CurveSpan;
    readonly step: number;
    readonly wattHours: number;
    readonly quality: Quality;
    readonly line: number;
}

/** The readings that were read and not yet sent. */
export interface HeldReadings {
    /** `held`, `same` where the file gave the same reading before, or the line that gave another. */
    hold(reading: Reading): 'held' | 'same' | { readonly firstLine: number };
    /** Steps that the held curves have room for: what bounds the memory. */
    readonly steps: number;
    /** Takes out every curve, or every one but those of the span that was filled last. */
    take(which: 'all' | 'allButLast'): HeldCurve[];
}

export function heldReadings(): HeldReadings {
    const curvesOfSpan = new Map<CurveSpan, (HeldCurve | undefined)[]>();
    let lastSpan: CurveSpan | undefined;
    let lastCurves: (HeldCurve | undefined)[] = [];
    let steps = 0;

    const curvesOf = (span: CurveSpan): (HeldCurve | undefined)[] => {
        if (span === lastSpan) return lastCurves;
        lastSpan = span;
        lastCurves = curvesOfSpan.get(span) ?? [];
        curvesOfSpan.set(span, lastCurves);
        return lastCurves;
    };
    const curveOf = (meter: number, span: CurveSpan): HeldCurve => {
        const curves = curvesOf(span);
        const known = curves[meter];
        if (known !== undefined) return known;
        const curve: HeldCurve = {
            meter,
            span,
            wattHours: new Float64Array(span.steps),
            lines: new Uint32Array(span.steps),
            readings: 0,
        };
        curves[meter] = curve;
        steps += span.steps;
        return curve;
    };

    return {
        hold: (reading) => holdIn(curveOf(reading.meter, reading.span), reading),
        get steps() {
            return steps;
        },
        take(which) {
            const spans = [...curvesOfSpan.keys()].filter((span) => which === 'all' || span !== lastSpan);
            const taken = spans.flatMap((span) => curvesOfSpan.get(span) ?? []).filter((curve) => curve !== undefined);
            for (const span of spans) curvesOfSpan.delete(span);
            if (which === 'all') lastSpan = undefined;
            steps -= taken.reduce((sum, curve) => sum + curve.span.steps, 0);
            return taken;
        },
    };
}

function holdIn(curve: HeldCurve, reading: Reading): 'held' | 'same' | { readonly firstLine: number } {
    const { step, wattHours, line } = reading;
    const quality = qualities.indexOf(reading.quality);
    const firstLine = curve.lines[step];
    if (firstLine !== undefined && firstLine !== 0) {
        const same = curve.wattHours[step] === wattHours && (curve.qualityCodes?.[step] ?? 0) === quality;
        return same ? 'same' : { firstLine };
    }
    curve.wattHours[step] = wattHours;
    curve.lines[step] = line;
    curve.readings += 1;
    if (quality !== 0) {
        curve.qualityCodes ??= new Uint8Array(curve.span.steps);
        curve.qualityCodes[step] = quality;
    }
    return 'held';
}
