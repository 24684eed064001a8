/**
 * Campaigns of the French carpool registry with the incentive that it gives for journeys (preuve-covoiturage, unit tests
 * of its policies), and the sample policy that says the same in the form.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { journeyOf, policyOf, simulate, type JourneyRow } from '@quartier/client';
import { counterKey, type CompiledPolicy } from '@quartier/rules/mobility';

import { sharedData } from './shared-data.js';

export interface CampaignCase {
    readonly test: string;
    readonly journeys: readonly Members[];
    readonly expected_incentive_cents: readonly number[];
    readonly policy?: { readonly max_amount?: number; readonly territory_selector?: Members };
    readonly counters_before?: readonly RegistryCounter[];
    readonly counters_after?: readonly RegistryCounter[];
}

export interface Campaign {
    readonly policy: string;
    readonly journey_defaults: Members;
    readonly cases: readonly CampaignCase[];
}

interface RegistryCounter {
    readonly key: string;
    readonly value: number;
}

export type Members = Readonly<Record<string, unknown>>;

const MICRO_EUR_A_CENT = 10_000n;

/** The sample policy of each campaign of the vectors. */
export const sampleOfCampaign: Readonly<Record<string, string>> = {
    PaysDeLaLoire2021: 'pays-de-la-loire-2021',
    NantesMetropoleXPCovoitan2021: 'nantes-metropole-covoitan-2021',
    SMT2022: 'touraine-2022',
    Occitanie20232024: 'occitanie-2022',
    Montpellier: 'montpellier-2022',
    LaRochelle20232024: 'la-rochelle-2023',
    MetropoleSavoie: 'metropole-savoie-2023',
    PaysDeLaLoire2023: 'pays-de-la-loire-2023',
    Lannion202305: 'lannion-2023',
    PMGF2023: 'pmgf-2023',
    PMGFOctobre2023: 'pmgf-2023-10',
    LaRochelle2024: 'la-rochelle-2024',
    PaysDeLaLoire2024: 'pays-de-la-loire-2024',
    SMTC2024Driver: 'smtc-driver-2024',
    GrandChatellerault2024: 'grand-chatellerault-2024',
    LannionTregor2024: 'lannion-tregor-2024',
    CCVMM202405: 'ccvmm-2024',
    PetrLunevillois092024032025: 'petr-lunevillois-2024',
    CCPOA202410: 'orthe-et-arrigans-2024',
    GrandPoitiers2025: 'grand-poitiers-2025',
    PMGFxATMB2025: 'pmgf-atmb-2025',
    Rennes2025: 'rennes-2025',
    PolicyTemplateThree: 'template-3',
};

/** None where this machine has no shared data. */
export function readCampaigns(): readonly Campaign[] {
    const file = sharedData('mobility/vectors/rpc_policy_vectors.json');
    if (file === undefined) return [];
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly policies: readonly Campaign[] }).policies;
}

export function samplePolicy(name: string): Members {
    const folder = path.join(path.dirname(require.resolve('@quartier/client/package.json')), 'sample', 'incentives');
    return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Members;
}

/** The sample policy with the budget and the territory that the case gives to the campaign. */
export function policyOfCase(campaign: Campaign, { policy = {} }: CampaignCase): CompiledPolicy {
    const { max_amount: budget, territory_selector: territory } = policy;
    const { budgetEuro: _, ...sample } = samplePolicy(sampleOfCampaign[campaign.policy] ?? '');
    return policyOf(
        {
            ...sample,
            ...(budget === undefined ? {} : { budgetEuro: (budget / 100).toFixed(2) }),
            ...(territory === undefined ? {} : { places: { territory } }),
        },
        campaign.policy,
    );
}

export function rowsOf({ journey_defaults: defaults }: Campaign, journeys: readonly Members[]): readonly JourneyRow[] {
    return journeys.map((journey, index) => ({
        line: index + 1,
        journey: journeyOf({ ...defaults, ...journey }, String(index + 1).padStart(4, '0')),
    }));
}

/** What each journey of the case is paid, in cents. */
export function paidCentsOf(campaign: Campaign, vector: CampaignCase, journeys = vector.journeys): readonly number[] {
    const compiled = policyOfCase(campaign, vector);
    const counters = countersOf(compiled, vector.counters_before ?? []);
    const { journeys: paid } = simulate({ compiled, rows: rowsOf(campaign, journeys), counters });
    return paid.map(({ paidCents }) => paidCents);
}

/**
 * The registry's counters under our names: `max_amount_restriction.0-one.month.3-2024` is what driver "one" got in April
 * 2024 (its months count from 0).
 */
export function countersOf(
    { caps }: CompiledPolicy,
    counters: readonly RegistryCounter[],
): ReadonlyMap<string, bigint> {
    const found = new Map<string, bigint>();
    for (const { key, value } of counters) {
        const [name = '', scope = '', per = '', when = ''] = key.split('.');
        const count = name === 'max_amount_restriction' ? 'amount' : 'journeys';
        const of = scope === 'global' ? 'everyone' : 'driver';
        const whom = scope === 'global' ? [] : [scope.replace(/^0-/u, '')];
        for (const cap of caps.filter((other) => other.count === count && other.of === of && other.per === per)) {
            const used = count === 'amount' ? BigInt(value) * MICRO_EUR_A_CENT : BigInt(value);
            found.set(counterKey(cap, whom, periodOfRegistry(per, when)), used);
        }
    }
    return found;
}

function periodOfRegistry(per: string, when: string): string {
    const [month = '', year = ''] = when.split('-');
    if (per === 'campaign') return '';
    return per === 'year' ? when : `${year}-${String(Number(month) + 1).padStart(2, '0')}`;
}
