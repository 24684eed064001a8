import {
    applyCounts,
    compilePolicy,
    giveBack,
    incentiveSubject,
    payNext,
    type CampaignBatch,
    type CompiledPolicy,
    type IncentivePolicy,
    type JudgedJourneyRecord,
    type PaidJourney,
} from '@quartier/rules/mobility';
import { canonicalJson } from '@quartier/rules/wire';
import { utcDay } from '@quartier/rules/units';

import { valueInForce } from '../../consortium/index.js';
import type { Area } from '../../gateway/index.js';

import { journeyKey } from './standing-journeys.js';

/** A payment that does not come out as the ledger has it. */
export interface ReplayDifference {
    readonly sequence: number;
    readonly operator: string;
    readonly journey: string;
    readonly recordedMicroEur: string;
    readonly replayedMicroEur: string;
}

export interface Replay {
    readonly batches: number;
    /** Payments that stand: what was taken back is left out. */
    readonly paid: readonly PaidJourney[];
    readonly paidMicroEur: string;
    readonly differences: readonly ReplayDifference[];
}

type PolicyOn = (day: string) => Promise<CompiledPolicy | undefined>;

/** Policies of a campaign by day, as they were voted. */
export function votedPolicies(area: Area, campaign: string): PolicyOn {
    const ofDay = new Map<string, Promise<CompiledPolicy | undefined>>();
    const ofText = new Map<string, CompiledPolicy>();
    const load = async (day: string): Promise<CompiledPolicy | undefined> => {
        const policy = (await valueInForce(area, incentiveSubject(campaign), day))?.value as
            IncentivePolicy | undefined;
        if (policy === undefined) return undefined;
        const text = canonicalJson(policy);
        const compiled = ofText.get(text) ?? compilePolicy(policy);
        ofText.set(text, compiled);
        return compiled;
    };
    return (day) => {
        const found = ofDay.get(day) ?? load(day);
        ofDay.set(day, found);
        return found;
    };
}

/** Pays a campaign's journeys again, in the order of its batches, by the rules and the voted policies alone. */
export async function replayCampaign(batches: AsyncIterable<CampaignBatch>, policyOn: PolicyOn): Promise<Replay> {
    const counters = new Map<string, bigint>();
    const standing = new Map<string, PaidJourney>();
    const differences: ReplayDifference[] = [];
    let count = 0;
    for await (const batch of batches) {
        count += 1;
        if (batch.kind === 'judged') {
            for (const record of batch.journeys) {
                const paid = await payAgain(record, policyOn, counters);
                if (paid === undefined) continue;
                standing.set(
                    journeyKey(record.journey.operator, record.journey.id, utcDay(record.journey.startsAt)),
                    paid,
                );
                const replayedMicroEur = paid.payment.paidMicroEur.toString();
                if (replayedMicroEur === record.paidMicroEur) continue;
                const { operator, id: journey } = record.journey;
                const recordedMicroEur = record.paidMicroEur;
                differences.push({ sequence: batch.sequence, operator, journey, recordedMicroEur, replayedMicroEur });
            }
        } else {
            for (const { operator, journey, day, outcome } of batch.journeys) {
                const paid = standing.get(journeyKey(operator, journey, day));
                if (outcome !== 'returned' || paid === undefined) continue;
                applyCounts(counters, giveBack(paid.payment));
                standing.delete(journeyKey(operator, journey, day));
            }
        }
    }
    const paid = [...standing.values()];
    const sum = paid.reduce((total, { payment }) => total + payment.paidMicroEur, 0n);
    return { batches: count, paid, paidMicroEur: sum.toString(), differences };
}

async function payAgain(
    { journey, outcome }: JudgedJourneyRecord,
    policyOn: PolicyOn,
    counters: Map<string, bigint>,
): Promise<PaidJourney | undefined> {
    if (outcome !== 'paid' && outcome !== 'unpaid') return undefined;
    const policy = await policyOn(utcDay(journey.startsAt));
    return policy === undefined ? undefined : payNext(policy, journey, counters);
}
