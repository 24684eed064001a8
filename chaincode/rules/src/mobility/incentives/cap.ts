/**
 * Limits of an incentive. Every limit's headroom is found first; what is paid is the least of them; each counter then
 * grows once, by what was really paid. (The French registry counts a limit before the next one cuts the amount: its
 * counters run ahead of what it paid.)
 */
import { conditionTest, type JudgedJourney, type Names, type Test } from './condition.js';
import { decoded } from './decimal.js';
import { malformed } from '../../wire/index.js';
import type { Journey } from './journey.js';
import { periodOf } from './local-clock.js';
import type { Cap, CapOf, IncentivePolicy } from './policy.js';

/** What a limit has counted: journeys, trips and seats, or micro-euro of `amount`. */
export interface Counters {
    get(key: string): bigint | undefined;
}

/** What a counter grows by. */
export interface Count {
    readonly key: string;
    readonly add: bigint;
    /**
     * Of car trips: the counter of journeys paid in this trip, which grows by one. The trip itself counts with the first
     * of them and goes with the last.
     */
    readonly tripKey?: string;
}

export interface CompiledCap extends Pick<Cap, 'count' | 'of' | 'per' | 'id'> {
    readonly label: string;
    readonly most: bigint;
    readonly whole: boolean;
    readonly fits: Test | undefined;
    /** The counters that a journey is held against; none where it does not say whose it is. */
    readonly keys: (judged: JudgedJourney) => readonly string[];
}

export const BUDGET_LABEL = 'budget';

export function compileCaps(policy: IncentivePolicy, at: string, names: Names): readonly CompiledCap[] {
    const budget: readonly Cap[] =
        policy.budgetEuro === undefined
            ? []
            : [{ id: BUDGET_LABEL, label: BUDGET_LABEL, ...EVERYTHING, mostEuro: policy.budgetEuro }];
    const caps = [...(policy.caps ?? []), ...budget];
    requireDistinct(policy.caps ?? [], `${at}.caps`);
    return caps.map((cap, index) => compileCap(cap, `${at}.caps[${String(index)}]`, names));
}

const EVERYTHING = { count: 'amount', of: 'everyone', per: 'campaign' } as const;

/**
 * Names the counter of a limit: in which period, of whom.
 *
 * @param whom The driver, the passenger or the person; driver and passenger of a pair; operator and id of a trip; the
 * operator; nobody where the limit is of everyone.
 */
export function counterKey(
    { count, of, per, id }: Pick<Cap, 'count' | 'of' | 'per' | 'id'>,
    whom: readonly string[],
    period: string,
): string {
    return [count, of, per, id ?? '', period, ...whom].map(escaped).join('/');
}

/** The counter of a car trip beside that of the limit. A journey that names no trip is one by itself. */
export function tripKeyOf(key: string, { operator, tripId, id }: Journey): string {
    return [key, ...[operator, tripId ?? `journey ${id}`].map(escaped)].join('/');
}

function compileCap(cap: Cap, at: string, names: Names): CompiledCap {
    const { count, of, per, when } = cap;
    const most = count === 'amount' ? decoded(cap.mostEuro ?? '0') : BigInt(cap.most ?? 0);
    return {
        count,
        of,
        per,
        ...(cap.id === undefined ? {} : { id: cap.id }),
        label: cap.label ?? cap.id ?? `${count} of ${of} per ${per}`,
        most,
        whole: cap.whole === true,
        fits: when === undefined ? undefined : conditionTest(when, `${at}.when`, names),
        keys: ({ journey, local }) => {
            const period = periodOf(per, local.day);
            return whoseOf[of](journey).map((whom) => counterKey(cap, whom, period));
        },
    };
}

/** Whom a journey counts for: nobody where it does not say, both riders for limits of a person in either role. */
const whoseOf: Readonly<Record<CapOf, (journey: Journey) => readonly (readonly string[])[]>> = {
    driver: ({ driver }) => known([driver]),
    passenger: ({ passenger }) => known([passenger]),
    person: ({ driver, passenger }) => [...known([driver]), ...(passenger === driver ? [] : known([passenger]))],
    pair: ({ driver, passenger }) => known([driver, passenger]),
    trip: ({ operator, tripId }) => known([operator, tripId]),
    operator: ({ operator }) => [[operator]],
    everyone: () => [[]],
};

function known(whom: readonly (string | undefined)[]): readonly (readonly string[])[] {
    const named = whom.filter((name) => name !== undefined);
    return named.length === whom.length ? [named] : [];
}

/** Two limits that share a counter must agree on what they count. */
function requireDistinct(caps: readonly Cap[], at: string): void {
    const conditions = new Map<string, string>();
    caps.forEach((cap, index) => {
        const key = counterKey(cap, [], '');
        const condition = JSON.stringify(cap.when ?? null);
        const before = conditions.get(key);
        if (before !== undefined && before !== condition && !isDatedOnly(cap.when))
            throw malformed(
                `${at}[${String(index)}].id`,
                'is missing: another limit counts the same under another condition',
            );
        conditions.set(key, condition);
    });
}

/** A limit that changes on a date goes on with the counter that it had. */
function isDatedOnly(when: Cap['when']): boolean {
    return when !== undefined && Object.keys(when).every((member) => ['from', 'to', 'before'].includes(member));
}

function escaped(text: string): string {
    return text.replace(/[%/]/gu, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
