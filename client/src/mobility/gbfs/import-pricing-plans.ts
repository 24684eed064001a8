/**
 * Reads `system_pricing_plans.json` of GBFS (MobilityData, versions 1.1 to 3.1): each plan becomes a tariff, or is refused for a
 * stated reason. Money and distances are taken from the text of the numbers, never from binary fractions.
 */
import {
    tariffLimits,
    tariffVersion,
    type IntervalRule,
    type Mode,
    type PriceModel,
    type Segment,
    type TariffVersion,
} from '@quartier/rules/mobility';
import { Refused, type RefusalDetails } from '@quartier/rules/wire';

import { UnusableFile } from '../../files/index.js';
import { isRecord, NumberText, parseExactJson, type ExactJson } from './exact-json.js';
import {
    edge,
    flag,
    localizedText,
    malformedPlan,
    money,
    required,
    type Place,
    type RoundedAmount,
    type SegmentUnit,
} from './plan-members.js';
import { pricingPlanRefusals, type PricingPlanRefusalCode } from './refusals.js';

/** What a feed does not say of its plans. */
export interface PricingPlanOptions {
    /** MSP id of the operator. */
    readonly operator: string;
    readonly mode: Mode;
    /** Instants from which and until which the tariffs hold. */
    readonly from: number;
    readonly to?: number;
    readonly version?: number;
    /** `started` where nothing is said: 60 minutes are one hour. `reached` is GBFS to the letter. */
    readonly intervals?: IntervalRule;
    /** Needed of plans that tax is added to; of others, what their prices contain. */
    readonly vatPpm?: number;
    /** Needed of plans with surge pricing. */
    readonly surgeMaximumPpm?: number;
}

export interface ImportedPlan {
    readonly plan: string;
    readonly outcome: 'imported';
    readonly tariff: TariffVersion;
    /** Members of the plan that nothing was made of. */
    readonly ignored: readonly string[];
    /** Amounts that are finer than a micro-euro, and what they are taken as. */
    readonly rounded: readonly RoundedAmount[];
}

export interface RefusedPlan {
    /** Its id, or its place in the feed where it has none. */
    readonly plan: string;
    readonly outcome: 'refused';
    readonly code: string;
    readonly details: RefusalDetails;
}

export type PlanOutcome = ImportedPlan | RefusedPlan;

export interface PricingPlanReport {
    readonly imported: number;
    readonly refused: number;
    /** In the order of the feed. */
    readonly plans: readonly PlanOutcome[];
}

/** Members that are read, or that say nothing of the price. */
const knownMembers = new Set([
    'plan_id',
    'url',
    'name',
    'currency',
    'price',
    'is_taxable',
    'description',
    'per_km_pricing',
    'per_min_pricing',
    'surge_pricing',
    'reservation_price_per_min',
    'reservation_price_flat_rate',
    'fare_capping',
]);

const LONGEST_NAME = 128;

interface ListedPlan {
    readonly value: ExactJson;
    readonly at: string;
    /** Stands before the plan's id where a file collects the plans of several systems. */
    readonly system: string | undefined;
}

/**
 * @param text of a `system_pricing_plans.json`, or of a file with `systems` that each have a `system_id` and `plans`
 * @throws UnusableFile MOBILITY_GBFS_UNREADABLE, MOBILITY_GBFS_NO_PLANS, MOBILITY_GBFS_VERSION
 */
export function importPricingPlans(text: string, options: PricingPlanOptions): PricingPlanReport {
    const seen = new Set<string>();
    const plans = listedPlans(text).map((listed): PlanOutcome => {
        const plan = idOf(listed) ?? listed.at;
        try {
            if (seen.has(plan)) throw refusedPlan('MOBILITY_GBFS_PLAN_TWICE');
            seen.add(plan);
            return { plan, outcome: 'imported', ...importedPlan(listed, options) };
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            return { plan, outcome: 'refused', code: error.code, details: error.details };
        }
    });
    const imported = plans.filter(({ outcome }) => outcome === 'imported').length;
    return { imported, refused: plans.length - imported, plans };
}

function importedPlan(
    listed: ListedPlan,
    options: PricingPlanOptions,
): Pick<ImportedPlan, 'tariff' | 'ignored' | 'rounded'> {
    if (!isRecord(listed.value)) throw malformedPlan(listed.at, 'is no object');
    const place: Place = { of: listed.value, at: '', rounded: [] };
    const { operator, mode, from, to = null, version = 1, intervals = 'started' } = options;
    const name = localizedText(place, 'name')?.normalize('NFC').trim().slice(0, LONGEST_NAME).trim();
    const tariff = {
        operator,
        tariff: required(idOf(listed), place, 'plan_id'),
        version,
        from,
        to,
        mode,
        ...(name === undefined || name === '' ? {} : { name }),
        currency: required(localizedText(place, 'currency'), place, 'currency'),
        intervals,
        ...taxMembers(place, options),
        price: priceOf(place, options),
    };
    return {
        tariff: tariffVersion(tariff, 'plan'),
        ignored: Object.keys(place.of).filter((member) => !knownMembers.has(member)),
        rounded: place.rounded,
    };
}

function taxMembers(
    place: Place,
    { vatPpm }: PricingPlanOptions,
): { readonly vatPpm: number; readonly taxIncluded: boolean } {
    const added = flag(place, 'is_taxable') ?? false;
    if (added && vatPpm === undefined) throw refusedPlan('MOBILITY_GBFS_TAX_RATE_MISSING');
    return { vatPpm: vatPpm ?? 0, taxIncluded: !added };
}

