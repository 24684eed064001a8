import { generateKeyPairSync, verify, createPublicKey } from 'node:crypto';

import { broughtJourney, newTelephone, openDataInput, registryJourney, telephoneOfKey } from '@quartier/client';
import { actText, offerText, type JudgedJourneyRecord } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { offerOf } from '../../support/carpool.js';
import { refusedReason } from '../../support/incentives.js';

const [DORA, PAUL] = ['d'.repeat(64), 'b'.repeat(64)];
const pseudonymOf = new Map([
    [DORA, '1'.repeat(32)],
    [PAUL, '2'.repeat(32)],
]);
const row = {
    operator_journey_id: 'j1',
    operator_trip_id: 't1',
    operator_class: 'C',
    start: { datetime: '2024-04-15T08:00:00+02:00', lat: 45.76049, lon: 4.85949, com: '69383' },
    end: { datetime: '2024-04-15T06:20:00.000Z', lat: 45.767, lon: 5.003, com: '69282' },
    distance: 12_000,
    driver: { identity: { identity_key: DORA }, revenue: 150 },
    passenger: { identity: { identity_key: PAUL }, contribution: 150, seats: 2 },
};
const read = (value: unknown): unknown => broughtJourney(value, { operator: 'MetroMSP', pseudonymOf });

describe('journeys in the format of the French registry', () => {
    it('come to the ledger under pseudonyms, with places rounded to thousandths of a degree', () => {
        expect(read(row)).to.deep.equal({
            journey: {
                id: 'j1',
                tripId: 't1',
                operator: 'MetroMSP',
                proofClass: 'C',
                driver: '1'.repeat(32),
                passenger: '2'.repeat(32),
                startsAt: 1_713_160_800,
                metres: 12_000,
                seats: 2,
                contributionMicroEur: '1500000',
                revenueMicroEur: '1500000',
                start: { codes: { com: '69383' }, point: { latMicroDeg: 45_760_000, lonMicroDeg: 4_859_000 } },
                end: { codes: { com: '69282' }, point: { latMicroDeg: 45_767_000, lonMicroDeg: 5_003_000 } },
            },
            endsAt: 1_713_162_000,
        });
    });

    it('are refused with the place that is wrong, and without repeating what it says', () => {
        expect(refusedReason(() => read({ ...row, start: { ...row.start, datetime: 'noon' } }))).to.contain(
            'journey.start.datetime must be an instant',
        );
        const stranger = { identity: { identity_key: 'c'.repeat(64) }, revenue: 150 };
        expect(refusedReason(() => read({ ...row, driver: stranger }))).to.contain('journey.driver has no pseudonym');
        expect(refusedReason(() => read({ ...row, operator_class: 'D' }))).to.contain('proofClass');
        expect(refusedReason(() => read(null))).to.contain('journey.driver');
    });

    it('leave it as they came, with the incentive in the driver’s revenue', () => {
        const exported = registryJourney(recordOf('2000000'), {
            identities: {
                ['1'.repeat(32)]: { identityKey: DORA, userId: 'dora', phoneTrunc: '+336000000' },
                ['2'.repeat(32)]: { identityKey: PAUL, userId: 'paul', phoneTrunc: '+336000001' },
            },
            siret: '24690001700018',
            recipient: 'driver',
        });
        expect(exported).to.deep.include({
            operator_journey_id: 'j1',
            operator_class: 'C',
            distance: 12_000,
            incentives: [{ index: 0, siret: '24690001700018', amount: 200 }],
        });
        expect(exported).to.have.nested.property('driver.revenue', 350);
        expect(exported).to.have.nested.property('passenger.contribution', 150);
        expect(registryJourney(recordOf('0'), { identities: {}, siret: '', recipient: 'driver' })).to.equal(undefined);
    });

    it('are published only with the communes of both ends', () => {
        expect(openDataInput(recordOf('0'), new Set(['69383']))).to.deep.include({ seats: 2, hasIncentive: false });
        const { journey, ...record } = recordOf('0');
        const nowhere = { ...record, journey: { ...journey, end: { codes: {} } } };
        expect(openDataInput(nowhere, new Set())).to.equal(undefined);
    });

    function recordOf(paidMicroEur: string): JudgedJourneyRecord {
        const brought = broughtJourney(row, { operator: 'MetroMSP', pseudonymOf });
        const rest = { findings: [], entitledMicroEur: paidMicroEur, paidMicroEur, cuts: [], counts: [] };
        return { ...brought, ...rest, outcome: paidMicroEur === '0' ? 'unpaid' : 'paid' };
    }
});

describe('a rider’s telephone', () => {
    it('has a key of its own for each ride, and signs with it what it says', () => {
        const telephone = newTelephone();
        expect(newTelephone().key).not.to.equal(telephone.key);
        const { act, signature } = telephone.say({
            campaign: 'c',
            ride: 'r',
            booking: 'b1',
            act: 'start',
            by: 'driver',
            place: { latMicroDeg: 45_760_499, lonMicroDeg: -4_859_501 },
        });
        expect(act.place).to.deep.equal({ latMicroDeg: 45_760_000, lonMicroDeg: -4_860_000 });
        expect(isSigned(telephone.key, actText(act), signature)).to.equal(true);
        expect(isSigned(telephone.key, actText({ ...act, ride: 'other' }), signature)).to.equal(false);
    });

    it('keeps its key until the ride is over', () => {
        const telephone = newTelephone();
        const kept = telephoneOfKey(telephone.privateKey());
        expect(kept.key).to.equal(telephone.key);
        const { offer, key, signature } = kept.offer('c', offerOf());
        expect(isSigned(key, offerText('c', offer, key), signature)).to.equal(true);
        const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
        expect(telephoneOfKey(other.export({ type: 'pkcs8', format: 'pem' }).toString()).key).not.to.equal(key);
    });

    function isSigned(key: string, text: string, signature: string): boolean {
        const publicKey = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
        const its = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
        return verify('sha256', Buffer.from(text), its, Buffer.from(signature, 'base64url'));
    }
});
