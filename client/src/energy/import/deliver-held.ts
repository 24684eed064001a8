import { type CurveOutcome, energyLimits, type Month } from '@quartier/rules/energy';
import { mapConcurrently } from '../../gateway/concurrency.js';
import { prepareCurve, type PreparedCurve } from './curve-of-held.js';
import type { CurveLedger } from './curve-ledger.js';
import type { HeldCurve } from './held-readings.js';
import type { ProblemList } from './report.js';
import type { Roster } from './roster.js';

/** Deliveries of one roster page share keys, so only pages are delivered at the same time. */
const PAGES_AT_ONCE = 3;
/** Below the limit of a transaction, for what the ledger adds to each curve. */
const BYTES_PER_DELIVERY = 3_500_000;

export interface DeliveryTally {
    stored: number;
    unchanged: number;
    sent: number;
    skipped: number;
    transactions: number;
}

export interface DeliveryContext {
    readonly ledger: CurveLedger;
    readonly community: string;
    readonly correction?: string | undefined;
    readonly roster: Roster;
    readonly problems: ProblemList;
    readonly tally: DeliveryTally;
    readonly onCurves: (curves: number) => void;
}

/** Curves of one roster page and month: they go in the same transactions. */
interface Delivery {
    readonly page: number;
    readonly month: Month;
    readonly curves: HeldCurve[];
}

/** Delivers curves that the ledger does not have yet, and counts and reports what became of every reading. */
export async function deliverHeld(curves: readonly HeldCurve[], context: DeliveryContext): Promise<void> {
    const deliveries = deliveriesOf(curves, context.roster);
    const pages = new Set(deliveries.map(({ page }) => page));
    await mapConcurrently(pages, PAGES_AT_ONCE, async (page) => {
        for (const delivery of deliveries) if (delivery.page === page) await deliver(delivery, context);
    });
}

/** In order of time, and of meters as on the roster. A span that is part of a month is a delivery of its own. */
function deliveriesOf(curves: readonly HeldCurve[], roster: Roster): readonly Delivery[] {
    const deliveries = new Map<string, Delivery>();
    const ordered = curves.toSorted((a, b) => a.span.start - b.span.start || a.meter - b.meter);
    for (const curve of ordered) {
        const page = roster.meters[curve.meter]?.page;
        if (page === undefined || curve.readings === 0) continue;
        const key = `${String(page)} ${String(curve.span.start)}`;
        const known = deliveries.get(key);
        if (known === undefined) deliveries.set(key, { page, month: curve.span.month, curves: [curve] });
        else known.curves.push(curve);
    }
    return [...deliveries.values()];
}

async function deliver(delivery: Delivery, context: DeliveryContext): Promise<void> {
    const stored = await storedDigests(delivery, context);
    let batch: PreparedCurve[] = [];
    let bytes = 0;
    const send = async (): Promise<void> => {
        if (batch.length > 0) await sendBatch(delivery, batch, context);
        batch = [];
        bytes = 0;
    };
    for (const held of delivery.curves) {
        const known = context.roster.meters[held.meter];
        if (known === undefined) continue;
        const prepared = prepareCurve(held, known.meter, context.correction);
        if (stored.has(`${known.point} ${prepared.digest}`)) {
            context.tally.skipped += 1;
            context.tally.unchanged += held.readings;
            context.onCurves(1);
            continue;
        }
        if (batch.length === energyLimits.metersPerPage || bytes + prepared.bytes > BYTES_PER_DELIVERY) await send();
        batch.push(prepared);
        bytes += prepared.bytes;
    }
    await send();
}

async function storedDigests({ page, month }: Delivery, { ledger, community }: DeliveryContext): Promise<Set<string>> {
    const digests = new Set<string>();
    for await (const { point, digest } of await ledger.listDeliveries(community, page, month))
        digests.add(`${point} ${digest}`);
    return digests;
}

async function sendBatch(
    { page, month }: Delivery,
    batch: readonly PreparedCurve[],
    context: DeliveryContext,
): Promise<void> {
    const { ledger, community, tally } = context;
    const curves = batch.map(({ curve }) => curve);
    const { outcomes } = await ledger.deliverCurves({ community, page, month }, { curves });
    tally.transactions += 1;
    tally.sent += batch.length;
    for (const outcome of outcomes) {
        const prepared = batch[outcome.index];
        if (prepared !== undefined) countOutcome(prepared, outcome, context);
    }
    context.onCurves(batch.length);
}

function countOutcome(prepared: PreparedCurve, outcome: CurveOutcome, context: DeliveryContext): void {
    const { held } = prepared;
    const refused = outcome.refused.reduce((sum, run) => sum + countRefused(prepared, run, context.problems), 0);
    context.tally.stored += outcome.storedSteps;
    context.tally.unchanged += held.readings - outcome.storedSteps - refused;
}

/** Reports the readings of a refused run by their lines. A run without steps is the whole curve: one problem, at its first line. */
function countRefused(
    { held, curve, firstStep }: PreparedCurve,
    { code, start, steps }: CurveOutcome['refused'][number],
    problems: ProblemList,
): number {
    const problem = { meter: curve.meter, code, details: detailsOf(code, held) };
    if (steps === 0) {
        problems.add({ ...problem, line: held.lines[firstStep] ?? 0, count: held.readings });
        return held.readings;
    }
    const from = firstStep + (start - curve.start) / (curve.stepMinutes * 60);
    const lines = held.lines.subarray(from, from + steps).filter((line) => line !== 0);
    for (const line of lines) problems.addToLine({ ...problem, line, count: 1 });
    return lines.length;
}

/** What the sentence of a code names; the ledger keeps it out of its outcomes. */
function detailsOf(code: string, { span }: HeldCurve): Readonly<Record<string, string | number>> {
    switch (code) {
        case 'ENERGY_CURVE_OUTSIDE_MONTH':
            return { month: span.month };
        case 'ENERGY_CURVE_OFF_GRID':
            return { stepMinutes: span.stepMinutes };
        case 'ENERGY_DELIVERIES_FULL':
            return { deliveries: energyLimits.deliveriesPerMeterMonth };
        default:
            return {};
    }
}
