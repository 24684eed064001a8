/** What a campaign paid in a month, for the council that calls for the funds: each trip, and sums by slice. */
import { compareUtf8, monthOf } from '../../units/index.js';
import { compareJourneys } from './journey.js';
import type { CompiledPolicy } from './judge.js';
import type { PaidJourney } from './pay.js';

/** One journey that was paid. It has no riders: the council pays operators, and sees people only as a number of them. */
export interface StatementTrip {
    readonly operator: string;
    readonly tripId: string;
    readonly journey: string;
    readonly day: string;
    readonly proofClass: string;
    readonly metres: number;
    readonly seats: number;
    readonly slice: string;
    readonly entitledMicroEur: string;
    readonly paidMicroEur: string;
    /** The limits that cut it, with a comma between. */
    readonly cutBy: string;
}

/** Sums of the journeys that the same summands gave their amount, by operator. */
export interface StatementSlice {
    readonly operator: string;
    readonly slice: string;
    readonly journeys: number;
    readonly seats: number;
    readonly metres: number;
    readonly paidMicroEur: string;
}

export interface IncentiveStatement {
    readonly policy: string;
    readonly month: string;
    readonly trips: readonly StatementTrip[];
    readonly slices: readonly StatementSlice[];
    readonly drivers: number;
    readonly passengers: number;
    readonly journeys: number;
    readonly paidMicroEur: string;
}

/** Of the journeys that start in the local month and were paid something, in the order in which they used up limits. */
export function incentiveStatement(
    { policy }: CompiledPolicy,
    month: string,
    paid: readonly PaidJourney[],
): IncentiveStatement {
    const own = paid
        .filter(({ judgement, payment }) => monthOf(judgement.judged.local.day) === month && payment.paidMicroEur > 0n)
        .sort((one, other) => compareJourneys(one.judgement.judged.journey, other.judgement.judged.journey));
    const riders = (of: 'driver' | 'passenger'): number =>
        new Set(own.flatMap(({ judgement }) => judgement.judged.journey[of] ?? [])).size;
    return {
        policy: policy.id,
        month,
        trips: own.map(tripOf),
        slices: slicesOf(own),
        drivers: riders('driver'),
        passengers: riders('passenger'),
        journeys: own.length,
        paidMicroEur: own.reduce((sum, { payment }) => sum + payment.paidMicroEur, 0n).toString(),
    };
}

function tripOf(paid: PaidJourney): StatementTrip {
    const { judged, amountMicroEur } = paid.judgement;
    const { operator, tripId, id, proofClass, metres, seats } = judged.journey;
    return {
        operator,
        tripId: tripId ?? '',
        journey: id,
        day: judged.local.day,
        proofClass,
        metres,
        seats,
        slice: sliceOf(paid),
        entitledMicroEur: amountMicroEur.toString(),
        paidMicroEur: paid.payment.paidMicroEur.toString(),
        cutBy: paid.payment.cuts.map(({ label }) => label).join(', '),
    };
}

/** The rule and the summands that counted, and the boost. */
function sliceOf({ judgement: { rule = '', terms, boost } }: PaidJourney): string {
    return [`${rule}: ${terms.join(' + ')}`, ...(boost === undefined ? [] : [boost])].join(', ');
}

function slicesOf(paid: readonly PaidJourney[]): readonly StatementSlice[] {
    const sums = new Map<string, StatementSlice>();
    for (const one of paid) {
        const { operator, seats, metres } = one.judgement.judged.journey;
        const slice = sliceOf(one);
        const key = JSON.stringify([operator, slice]);
        const sum = sums.get(key) ?? { operator, slice, journeys: 0, seats: 0, metres: 0, paidMicroEur: '0' };
        sums.set(key, {
            operator,
            slice,
            journeys: sum.journeys + 1,
            seats: sum.seats + seats,
            metres: sum.metres + metres,
            paidMicroEur: (BigInt(sum.paidMicroEur) + one.payment.paidMicroEur).toString(),
        });
    }
    return [...sums.values()].sort(
        (one, other) => compareUtf8(one.operator, other.operator) || compareUtf8(one.slice, other.slice),
    );
}
