import type { Journey, PaidJourney } from '@quartier/rules/mobility';

import type { BadRow } from './journeys-file.js';
import { payRows, type RowsToPay } from './pay-rows.js';

/** What a policy would give for one journey of a file. */
export interface SimulatedJourney {
    readonly line: number;
    readonly id: string;
    readonly operator: string;
    /** Local day of the start. */
    readonly day: string;
    /** Before limits. */
    readonly entitledMicroEur: string;
    readonly paidMicroEur: string;
    /** What is paid, in whole cents. */
    readonly paidCents: number;
    /** The requirement or exclusion that left it nothing. */
    readonly refusedBy?: string;
    /** The limits that left it less than it is entitled to, with what was left of each: micro-euro, or a count. */
    readonly cutBy?: readonly { readonly limit: string; readonly left: string }[];
    /** The amount rule, the summands of it that counted, and the boost. */
    readonly rule?: string;
    readonly terms: readonly string[];
    readonly boost?: string;
}

export interface SimulationTotals {
    readonly journeys: number;
    readonly paidJourneys: number;
    /** Of them, those that a limit left less than they are entitled to. */
    readonly cutJourneys: number;
    readonly entitledMicroEur: string;
    readonly paidMicroEur: string;
    readonly paidCents: number;
    /** Journeys by the requirement that left them nothing. */
    readonly refusedBy: Readonly<Record<string, number>>;
    /** Journeys by the limit that cut them. */
    readonly cutBy: Readonly<Record<string, number>>;
    /** Journeys that do not say who: limits per person pass over them. */
    readonly withoutDriver: number;
    readonly withoutPassenger: number;
}

export interface Simulation {
    readonly policy: string;
    /** In the order of the file. */
    readonly journeys: readonly SimulatedJourney[];
    readonly bad: readonly BadRow[];
    readonly totals: SimulationTotals;
}

export interface SimulationInput extends RowsToPay {
    readonly bad?: readonly BadRow[];
}

const MICRO_EUR_A_CENT = 10_000n;

/** Tries a policy on journeys, without a ledger, by the rules that the ledger pays by. */
export function simulate({ bad = [], ...input }: SimulationInput): Simulation {
    const { paid, refused } = payRows(input);
    const journeys = paid.map(({ line, paid: one }) => simulated(line, one));
    return {
        policy: input.compiled.policy.id,
        journeys,
        bad: [...bad, ...refused].sort((a, b) => a.line - b.line),
        totals: totalsOf(
            journeys,
            input.rows.map(({ journey }) => journey),
        ),
    };
}

function simulated(line: number, { judgement, payment }: PaidJourney): SimulatedJourney {
    const { judged, amountMicroEur, refusedBy, rule, terms, boost } = judgement;
    return {
        line,
        id: judged.journey.id,
        operator: judged.journey.operator,
        day: judged.local.day,
        entitledMicroEur: amountMicroEur.toString(),
        paidMicroEur: payment.paidMicroEur.toString(),
        paidCents: cents(payment.paidMicroEur),
        ...(refusedBy === undefined ? {} : { refusedBy }),
        ...(payment.cuts.length === 0
            ? {}
            : { cutBy: payment.cuts.map(({ label, headroom }) => ({ limit: label, left: headroom.toString() })) }),
        ...(rule === undefined ? {} : { rule }),
        terms,
        ...(boost === undefined ? {} : { boost }),
    };
}

function totalsOf(results: readonly SimulatedJourney[], journeys: readonly Journey[]): SimulationTotals {
    const paid = sum(results.map(({ paidMicroEur }) => paidMicroEur));
    return {
        journeys: results.length,
        paidJourneys: results.filter(({ paidMicroEur }) => paidMicroEur !== '0').length,
        cutJourneys: results.filter(({ cutBy }) => cutBy !== undefined).length,
        entitledMicroEur: sum(results.map(({ entitledMicroEur }) => entitledMicroEur)).toString(),
        paidMicroEur: paid.toString(),
        paidCents: cents(paid),
        refusedBy: counted(results.flatMap(({ refusedBy }) => refusedBy ?? [])),
        cutBy: counted(results.flatMap(({ cutBy }) => cutBy?.map(({ limit }) => limit) ?? [])),
        withoutDriver: journeys.filter(({ driver }) => driver === undefined).length,
        withoutPassenger: journeys.filter(({ passenger }) => passenger === undefined).length,
    };
}

function sum(amounts: readonly string[]): bigint {
    return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}

function cents(microEur: bigint): number {
    return Number(microEur / MICRO_EUR_A_CENT);
}

function counted(labels: readonly string[]): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return Object.fromEntries(counts);
}
