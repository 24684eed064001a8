/**
 * A plan that a seller sells: what a rider pays a period, what is included, what the rest costs, and what no rider pays
 * more than over all operators. Amounts are micro-euro with tax, as decimal strings; times seconds, distances metres.
 */
import type { IntervalRule, Mode, PriceModel } from '../tariffs/index.js';

export type PlanPeriod = { readonly kind: 'month' } | { readonly kind: 'days'; readonly days: number };

/** What is included of some modes together: without limit, or so much of a measure each ride, local day or period. */
export type Allowance =
    | { readonly modes: readonly Mode[]; readonly measure: 'unlimited' }
    | {
          readonly modes: readonly Mode[];
          readonly measure: 'seconds' | 'metres' | 'rides';
          readonly amount: number;
          readonly per: 'ride' | 'day' | 'period';
      };

/** What use beyond the allowances costs: a share of the operator's price, or a price of the plan's own. */
export type Overage =
    | { readonly modes: readonly Mode[]; readonly sharePpm: number }
    | { readonly modes: readonly Mode[]; readonly price: PriceModel; readonly intervals: IntervalRule };

export interface Plan {
    /** MSP id of the organisation that sells it. */
    readonly seller: string;
    readonly plan: string;
    readonly version: number;
    /** It can be sold over `[from, to)`. */
    readonly from: number;
    readonly to: number | null;
    readonly name?: string;
    /** Of one period, in whole cents. */
    readonly priceMicroEur: string;
    readonly vatPpm: number;
    readonly period: PlanPeriod;
    /** The first that has something left of a leg's mode is used. */
    readonly allowances: readonly Allowance[];
    /** The first that names the mode holds; without one, the operator's own price does. */
    readonly overage: readonly Overage[];
    /** The most that a rider pays over all operators a local day and a local month, by the day a leg starts. */
    readonly capDayMicroEur?: string;
    readonly capMonthMicroEur?: string;
    /** Rides of one local day that allowances cover; further ones are beyond fair use. */
    readonly fairRidesPerDay?: number;
}

export const planLimits = {
    allowances: 16,
    overages: 16,
    periodDays: 366,
    /** Legs of one bill. */
    legsPerBill: 10_000,
} as const;
