import { findingsOf, judgeJourneys, type RecordedJourney } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { DEPARTURE, recorded } from '../../../support/carpool.js';

const HOUR = 3_600;
const dayOf = (instant: number): string => String(Math.floor((instant + 2 * HOUR) / 86_400));
const found = (journey: RecordedJourney, known: readonly RecordedJourney[] = []): ReturnType<typeof findingsOf> =>
    findingsOf(journey, { known, dayOf });
const labels = (journey: RecordedJourney, known: readonly RecordedJourney[] = []): readonly string[] =>
    found(journey, known).map(({ label }) => label);

/** Trips of one driver with other passengers, some hours apart. */
const tripsOf = (count: number, members: Partial<RecordedJourney> = {}): readonly RecordedJourney[] =>
    Array.from({ length: count }, (_, index) =>
        recorded({
            id: `k${String(index)}`,
            passenger: `p${String(index)}`,
            start: DEPARTURE + index * HOUR,
            ...members,
        }),
    );

/** Cases of the registry's own tests (CarpoolAcquisitionService.ts) first. */
describe('the terms of the registry, at acceptance', () => {
    it('find nothing against a journey of 4 km', () => {
        expect(labels(recorded({ metres: 4_000 }))).to.deep.equal([]);
    });

    it('find one below 2 km too short', () => {
        expect(found(recorded({ metres: 1_999 }))).to.deep.equal([
            { kind: 'terms', label: 'distance_too_short', measure: 'metres', measured: 1_999, limit: 2_000 },
        ]);
        expect(labels(recorded({ metres: 2_000 }))).to.deep.equal([]);
    });

    it('find one expired that comes more than 24 whole hours after its start', () => {
        const received = (hours: number): RecordedJourney =>
            recorded({ receivedAt: DEPARTURE + Math.floor(hours * HOUR) });
        expect(labels(received(24.9))).to.deep.equal([]);
        expect(found(received(25))[0]).to.deep.include({ label: 'expired', measured: 25, limit: 24 });
    });

    it('find a fifth trip of a day one too many, for driver or passenger, in whichever role', () => {
        const fifth = recorded({ id: 'j9', start: DEPARTURE + 10 * HOUR });
        expect(labels(fifth, tripsOf(3))).to.deep.equal([]);
        expect(labels(fifth, tripsOf(4))).to.deep.equal(['too_many_trips_by_day']);
        expect(labels({ ...fifth, driver: 'other', passenger: 'dora' }, tripsOf(4))).to.deep.equal([
            'too_many_trips_by_day',
        ]);
        expect(
            labels({ ...fifth, start: DEPARTURE + 20 * HOUR, end: DEPARTURE + 21 * HOUR }, tripsOf(4)),
        ).to.deep.equal([]);
    });

    it('count the journeys of one car as one trip', () => {
        const sameCar = tripsOf(4, { tripId: 'car', start: DEPARTURE });
        expect(labels(recorded({ id: 'j9', tripId: 'car' }), sameCar)).to.deep.equal([]);
    });

    it('find trips of the same two less than 30 minutes apart too close', () => {
        const first = recorded();
        const next = (gap: number): RecordedJourney => recorded({ id: 'j2', start: first.end + gap });
        expect(labels(next(1_800), [first])).to.deep.equal([]);
        expect(found(next(1_799), [first])[0]).to.deep.equal({
            kind: 'terms',
            label: 'too_close_trips',
            measure: 'seconds between',
            measured: 1_799,
            limit: 1_800,
            conflictingJourney: 'j1',
            conflictingOperator: 'ONE',
        });
        expect(labels({ ...next(60), passenger: 'other' }, [first])).to.deep.equal([]);
    });
});

