import type { MobilityTerms, RecordedBooking, SettlementRecord, WindowRecord } from '@quartier/rules/mobility';

import type { AreaNetwork } from './area-network.js';
import { prepareClearing, type Operator, type PreparedClearing } from './mobility-clearing.js';
import { startMobilityNetwork } from './mobility-network.js';

/** How long a window stays open for the legs of a test. */
const OPEN_SECONDS = 3;

/** Legs by operator and seller, each of 2 EUR. */
export type Rides = readonly (readonly [operator: Operator, seller: Operator, legs: number])[];

/** Prepares a network of its own for the tests of a suite. */
export function clearingOf(terms: Partial<MobilityTerms>): () => PreparedClearing {
    let network: AreaNetwork;
    let prepared: PreparedClearing;
    before(async function () {
        this.timeout(60_000);
        network = await startMobilityNetwork();
        prepared = await prepareClearing(network, { paymentSeconds: 0, ...terms });
    });
    after(() => network.stop());
    return () => prepared;
}

/** Rides within a window that is closed then, the next one open. */
export async function closedWindow(its: PreparedClearing, rides: Rides): Promise<WindowRecord> {
    const window = await its.clearing.openWindow(OPEN_SECONDS);
    for (const [operator, seller, count] of rides) {
        const subscription = await its.subscriber([seller, operator]);
        const legs = Array.from({ length: count }, () => its.ride([operator, seller], subscription));
        await its.clearing.record([operator, seller], legs);
    }
    await its.clearing.close(window);
    return window;
}

/** What the bank notifies of every order. */
export function bookingsOf({ orders }: SettlementRecord): RecordedBooking[] {
    return orders.map(({ endToEndId, amountCents, provenBy, payer }) => ({
        reference: `booked ${endToEndId}`,
        endToEndId,
        amountCents,
        currency: 'EUR',
        direction: provenBy,
        isReversal: false,
        bookedOn: '2026-01-31',
        debtor: payer,
    }));
}

/** Metro sold most of what wheels and cars rode: it owes 4 and 10, and cars owe wheels 6. */
export const USUAL: Rides = [
    ['wheels', 'metro', 2],
    ['cars', 'metro', 5],
    ['wheels', 'cars', 3],
];
