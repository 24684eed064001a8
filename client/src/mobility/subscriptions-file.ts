import type { SharedSubscription } from '@quartier/rules/mobility';
import { Refused, type RefusalDetails } from '@quartier/rules/wire';

import { readTable } from '../files/index.js';

import { badValue, instantOf } from './legs/leg-row.js';

export interface BadSubscription {
    readonly line: number;
    readonly code: string;
    readonly details: RefusalDetails;
}

/**
 * Reads new subscriptions from CSV of `subscription,rider,plan,version,from,until`: instants, `until` empty where it goes on
 * until cancelled.
 *
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS
 */
export async function readSubscriptionsFile(file: string): Promise<{
    readonly subscriptions: readonly SharedSubscription[];
    readonly bad: readonly BadSubscription[];
}> {
    const subscriptions: SharedSubscription[] = [];
    const bad: BadSubscription[] = [];
    for (const { line, cells } of await readTable(file, [
        'subscription',
        'rider',
        'plan',
        'version',
        'from',
        'until',
    ])) {
        try {
            subscriptions.push(subscriptionOf(cells));
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            bad.push({ line, code: error.code, details: error.details });
        }
    }
    return { subscriptions, bad };
}

/** A subscription that is active from an instant on. */
export function newSubscription(given: {
    readonly subscription: string;
    readonly rider: string;
    readonly plan: string;
    readonly version: number;
    readonly from: number;
    readonly until?: number;
}): SharedSubscription {
    const { subscription, rider, plan, version, from, until = null } = given;
    const held = { plan, version };
    const history = [
        { from, state: 'DRAFT', plan: held },
        { from, state: 'ACTIVE', plan: held },
    ] as const;
    return { subscription, rider, history, expiresAt: until };
}

function subscriptionOf(cells: Readonly<Record<string, string>>): SharedSubscription {
    const { subscription = '', rider = '', plan = '', version = '', from = '', until = '' } = cells;
    for (const [column, text] of Object.entries({ subscription, rider, plan }))
        if (text === '') throw badValue(column, 'is empty');
    if (!/^[1-9]\d{0,5}$/u.test(version)) throw badValue('version', 'is no version of a plan');
    return newSubscription({
        subscription,
        rider,
        plan,
        version: Number(version),
        from: instantOf(from, 'from'),
        ...(until === '' ? {} : { until: instantOf(until, 'until') }),
    });
}
