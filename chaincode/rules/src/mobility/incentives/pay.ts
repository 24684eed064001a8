/** From what a journey is entitled to, to what it is paid within the limits, and back. */
import { compareUtf8 } from '../../units/index.js';
import { tripKeyOf, type CompiledCap, type Count, type Counters } from './cap.js';
import { assertWithinCaps } from './invariants.js';
import { compareJourneys, type Journey } from './journey.js';
import { judge, type CompiledPolicy, type Judgement } from './judge.js';

/** A limit that left a journey less than it is entitled to, with what was left of it. */
export interface Cut {
    readonly label: string;
    /** Micro-euro of an amount, else journeys, trips or seats. */
    readonly headroom: bigint;
}

export interface Payment {
    readonly paidMicroEur: bigint;
    /** In the order of the policy; none where all is paid. */
    readonly cuts: readonly Cut[];
    /** What the counters grow by, each key once. */
    readonly counts: readonly Count[];
}

/** A counter that a journey is held against, with what may still be counted there. */
interface Headroom {
    readonly cap: CompiledCap;
    readonly key: string;
    readonly left: bigint;
    readonly tripKey?: string;
}

const NOTHING: Payment = { paidMicroEur: 0n, cuts: [], counts: [] };

/** The counters that `pay` will read for this journey. */
export function counterKeysOf(compiled: CompiledPolicy, judgement: Judgement): readonly string[] {
    const keys = headrooms(compiled, judgement, { get: () => undefined }).flatMap(({ key, tripKey }) =>
        tripKey === undefined ? [key] : [key, tripKey],
    );
    return [...new Set(keys)].sort(compareUtf8);
}

/** Pays the least of the amount and of what the limits leave. It changes nothing: `counts` says what the counters grow by. */
export function pay(compiled: CompiledPolicy, judgement: Judgement, counters: Counters): Payment {
    const { amountMicroEur, judged } = judgement;
    if (amountMicroEur === 0n) return NOTHING;
    const rooms = headrooms(compiled, judgement, counters);
    const offers = rooms.map((room) => ({ room, offer: offerOf(compiled, room, judgement) }));
    const cuts = offers
        .filter(({ offer }) => offer < amountMicroEur)
        .map(({ room: { cap, left } }) => ({ label: cap.label, headroom: left }));
    const paidMicroEur = offers.reduce((least, { offer }) => (offer < least ? offer : least), amountMicroEur);
    if (paidMicroEur === 0n) return { ...NOTHING, cuts };
    const payment = { paidMicroEur, cuts, counts: countsOf(rooms, paidMicroEur, judged.journey) };
    assertWithinCaps(rooms, payment.counts, counters);
    return payment;
}

/** What the counters grow by, below nothing, when a payment is taken back: its journey was cancelled or was a fraud. */
export function giveBack({ counts }: Payment): readonly Count[] {
    return counts.map(({ key, add, tripKey }) => ({ key, add: -add, ...(tripKey === undefined ? {} : { tripKey }) }));
}

/** Lets counters grow. Those that come to nothing go. */
export function applyCounts(counters: Map<string, bigint>, counts: readonly Count[]): void {
    for (const { key, add, tripKey } of counts) {
        if (tripKey === undefined) grow(counters, key, add);
        else if (isTripEdge(counters, tripKey, add)) {
            grow(counters, tripKey, add);
            grow(counters, key, add);
        } else grow(counters, tripKey, add);
    }
}

/** Judged and paid, one journey after the other. */
export interface PaidJourney {
    readonly judgement: Judgement;
    readonly payment: Payment;
}

/** Judges journeys in the order in which they use up limits and lets the counters grow. */
export function payAll(
    compiled: CompiledPolicy,
    journeys: readonly Journey[],
    counters = new Map<string, bigint>(),
): readonly PaidJourney[] {
    return [...journeys].sort(compareJourneys).map((journey) => payNext(compiled, journey, counters));
}

export function payNext(compiled: CompiledPolicy, journey: Journey, counters: Map<string, bigint>): PaidJourney {
    const judgement = judge(compiled, journey);
    const payment = pay(compiled, judgement, counters);
    applyCounts(counters, payment.counts);
    return { judgement, payment };
}

function headrooms({ caps }: CompiledPolicy, { judged }: Judgement, counters: Counters): readonly Headroom[] {
    return caps
        .filter(({ fits }) => fits?.(judged) !== false)
        .flatMap((cap) => cap.keys(judged).map((key) => headroomOf(cap, key, judged.journey, counters)));
}

function headroomOf(cap: CompiledCap, key: string, journey: Journey, counters: Counters): Headroom {
    const used = counters.get(key) ?? 0n;
    const left = used < cap.most ? cap.most - used : 0n;
    if (cap.count !== 'trips') return { cap, key, left };
    const tripKey = tripKeyOf(key, journey);
    const isCounted = (counters.get(tripKey) ?? 0n) > 0n;
    return { cap, key, left: isCounted ? left + 1n : left, tripKey };
}

/** What a limit leaves of an amount. Of seats, the share of those that are left, rounded down. */
function offerOf({ amounts }: CompiledPolicy, { cap, left }: Headroom, { amountMicroEur, judged }: Judgement): bigint {
    if (cap.count === 'amount') return cap.whole && left < amountMicroEur ? 0n : least(left, amountMicroEur);
    if (cap.count !== 'seats') return left > 0n ? amountMicroEur : 0n;
    const seats = BigInt(judged.journey.seats);
    if (left >= seats) return amountMicroEur;
    if (cap.whole) return 0n;
    const { unitMicroEur } = amounts;
    return ((amountMicroEur * left) / seats / unitMicroEur) * unitMicroEur;
}

/** Each counter once, also where two limits share it. */
function countsOf(rooms: readonly Headroom[], paid: bigint, { seats }: Journey): readonly Count[] {
    const counts = new Map<string, Count>();
    const seatsPaid = rooms
        .filter(({ cap }) => cap.count === 'seats')
        .reduce((fewest, { left }) => least(fewest, left), BigInt(seats));
    for (const { cap, key, tripKey } of rooms) {
        const add = { amount: paid, seats: seatsPaid, journeys: 1n, trips: 1n }[cap.count];
        counts.set(key, { key, add, ...(tripKey === undefined ? {} : { tripKey }) });
    }
    return [...counts.values()];
}

/** Whether a trip's first journey is paid or its last is given back. */
function isTripEdge(counters: Counters, tripKey: string, add: bigint): boolean {
    return (counters.get(tripKey) ?? 0n) === (add > 0n ? 0n : 1n);
}

function grow(counters: Map<string, bigint>, key: string, add: bigint): void {
    const sum = (counters.get(key) ?? 0n) + add;
    if (sum === 0n) counters.delete(key);
    else counters.set(key, sum);
}

function least(left: bigint, right: bigint): bigint {
    return left < right ? left : right;
}
