/**
 * The amount of a journey before limits. It is computed exactly, in parts of a micro-euro, and rounded once at the end,
 * as the French registry does (preuve-covoiturage, entities/Incentive.ts: one rounding, halves up).
 */
import type { Journey } from './journey.js';
import { conditionTest, inRange, optionalTest, type JudgedJourney, type Names, type Test } from './condition.js';
import { decoded, MILLIONTHS } from './decimal.js';
import type { AmountRule, Boost, Each, IncentivePolicy, Quantity, Range, Rounding, Term } from './policy.js';

/** Parts of a micro-euro: thousandths for metres, and millionths for each of three factors. */
const PARTS = 10n ** 21n;
const METRES_A_KM = 1_000;

/** In parts of a micro-euro. */
type PartsOf = (journey: Journey) => bigint;

interface CompiledTerm {
    readonly label: string;
    readonly counts: Test;
    readonly parts: PartsOf;
}

interface CompiledRule {
    readonly label: string;
    readonly fits: Test | undefined;
    readonly terms: readonly CompiledTerm[];
    readonly amount: (parts: bigint, journey: Journey) => bigint;
}

export interface CompiledAmounts {
    readonly rules: readonly CompiledRule[];
    readonly boosts: readonly { readonly label: string; readonly fits: Test; readonly millionths: bigint }[];
    readonly bound: (parts: bigint, journey: Journey) => bigint;
    readonly round: (parts: bigint) => bigint;
    /** Micro-euro that every amount is a multiple of. */
    readonly unitMicroEur: bigint;
}

/** What the amount of a journey comes from. */
export interface Amount {
    readonly amountMicroEur: bigint;
    /** Of the rule that was taken; undefined where none fits. */
    readonly rule?: string;
    /** Of the summands that counted. */
    readonly terms: readonly string[];
    readonly boost?: string;
}

export function compileAmounts(policy: IncentivePolicy, at: string, names: Names): CompiledAmounts {
    const { unitMicroEur, round } = compileRounding(policy.rounding ?? { toEuro: '0.01', mode: 'nearest' });
    return {
        rules: policy.amounts.map((rule, index) => compileRule(rule, index, `${at}.amounts[${String(index)}]`, names)),
        boosts: (policy.boosts ?? []).map((boost, index) => compileBoost(boost, index, at, names)),
        bound: boundedBy(policy),
        round,
        unitMicroEur,
    };
}

export function amountOf(amounts: CompiledAmounts, judged: JudgedJourney): Amount {
    const rule = amounts.rules.find(({ fits }) => fits === undefined || fits(judged));
    if (rule === undefined) return { amountMicroEur: 0n, terms: [] };
    const terms = rule.terms.filter(({ counts }) => counts(judged));
    const { journey } = judged;
    const sum = terms.reduce((total, { parts }) => total + parts(journey), 0n);
    const amount = rule.amount(sum, journey);
    const boost = amounts.boosts.find(({ fits }) => fits(judged));
    const boosted = boost === undefined ? amount : (amount * boost.millionths) / MILLIONTHS;
    const positive = boosted > 0n ? amounts.bound(boosted, journey) : 0n;
    return {
        amountMicroEur: amounts.round(positive),
        rule: rule.label,
        terms: terms.map(({ label }) => label),
        ...(boost === undefined ? {} : { boost: boost.label }),
    };
}

function compileRule(rule: AmountRule, index: number, at: string, names: Names): CompiledRule {
    const times = rule.times === undefined ? undefined : decoded(rule.times);
    const bound = boundedBy(rule);
    return {
        label: rule.label ?? `amount ${String(index + 1)}`,
        fits: optionalTest(rule.when, `${at}.when`, names),
        terms: rule.sum.map((term, position) => compileTerm(term, `${at}.sum[${String(position)}]`, names)),
        amount: (parts, journey) => bound(times === undefined ? parts : (parts * times) / MILLIONTHS, journey),
    };
}

function compileTerm(term: Term, at: string, names: Names): CompiledTerm {
    const when = optionalTest(term.when, `${at}.when`, names);
    const isInRange = term.metres === undefined ? undefined : inRange(term.metres);
    const least = term.leastEuro === undefined ? undefined : decoded(term.leastEuro) * PARTS;
    const most = term.mostEuro === undefined ? undefined : decoded(term.mostEuro) * PARTS;
    const one = partsOf(term);
    return {
        label: term.label ?? termLabel(term),
        counts: (judged) => isInRange?.(judged.journey.metres) !== false && when?.(judged) !== false,
        parts: (journey) => clamp(one(journey), least, most) * timesFor('of' in term ? 'journey' : term.each, journey),
    };
}