describe('anomalies', () => {
    it('find two journeys of one person that overlap by more than 20 seconds and 70 percent', () => {
        const first = recorded({ passenger: 'other' });
        const later = (seconds: number): RecordedJourney =>
            recorded({ id: 'j2', start: DEPARTURE + seconds, end: DEPARTURE + seconds + 1_200 });
        expect(labels(later(360), [first])).to.deep.equal([]);
        expect(found(later(300), [first])).to.deep.equal([
            {
                kind: 'anomaly',
                label: 'temporal_overlap_anomaly',
                conflictingJourney: 'j1',
                conflictingOperator: 'ONE',
                overlapPpm: 750_000,
            },
        ]);
    });

    it('do not take two passengers of one car for an overlap of its driver', () => {
        expect(labels(recorded({ id: 'j2', tripId: 'j1', passenger: 'other' }), [recorded()])).to.deep.equal([]);
    });

    const way = (members: Partial<RecordedJourney>): readonly [string | undefined, number | undefined] => {
        const [finding] = found(recorded(members)).filter(({ label }) => label === 'distance_duration_anomaly');
        return [finding?.measure, finding?.measured];
    };

    it('find a way of less than 300 m or 60 s, of class C alone', () => {
        expect(way({ metres: 299 })).to.deep.equal(['metres', 299]);
        expect(way({ end: DEPARTURE + 59 })).to.deep.equal(['seconds', 59]);
        expect(way({ end: DEPARTURE + 59, proofClass: 'B' })).to.deep.equal([undefined, undefined]);
    });

    it('find a way that a route planner finds 2.5 times as long, or a fourth or seventh of it', () => {
        const routed = (metres: number, seconds: number): Partial<RecordedJourney> => ({ routed: { metres, seconds } });
        expect(way(routed(15_000, 1_200))).to.deep.equal([undefined, undefined]);
        expect(way(routed(15_000, 3_000))).to.deep.equal([undefined, undefined]);
        expect(way(routed(15_000, 3_001))).to.deep.equal(['routed seconds to seconds', 2_500]);
        expect(way(routed(15_000, 171))).to.deep.equal(['seconds to routed seconds', 7_017]);
        expect(way(routed(37_501, 1_200))).to.deep.equal(['routed metres to metres', 2_500]);
        expect(way(routed(3_749, 1_200))).to.deep.equal(['metres to routed metres', 4_001]);
        expect(way(routed(299, 1_200))).to.deep.equal(['routed metres', 299]);
    });
});

describe('fraud across operators', () => {
    it('finds a person who rides with two operators at once', () => {
        const first = recorded({ passenger: 'other' });
        const elsewhere = recorded({ id: 'x', operator: 'TWO', start: DEPARTURE + 1_199 });
        expect(found(elsewhere, [first])).to.deep.equal([
            {
                kind: 'fraud',
                label: 'interoperator_overlap',
                conflictingJourney: 'j1',
                conflictingOperator: 'ONE',
                overlapPpm: 833,
            },
        ]);
        expect(labels(recorded({ id: 'x', operator: 'TWO', start: DEPARTURE + 1_200 }), [first])).to.deep.equal([]);
    });

    it('finds the fifth trip of a day of a person on two operators', () => {
        const known = [
            ...tripsOf(3),
            recorded({ id: 'x', operator: 'TWO', passenger: 'q', start: DEPARTURE + 4 * HOUR }),
        ];
        const fifth = recorded({ id: 'y', operator: 'TWO', passenger: 'r', start: DEPARTURE + 6 * HOUR });
        expect(labels(fifth, known)).to.deep.equal(['interoperator_too_many_trips_by_day']);
        expect(labels(fifth, known.slice(1))).to.deep.equal([]);
    });

    it('finds trips of the same two less than 30 minutes apart with two operators', () => {
        const first = recorded();
        const next = recorded({ id: 'x', operator: 'TWO', start: first.end + 600 });
        expect(labels(next, [first])).to.deep.equal(['interoperator_too_close_trips']);
    });

    it('keeps what was accepted first, and holds nothing against it', () => {
        const journeys = [recorded({ id: 'x', operator: 'TWO', start: DEPARTURE + 60 }), recorded()];
        const judged = judgeJourneys(journeys, { dayOf });
        expect(judged.map(({ journey, findings }) => [journey.id, findings.length > 0])).to.deep.equal([
            ['j1', false],
            ['x', true],
        ]);
    });

    it('holds nothing of a journey that does not stand against later ones', () => {
        const journeys = [recorded({ metres: 100 }), recorded({ id: 'j2', start: DEPARTURE + 60 })];
        expect(judgeJourneys(journeys, { dayOf })[1]?.findings).to.deep.equal([]);
    });
});
