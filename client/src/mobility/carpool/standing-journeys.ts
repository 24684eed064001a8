import {
    judge,
    type CampaignBatch,
    type CertifiedJourney,
    type CompiledPolicy,
    type JudgedJourneyRecord,
    type PaidJourney,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';

/** Journeys that were judged and nothing speaks against, without those that were taken back, in the order of the ledger. */
export async function standingJourneys(batches: AsyncIterable<CampaignBatch>): Promise<readonly JudgedJourneyRecord[]> {
    const standing = new Map<string, JudgedJourneyRecord>();
    for await (const batch of batches) {
        if (batch.kind === 'judged') {
            for (const record of batch.journeys) {
                const { operator, id, startsAt } = record.journey;
                if (record.outcome === 'paid' || record.outcome === 'unpaid')
                    standing.set(journeyKey(operator, id, utcDay(startsAt)), record);
            }
        } else {
            for (const { operator, journey, day, outcome } of batch.journeys)
                if (outcome === 'returned') standing.delete(journeyKey(operator, journey, day));
        }
    }
    return [...standing.values()];
}

/** A journey with what the ledger paid for it, and why as the policy says. */
export function paidJourney(record: JudgedJourneyRecord, policy: CompiledPolicy): PaidJourney {
    return {
        judgement: judge(policy, record.journey),
        payment: {
            paidMicroEur: BigInt(record.paidMicroEur),
            cuts: record.cuts.map(({ label, headroom }) => ({ label, headroom: BigInt(headroom) })),
            counts: record.counts.map(({ add, ...count }) => ({ ...count, add: BigInt(add) })),
        },
    };
}

/** As a rider's certificate takes it. */
export function certifiedJourney(record: JudgedJourneyRecord, policy: CompiledPolicy): CertifiedJourney {
    const { id, tripId = id, driver = '', passenger = '', startsAt, proofClass, metres, ...money } = record.journey;
    const paid = BigInt(record.paidMicroEur);
    const isDriver = policy.policy.recipient === 'driver';
    return {
        journey: id,
        tripId,
        day: policy.clock(startsAt).day,
        proofClass,
        metres,
        driver,
        passenger,
        contributionMicroEur: BigInt(money.contributionMicroEur),
        revenueMicroEur: BigInt(money.revenueMicroEur),
        driverIncentiveMicroEur: isDriver ? paid : 0n,
        passengerIncentiveMicroEur: isDriver ? 0n : paid,
    };
}

export function journeyKey(operator: string, journey: string, day: string): string {
    return JSON.stringify([operator, journey, day]);
}