/** Of one seat, or of a journey whose term is not for each seat. */
function partsOf(term: Term): PartsOf {
    if ('euro' in term) {
        const flat = decoded(term.euro) * PARTS;
        return () => flat;
    }
    if ('of' in term) return shareOf(term.of, term.times);
    const perKm = decoded(term.euroPerKm) * (PARTS / BigInt(METRES_A_KM));
    const { afterMetres = 0, upToMetres = Infinity, kilometres = 'exact' } = term;
    return ({ metres }) =>
        perKm * BigInt(countedMetres(Math.max(0, Math.min(metres, upToMetres) - afterMetres), kilometres));
}

function countedMetres(metres: number, kilometres: 'exact' | 'nearest' | 'started' | 'completed'): number {
    switch (kilometres) {
        case 'exact':
            return metres;
        case 'nearest':
            return Math.floor((metres + METRES_A_KM / 2) / METRES_A_KM) * METRES_A_KM;
        case 'started':
            return Math.ceil(metres / METRES_A_KM) * METRES_A_KM;
        case 'completed':
            return Math.floor(metres / METRES_A_KM) * METRES_A_KM;
    }
}

function shareOf(of: 'contribution' | 'revenue', times = '1'): PartsOf {
    const parts = decoded(times) * (PARTS / MILLIONTHS);
    return of === 'contribution'
        ? ({ contributionMicroEur }) => BigInt(contributionMicroEur) * parts
        : ({ revenueMicroEur }) => BigInt(revenueMicroEur) * parts;
}

function timesFor(each: Each | undefined, { seats }: Journey): bigint {
    return each === 'journey' ? 1n : BigInt(seats);
}

/** `least` first, so that `most` holds where they contradict. */
function boundedBy({
    least,
    most,
}: {
    readonly least?: Quantity;
    readonly most?: Quantity;
}): (parts: bigint, journey: Journey) => bigint {
    const [low, high] = [quantityOf(least), quantityOf(most)];
    return (parts, journey) => clamp(parts, low?.(journey), high?.(journey));
}

function quantityOf(quantity: Quantity | undefined): PartsOf | undefined {
    if (quantity === undefined) return undefined;
    if ('of' in quantity) return shareOf(quantity.of, quantity.times);
    const one = decoded(quantity.euro) * PARTS;
    return (journey) => one * timesFor(quantity.each, journey);
}

function clamp(value: bigint, least: bigint | undefined, most: bigint | undefined): bigint {
    const raised = least !== undefined && value < least ? least : value;
    return most !== undefined && raised > most ? most : raised;
}

function compileBoost(
    { label, when, times }: Boost,
    index: number,
    at: string,
    names: Names,
): CompiledAmounts['boosts'][number] {
    return {
        label: label ?? `boost ${String(index + 1)}`,
        fits: conditionTest(when, `${at}.boosts[${String(index)}].when`, names),
        millionths: decoded(times),
    };
}

function compileRounding({ toEuro, mode }: Rounding): Pick<CompiledAmounts, 'round' | 'unitMicroEur'> {
    const unitMicroEur = decoded(toEuro);
    const unit = unitMicroEur * PARTS;
    const added = { nearest: unit / 2n, down: 0n, up: unit - 1n }[mode];
    return { unitMicroEur, round: (parts) => ((parts + added) / unit) * unitMicroEur };
}

function termLabel(term: Term): string {
    const range = term.metres === undefined ? '' : ` ${rangeLabel(term.metres)}`;
    if ('euro' in term) return `${term.euro} euro${range}`;
    if ('of' in term) return `${term.times ?? '1'} of ${term.of}${range}`;
    const [after, upTo] = [term.afterMetres ?? 0, term.upToMetres];
    const km = upTo === undefined ? `after ${String(after)} m` : `${String(after)} to ${String(upTo)} m`;
    return `${term.euroPerKm} euro/km ${km}${range}`;
}

function rangeLabel({ from, to, over, below }: Range): string {
    const low = from ?? over;
    const high = to ?? below;
    return `${low === undefined ? '' : `from ${String(low)} m`}${high === undefined ? '' : ` to ${String(high)} m`}`.trim();
}
