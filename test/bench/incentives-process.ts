/** Judges the same journeys again and again. */
import { policyOf } from '@quartier/client';
import { findingsOf, payNext, type Journey, type RecordedJourney } from '@quartier/rules/mobility';

import { samplePolicy } from '../support/campaign-vectors.js';
import { instant, journeyOf } from '../support/incentives.js';

import { coldAndWarm } from './own-process.js';

export type IncentiveKind = 'campaign' | 'floating' | 'findings';

const START = instant('2024-04-01T04:00:00Z');
const DAY = 86_400;

function main([kind = '', count = '', rounds = '']: readonly string[]): void {
    const journeys = Array.from({ length: Number(count) }, (_, index) => generated(index));
    const judge = judgeOf(kind as IncentiveKind);
    const times = coldAndWarm(Number(rounds), () => {
        judge(journeys);
    });
    process.stdout.write(JSON.stringify(times));
}

function judgeOf(kind: IncentiveKind): (journeys: readonly Journey[]) => void {
    if (kind === 'floating') return payInFloats;
    if (kind === 'findings') return findAll;
    const compiled = policyOf(samplePolicy('pays-de-la-loire-2024'), 'bench');
    return (journeys) => {
        const counters = new Map<string, bigint>();
        for (const journey of journeys) payNext(compiled, journey, counters);
    };
}

function generated(index: number): Journey {
    const place = { codes: { reg: '52', aom: index % 2 === 0 ? '244400404' : '200071678' } };
    return journeyOf({
        id: `j${String(index)}`,
        operator: index % 2 === 0 ? 'KAROS' : 'MOBICOOP',
        tripId: `t${String(index >> 1)}`,
        driver: `d${String(index % 3_000)}`,
        passenger: `p${String(index % 7_000)}`,
        startsAt: START + (index % 28) * DAY + (index % 50_000),
        metres: 3_000 + ((index * 37) % 60_000),
        seats: 1 + (index % 3 === 0 ? 1 : 0),
        start: place,
        end: { codes: { reg: '52', aom: '200071678' } },
    });
}

/** The same campaign as anyone would write it first: without dates, reasons, exactness and a limit's rest. */
function payInFloats(journeys: readonly Journey[]): void {
    const used = new Map<string, number>();
    for (const { metres, seats, driver = '', startsAt } of journeys) {
        if (metres < 5_000 || metres > 60_000) continue;
        const amount = Math.round(seats * (75 + Math.min(125, Math.max(0, metres - 17_000) / 100)));
        const month = `${driver} ${String(Math.floor(startsAt / (31 * DAY)))}`;
        used.set(month, Math.min(8_400, (used.get(month) ?? 0) + amount));
    }
}

/** Each journey against ten others of its riders. */
function findAll(journeys: readonly Journey[]): void {
    const recorded = journeys.map(
        ({ id, operator, tripId = id, driver = '', passenger = '', startsAt, metres }): RecordedJourney => ({
            id,
            operator,
            tripId,
            driver,
            passenger,
            proofClass: 'C',
            start: startsAt,
            end: startsAt + 1_200,
            metres,
            receivedAt: startsAt + 1_200,
        }),
    );
    const dayOf = (time: number): string => String(Math.floor(time / DAY));
    recorded.forEach((journey, index) => {
        const known = recorded
            .slice(Math.max(0, index - 10), index)
            .map((other) => ({ ...other, driver: journey.driver }));
        findingsOf(journey, { known, dayOf });
    });
}

main(process.argv.slice(2));