function priceOf(place: Place, options: PricingPlanOptions): PriceModel {
    const time = segmentsOf(place, 'per_min_pricing');
    const distance = segmentsOf(place, 'per_km_pricing');
    return {
        baseMicroEur: required(money(place, 'price'), place, 'price'),
        ...(time.length === 0 ? {} : { time }),
        ...(distance.length === 0 ? {} : { distance }),
        ...reservationOf(place),
        ...surgeOf(place, options),
        ...fareCapOf(place),
    };
}

function segmentsOf({ of, at, rounded }: Place, unit: SegmentUnit): readonly Segment[] {
    const list = of[unit] ?? [];
    if (!Array.isArray(list)) throw malformedPlan(`${at}${unit}`, 'is no list');
    return (list as readonly ExactJson[]).map((value, index) => {
        const name = `${at}${unit}[${String(index)}]`;
        if (!isRecord(value)) throw malformedPlan(name, 'is no object');
        const place = { of: value, at: `${name}.`, rounded };
        const end = edge(place, 'end', unit);
        return {
            start: required(edge(place, 'start', unit), place, 'start'),
            interval: required(edge(place, 'interval', unit), place, 'interval'),
            rateMicroEur: required(money(place, 'rate'), place, 'rate'),
            ...(end === undefined ? {} : { end }),
        };
    });
}

function reservationOf(place: Place): Pick<PriceModel, 'reservation'> {
    const flat = money(place, 'reservation_price_flat_rate');
    const perMinute = money(place, 'reservation_price_per_min');
    if (flat !== undefined && perMinute !== undefined) throw refusedPlan('MOBILITY_GBFS_TWO_RESERVATION_PRICES');
    if (flat !== undefined) return { reservation: { flatMicroEur: flat } };
    if (perMinute === undefined) return {};
    return { reservation: { segments: [{ start: 0, interval: 60, rateMicroEur: perMinute }] } };
}

function surgeOf(place: Place, { surgeMaximumPpm }: PricingPlanOptions): Pick<PriceModel, 'surgeMaximumPpm'> {
    if (flag(place, 'surge_pricing') !== true) return {};
    if (surgeMaximumPpm === undefined) throw refusedPlan('MOBILITY_GBFS_SURGE_UNBOUNDED');
    return { surgeMaximumPpm };
}

/** The fare of any span of the stated minutes is capped, which holds in each of consecutive ones as well. */
function fareCapOf({ of, rounded }: Place): Pick<PriceModel, 'caps'> {
    const value = of['fare_capping'];
    if (value === undefined || value === null) return {};
    if (!isRecord(value)) throw malformedPlan('fare_capping', 'is no object');
    const place = { of: value, at: 'fare_capping.', rounded };
    const seconds = required(edge(place, 'duration', 'per_min_pricing'), place, 'duration');
    if (seconds < tariffLimits.rollingSeconds) throw malformedPlan('fare_capping.duration', 'is less than a minute');
    if (seconds > tariffLimits.rollingSecondsMost)
        throw malformedPlan('fare_capping.duration', 'is more than 366 days');
    const maximumMicroEur = required(money(place, 'price'), place, 'price');
    return { caps: [{ period: 'rolling', seconds, maximumMicroEur }] };
}

function listedPlans(text: string): readonly ListedPlan[] {
    const feed = parsedFeed(text);
    if (!isRecord(feed)) throw unusable('MOBILITY_GBFS_NO_PLANS');
    const { systems, data } = feed;
    if (Array.isArray(systems)) return (systems as readonly ExactJson[]).flatMap(plansOfSystem);
    requireKnownVersion(feed['version']);
    const plans = isRecord(data) ? data['plans'] : undefined;
    if (!Array.isArray(plans)) throw unusable('MOBILITY_GBFS_NO_PLANS');
    return (plans as readonly ExactJson[]).map((value, index) => ({
        value,
        at: `plans[${String(index)}]`,
        system: undefined,
    }));
}

function plansOfSystem(system: ExactJson, at: number): readonly ListedPlan[] {
    const plans = isRecord(system) ? system['plans'] : undefined;
    const id = isRecord(system) ? system['system_id'] : undefined;
    if (!Array.isArray(plans) || typeof id !== 'string') throw unusable('MOBILITY_GBFS_NO_PLANS');
    return (plans as readonly ExactJson[]).map((value, index) => ({
        value,
        at: `systems[${String(at)}].plans[${String(index)}]`,
        system: id,
    }));
}

function parsedFeed(text: string): ExactJson {
    try {
        return parseExactJson(text.startsWith('\ufeff') ? text.slice(1) : text);
    } catch (error) {
        throw unusable('MOBILITY_GBFS_UNREADABLE', { reason: (error as Error).message });
    }
}

/** GBFS 1 has no version member in its first editions, and some feeds write it as a number. */
function requireKnownVersion(version: ExactJson | undefined): void {
    const text = version instanceof NumberText ? version.text : version;
    if (text === undefined || (typeof text === 'string' && /^[123](?:\.|$)/u.test(text))) return;
    throw unusable('MOBILITY_GBFS_VERSION', { version: typeof text === 'string' ? text : '?' });
}

function idOf({ value, system }: ListedPlan): string | undefined {
    const id = isRecord(value) ? value['plan_id'] : undefined;
    if (typeof id !== 'string' || id === '') return undefined;
    return system === undefined ? id : `${system}:${id}`;
}

function refusedPlan(code: PricingPlanRefusalCode): Refused {
    return new Refused(code);
}

function unusable(code: PricingPlanRefusalCode, details: RefusalDetails = {}): UnusableFile {
    return new UnusableFile(code, details, pricingPlanRefusals);
}
