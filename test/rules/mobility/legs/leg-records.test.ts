import {
    creditOf,
    laneOfLeg,
    legContent,
    legLimits,
    legRecord,
    packLegs,
    replacementOf,
    repriced,
    requireCreditOf,
    requireLeg,
    requireReplacementOf,
    requireTariffOfLeg,
    requireWithinPaid,
    supplementOf,
    unpackLegs,
    type LegRecord,
    type Supplement,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { cityBikes, factsOf, HASH, legOf, NOON } from '../../../support/legs.js';
import { refusalOf } from '../../../support/refused.js';
import { euro } from '../../../support/tariffs.js';

const LATER = NOON + 86_400;
const refund = (leg: string, amount: string): Supplement => ({
    leg,
    kind: 'refund',
    category: 'REFUND',
    reason: 'the lock did not open',
    amountMicroEur: BigInt(euro(amount)),
    vatPpm: 100_000,
});

function faultOf(other: Partial<LegRecord>): unknown {
    return refusalOf(() => {
        requireLeg({ ...legOf(), ...other }, LATER);
    }).details;
}

describe('a leg record', () => {
    it('is priced by the tariff that it names: a euro and 20 started minutes', () => {
        const record = legOf();
        expect(record.totalMicroEur).to.equal(euro('2'));
        expect(
            record.lines.map(({ dimension, quantity, amountMicroEur }) => [dimension, quantity, amountMicroEur]),
        ).to.deep.equal([
            ['FIXED', 1, euro('1')],
            ['TIME', 1_200, euro('1')],
        ]);
        requireLeg(record, LATER);
        expect(legRecord(JSON.parse(JSON.stringify(record)), 'leg')).to.deep.equal(record);
        expect(legContent(record)).to.equal(legContent({ ...record }));
    });

    it('is refused where times, usage, parties or money do not fit', () => {
        const table: readonly (readonly [Partial<LegRecord>, string])[] = [
            [{ end: NOON - 1 }, 'it ends before it starts'],
            [{ durationSeconds: 1_260 }, 'its duration is not the time from its start to its end'],
            [{ start: LATER, end: LATER + 1_200 }, 'it ends in the future'],
            [{ pauseSeconds: 1_201 }, 'its pauses last longer than itself'],
            [{ distanceMetres: 20_000_001 }, 'its distance is more than half round the earth'],
            [{ seller: 'WheelsMSP' }, 'its operator sold the subscription itself: there is nothing to clear'],
            [{ of: 'leg-0' }, 'a leg is of no other record'],
            [{ kind: 'fine' }, 'a fine must name the record that it is of'],
            [{ kind: 'credit', of: 'leg-0' }, 'a credit must say why'],
            [{ totalMicroEur: euro('2.01') }, 'its lines do not add up to its total'],
            [{ totalMicroEur: '2000001' }, 'its total is not in whole cents'],
        ];
        for (const [other, reason] of table) expect(faultOf(other)).to.deep.equal({ reason });
        expect(
            faultOf({
                start: NOON - 200 * 86_400,
                end: NOON,
                durationSeconds: 200 * 86_400,
            }),
        ).to.deep.equal({ reason: 'it lasts more than 31 days' });
    });

    it('may have a duration that lost its seconds on the way to whole minutes', () => {
        requireLeg(legOf({ durationSeconds: 1_200 - legLimits.durationSlackSeconds }), LATER);
    });

    it('agrees with its tariff, or says by how much it does not', () => {
        expect(repriced(legOf(), cityBikes).agrees).to.equal(true);
        const dearer = { ...legOf(), totalMicroEur: euro('2.50') };
        const { agrees, differenceMicroEur } = repriced(dearer, cityBikes);
        expect([agrees, differenceMicroEur]).to.deep.equal([false, 500_000n]);
    });

    it('names the tariff in force when it started, to the letter, and is of its mode', () => {
        requireTariffOfLeg(legOf(), { tariff: cityBikes, hash: HASH });
        const reasonOf = (other: Partial<LegRecord>): unknown =>
            refusalOf(() => {
                requireTariffOfLeg({ ...legOf(), ...other }, { tariff: cityBikes, hash: HASH });
            }).details;
        expect(reasonOf({ tariffVersion: 2 })).to.deep.equal({
            reason: 'its tariff is not the one in force when it started',
        });
        expect(reasonOf({ tariffHash: 'cd'.repeat(32) })).to.deep.equal({
            reason: 'its tariff is not the one that was published',
        });
        expect(reasonOf({ mode: 'car' })).to.deep.equal({ reason: 'its mode is not the one of its tariff' });
    });

    it('is refused in another currency by the name of it', () => {
        const foreign = { ...legOf(), currency: 'CHF' };
        expect(refusalOf(() => legRecord(foreign, 'leg'))).to.deep.equal({
            code: 'MOBILITY_CURRENCY_REFUSED',
            details: { currency: 'CHF' },
        });
    });
});

describe('a correction', () => {
    const original = legOf();
    const credit = creditOf(original, { leg: 'credit-1', reason: 'wrong end' });

    it('is a credit, the exact negative, and a new record', () => {
        expect(credit.totalMicroEur).to.equal(euro('-2'));
        requireLeg(credit, LATER);
        requireCreditOf(credit, original);
        const facts = { ...factsOf({ leg: 'leg-2', end: NOON + 600, durationSeconds: 600 }), reason: 'wrong end' };
        const replacement = replacementOf(original, facts, { tariff: cityBikes, hash: HASH });
        requireLeg(replacement, LATER);
        requireReplacementOf(replacement, original);
        expect(replacement.totalMicroEur).to.equal(euro('1.50'));
        expect(replacement.of).to.equal('leg-1');
    });

    it('is refused where it is less than the negative, or of a credit', () => {
        const part = { ...credit, totalMicroEur: euro('-1') };
        expect(
            refusalOf(() => {
                requireCreditOf(part, original);
            }).code,
        ).to.equal('MOBILITY_CREDIT_INVALID');
        expect(
            refusalOf(() => {
                requireCreditOf(creditOf(credit, { leg: 'x', reason: 'y' }), credit);
            }).code,
        ).to.equal('MOBILITY_CREDIT_INVALID');
    });

    it('gives back no more than was charged, net of what was given back', () => {
        const first = supplementOf(original, refund('refund-1', '1.50'));
        requireLeg(first, LATER);
        requireWithinPaid(first, original, []);
        requireWithinPaid(supplementOf(original, refund('refund-2', '0.50')), original, [first]);
        const tooMuch = supplementOf(original, refund('refund-2', '0.51'));
        expect(
            refusalOf(() => {
                requireWithinPaid(tooMuch, original, [first]);
            }).code,
        ).to.equal('MOBILITY_REFUND_ABOVE_PAID');
        expect(
            refusalOf(() => {
                requireWithinPaid(credit, original, [first]);
            }).code,
        ).to.equal('MOBILITY_REFUND_ABOVE_PAID');
        const taken = creditOf(first, { leg: 'credit-2', reason: 'the lock had opened' });
        requireWithinPaid(credit, original, [first, taken]);
    });

    it('charges a fine that comes late under its own id', () => {
        const fine = supplementOf(original, {
            leg: 'fine-1',
            kind: 'fine',
            category: 'FINE',
            reason: 'parked on the pavement',
            amountMicroEur: BigInt(euro('35')),
            vatPpm: 0,
        });
        requireLeg(fine, LATER);
        expect([fine.totalMicroEur, fine.of]).to.deep.equal([euro('35'), 'leg-1']);
        requireWithinPaid(credit, original, [fine]);
    });
});

describe('a batch of legs', () => {
    const original = legOf({ vehicle: 'v-7', fromZone: 'u09tv', pauseSeconds: 0, surgePpm: 0 });
    const records = [
        original,
        legOf({ leg: 'leg-é', toZone: 'u09tw', evidence: HASH }),
        creditOf(original, { leg: 'credit-1', reason: 'wrong end' }),
        supplementOf(original, refund('refund-1', '1.50')),
    ];

    it('is packed in one value and read back as it was', () => {
        expect(unpackLegs(packLegs(records))).to.deep.equal(records);
    });

    it('takes less than 150 bytes a leg', () => {
        const many = Array.from({ length: 250 }, (_, index) =>
            legOf({
                leg: `W-${String(100_000 + index)}`,
                rider: `r${String(index)}`.padEnd(32, '0'),
                fromZone: 'u09tv',
            }),
        );
        expect(JSON.stringify(packLegs(many)).length).to.be.lessThan(250 * 150);
    });

    it('is refused above 250 legs', () => {
        const many = Array.from({ length: 251 }, () => original);
        expect(refusalOf(() => packLegs(many))).to.deep.equal({
            code: 'MOBILITY_LEG_BATCH_TOO_LARGE',
            details: { size: 251, unit: 'legs', limit: 250 },
        });
    });

    it('is refused above a megabyte, whatever the legs hold', () => {
        const charged = Array.from({ length: 800 }, (_, index) => ({ at: NOON + index, amountMicroEur: '1000000' }));
        const long = Array.from({ length: 250 }, () => ({ ...original, charged }));
        expect(refusalOf(() => packLegs(long)).details).to.include({ unit: 'bytes', limit: 1_000_000 });
    });

    it('spreads ids over lanes, the same id always on the same', () => {
        const lanes = Array.from({ length: 1_600 }, (_, index) => laneOfLeg(`leg-${String(index)}`, 16));
        const counts = Array.from({ length: 16 }, (_, lane) => lanes.filter((found) => found === lane).length);
        expect(Math.min(...counts)).to.be.greaterThan(60);
        expect(laneOfLeg('leg-1', 16)).to.equal(laneOfLeg('leg-1', 16));
    });
});
