import type { LegKind, LegRecord } from '../legs/index.js';
import type { Mode } from '../tariffs/index.js';

/** A leg as a bill takes it: what was ridden and what the operator charges for it. */
export interface RiddenLeg {
    readonly operator: string;
    readonly leg: string;
    readonly mode: Mode;
    readonly start: number;
    readonly durationSeconds: number;
    readonly distanceMetres: number;
    /** With tax, in whole cents. */
    readonly priceMicroEur: string;
}

/** A fine, an extra or a refund: no plan includes it and no cap limits it. */
export interface OtherCharge {
    readonly operator: string;
    readonly leg: string;
    readonly kind: LegKind;
    readonly amountMicroEur: string;
}

/** What was ridden and charged in the end: a record that was credited is gone, and so is its credit. */
export function riddenLegs(records: readonly LegRecord[]): {
    readonly legs: readonly RiddenLeg[];
    readonly others: readonly OtherCharge[];
} {
    const credited = new Set(
        records.filter(({ kind }) => kind === 'credit').map(({ operator, of = '' }) => JSON.stringify([operator, of])),
    );
    const legs: RiddenLeg[] = [];
    const others: OtherCharge[] = [];
    for (const record of records) {
        const { operator, leg, kind, mode, start, durationSeconds, distanceMetres, totalMicroEur } = record;
        if (kind === 'credit' || credited.has(JSON.stringify([operator, leg]))) continue;
        if (kind === 'leg' || kind === 'replacement')
            legs.push({ operator, leg, mode, start, durationSeconds, distanceMetres, priceMicroEur: totalMicroEur });
        else others.push({ operator, leg, kind, amountMicroEur: totalMicroEur });
    }
    return { legs, others };
}
