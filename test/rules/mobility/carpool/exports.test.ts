import { zoneTable } from '@quartier/client';
import {
    certificateOf,
    openData,
    openDataRules,
    registryRecord,
    utcText,
    type CertifiedJourney,
    type OpenDataInput,
    type RegistryJourney,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { corridor, DEPARTURE } from '../../../support/carpool.js';
import { refusalOf } from '../../../support/refused.js';

const key = 'a'.repeat(64);
const journey: RegistryJourney = {
    id: 'j1',
    tripId: 't1',
    proofClass: 'C',
    start: { time: DEPARTURE, place: corridor[0]! },
    end: { time: DEPARTURE + 1_500, place: corridor[2]! },
    metres: 11_400,
    driver: { identityKey: key, userId: 'dora', phoneTrunc: '+336123456', revenueMicroEur: 2_800_000n },
    passenger: {
        identityKey: key,
        userId: 'paul',
        phone: '+33612345678',
        over18: true,
        contributionMicroEur: 1_500_000n,
        seats: 1,
    },
    incentives: [{ siret: '13002526500013', amountMicroEur: 1_500_000n }],
    commissionMicroEur: 200_000n,
};

describe('a journey for the French registry', () => {
    it('has the members of its version 3, in cents, degrees and UTC', () => {
        expect(registryRecord(journey)).to.deep.equal({
            operator_journey_id: 'j1',
            operator_trip_id: 't1',
            operator_class: 'C',
            start: { datetime: '2024-04-15T06:00:00Z', lat: 45.76, lon: 4.859 },
            end: { datetime: '2024-04-15T06:25:00Z', lat: 45.767, lon: 5.003 },
            distance: 11_400,
            driver: {
                identity: { identity_key: key, operator_user_id: 'dora', phone_trunc: '+336123456' },
                revenue: 280,
            },
            passenger: {
                identity: { identity_key: key, operator_user_id: 'paul', phone: '+33612345678', over_18: true },
                contribution: 150,
                seats: 1,
            },
            incentives: [{ index: 0, siret: '13002526500013', amount: 150 }],
        });
    });

    it('is refused where the driver has more or less than contribution and incentives less commission', () => {
        expect(refusalOf(() => registryRecord({ ...journey, commissionMicroEur: 0n }))).to.deep.equal({
            code: 'MOBILITY_REGISTRY_REVENUE',
            details: { journey: 'j1', revenueMicroEur: '2800000', expectedMicroEur: '3000000' },
        });
    });

    it('writes instants as the calendar does, also before 1970 and on leap days', () => {
        for (const text of ['1969-12-31T23:59:59Z', '2000-02-29T12:34:56Z', '2024-12-31T00:00:00Z'])
            expect(utcText(Date.parse(text) / 1_000)).to.equal(text);
    });
});

describe('journeys as open data', () => {
    const rules = { ...openDataRules, zone: zoneTable('Europe/Paris') };
    const end = (commune: string, isDense: boolean, later = 0): OpenDataInput['start'] => ({
        time: DEPARTURE + 599 + later,
        place: { latMicroDeg: 45_767_499, lonMicroDeg: -1_234_500 },
        commune,
        isDense,
    });
    const of = (start: OpenDataInput['start'], to: OpenDataInput['start'], count: number): readonly OpenDataInput[] =>
        Array.from({ length: count }, () => ({
            start,
            end: to,
            seats: 1,
            proofClass: 'C',
            metres: 11_449,
            hasIncentive: true,
        }));

    it('keep three decimals where many live and two elsewhere, and ten minutes of the local clock', () => {
        const { rows } = openData(of(end('69381', true), end('69282', false, 600), 6), rules);
        expect(rows[0]).to.deep.equal({
            startDay: '2024-04-15',
            startTime: '08:00',
            startLat: '45.767',
            startLon: '-1.235',
            startCommune: '69381',
            endDay: '2024-04-15',
            endTime: '08:10',
            endLat: '45.77',
            endLon: '-1.23',
            endCommune: '69282',
            seats: 1,
            proofClass: 'C',
            metres: 11_400,
            hasIncentive: true,
        });
    });

    it('leave out communes with fewer than six journeys, at either end', () => {
        const many = of(end('69381', true), end('69282', false), 6);
        const few = of(end('69381', true), end('69999', false), 5);
        expect(openData([...many, ...few], rules)).to.deep.include({ leftOut: 5 });
        expect(openData(few, rules).rows).to.deep.equal([]);
    });

    it('stand in an order that says nothing of when they came', () => {
        const journeys = [
            ...of(end('69381', true), end('69282', false), 6),
            ...of(end('69282', true), end('69381', true), 6),
        ];
        expect(openData([...journeys].reverse(), rules)).to.deep.equal(openData(journeys, rules));
    });
});

describe('the certificate of a rider', () => {
    const certified = (members: Partial<CertifiedJourney> = {}): CertifiedJourney => ({
        journey: 'j1',
        tripId: 't1',
        day: '2024-04-15',
        proofClass: 'C',
        metres: 10_000,
        driver: 'dora',
        passenger: 'paul',
        contributionMicroEur: 1_000_000n,
        revenueMicroEur: 1_000_000n,
        driverIncentiveMicroEur: 2_000_000n,
        passengerIncentiveMicroEur: 0n,
        ...members,
    });
    const request = { rider: 'dora', from: '2024-04-01', to: '2024-05-31', leastClass: 'B' } as const;

    it('sums months and roles, a car trip once for its driver', () => {
        const journeys = [
            certified(),
            certified({ journey: 'j2', passenger: 'pia', metres: 12_000 }),
            certified({ journey: 'j3', tripId: 't9', driver: 'paul', passenger: 'dora', day: '2024-05-02' }),
        ];
        const { months, journeys: ids } = certificateOf(request, journeys);
        expect(months).to.deep.equal([
            {
                month: '2024-04',
                role: 'driver',
                trips: 1,
                days: 1,
                metres: 12_000,
                receivedMicroEur: '2000000',
                paidMicroEur: '0',
                incentiveMicroEur: '4000000',
            },
            {
                month: '2024-05',
                role: 'passenger',
                trips: 1,
                days: 1,
                metres: 10_000,
                receivedMicroEur: '0',
                paidMicroEur: '1000000',
                incentiveMicroEur: '0',
            },
        ]);
        expect(ids).to.deep.equal(['j1', 'j2', 'j3']);
    });

    it('leaves out others, other days and what is proved less', () => {
        const journeys = [
            certified({ driver: 'eve' }),
            certified({ day: '2024-06-01' }),
            certified({ proofClass: 'A' }),
        ];
        expect(certificateOf(request, journeys)).to.deep.include({ months: [], journeys: [] });
    });

    it('names no other rider, no place and no time of day', () => {
        expect(JSON.stringify(certificateOf(request, [certified()]))).to.not.match(/paul|T\d\d:/u);
    });
});
