import { hash } from 'node:crypto';
import type { CurveLedger } from '@quartier/client';
import {
    type CommunityParameters,
    type CommunityRecord,
    type Curve,
    type CurveOutcome,
    type ListedDelivery,
    type ListedMembership,
    unpackValues,
} from '@quartier/rules/energy';
import type { ZoneTable } from '@quartier/rules/units';
import { canonicalJson } from '@quartier/rules/wire';

export interface FakeLedger extends CurveLedger {
    /** Readings by meter and instant. */
    readonly readings: ReadonlyMap<string, ReadonlyMap<number, number>>;
    readonly curves: readonly Curve[];
    readonly transactions: readonly { readonly page: number; readonly month: string; readonly curves: number }[];
    /** Readings of these instants are of a settled day. */
    closed: (instant: number) => boolean;
    /** Curves of this meter are refused whole. */
    refusedMeter: string | undefined;
    /** Fails before the transaction of this number, from 0, is stored. */
    failAt: number;
}

export interface FakeCommunity {
    readonly zone: ZoneTable;
    readonly meters: readonly string[];
    readonly parameters?: readonly CommunityParameters[];
    readonly metersPerPage?: number;
}

/** An energy area in memory that keeps what the contract promises of members, deliveries and curves. */
export function fakeLedger({ zone, meters, parameters, metersPerPage = 250 }: FakeCommunity): FakeLedger {
    const community: CommunityRecord = {
        community: 'confluence',
        organiser: 'UtilityMSP',
        metering: 'UtilityMSP',
        zone,
        parameters: parameters ?? [{ from: '2010-01-01', stepMinutes: 15, rule: 'prorata' }],
    };
    const readings = new Map<string, Map<number, number>>();
    const deliveries = new Map<string, ListedDelivery[]>();
    const curves: Curve[] = [];
    const transactions: { page: number; month: string; curves: number }[] = [];
    const pageOf = (meter: string): number => Math.floor(meters.indexOf(meter) / metersPerPage);

    function store(curve: Curve, index: number): CurveOutcome {
        if (curve.meter === ledger.refusedMeter) {
            const refused = [{ code: 'ENERGY_DELIVERIES_FULL', start: curve.start, steps: 0 }];
            return { index, outcome: 'refused', storedSteps: 0, refused };
        }
        const known = readings.get(curve.meter) ?? new Map<number, number>();
        readings.set(curve.meter, known);
        const refused: { code: string; start: number; steps: number }[] = [];
        let storedSteps = 0;
        for (const [step, value] of unpackValues(curve.values).entries()) {
            const instant = curve.start + step * curve.stepMinutes * 60;
            if (value === null || known.get(instant) === value) continue;
            const closed = ledger.closed(instant);
            if (closed || (known.has(instant) && curve.correction === undefined)) {
                const code = closed ? 'ENERGY_READING_AFTER_CLOSE' : 'ENERGY_READING_DIFFERS';
                refused.push({ code, start: instant, steps: 1 });
                continue;
            }
            known.set(instant, value);
            storedSteps += 1;
        }
        const nothing = refused.length > 0 ? 'refused' : 'unchanged';
        return { index, outcome: storedSteps > 0 ? 'stored' : nothing, storedSteps, refused };
    }

    const ledger: FakeLedger = {
        readings,
        curves,
        transactions,
        closed: () => false,
        refusedMeter: undefined,
        failAt: -1,
        getCommunity: () => Promise.resolve(community),
        async *listMembers(): AsyncGenerator<ListedMembership> {
            for (const meter of meters) {
                await Promise.resolve();
                const page = pageOf(meter);
                const membership = { meter, member: meter, role: 'consumer', from: '2010-01-01', to: null } as const;
                yield { ...membership, point: `point of ${meter}`, page };
            }
        },
        listDeliveries: (_, page, month) => Promise.resolve(deliveries.get(`${String(page)} ${month}`) ?? []),
        async deliverCurves({ page, month }, part) {
            await new Promise((resolve) => setImmediate(resolve));
            if (transactions.length === ledger.failAt) throw new Error('The connection is gone.');
            if (part.curves.some(({ meter }) => pageOf(meter) !== page)) throw new Error('A meter of another page.');
            transactions.push({ page, month, curves: part.curves.length });
            curves.push(...part.curves);
            const outcomes = part.curves.map(store);
            const rows = deliveries.get(`${String(page)} ${month}`) ?? [];
            deliveries.set(`${String(page)} ${month}`, rows);
            for (const { index, storedSteps, refused } of outcomes) {
                const curve = part.curves[index];
                if (curve === undefined || storedSteps === 0 || refused.length > 0) continue;
                const digest = hash('sha256', canonicalJson(curve), 'hex').slice(0, 32);
                rows.push({ point: `point of ${curve.meter}`, version: 1, start: curve.start, steps: 1, digest });
            }
            return { outcomes };
        },
    };
    return ledger;
}

/** Watt-hours over all meters. */
export function sumOf(ledger: FakeLedger): number {
    let sum = 0;
    for (const readings of ledger.readings.values()) for (const value of readings.values()) sum += value;
    return sum;
}
