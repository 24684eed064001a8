import { listOf, object, oneOf, Refused, wholeNumber, type Decoder } from '../../wire/index.js';
import { digest, id, instant, mspId, reason, signedAmount } from '../members.js';
import { dimensions, modes, tariffLimits, type ChargeLine } from '../tariffs/index.js';
import { legCategories, legKinds, legLimits, type LegRecord } from './leg-record.js';

const MOST_QUANTITY = 1_000_000_000_000;

/** What is not plausible is for the rules to say; here only what no number of its kind can be. */
export const seconds = wholeNumber(0, tariffLimits.segmentEdge);
export const distance = wholeNumber(0, tariffLimits.segmentEdge);
export const lineQuantity = wholeNumber(-MOST_QUANTITY, MOST_QUANTITY);
export const tariffNumber = wholeNumber(1, 1_000_000);

const line: Decoder<ChargeLine> = object({
    dimension: oneOf(dimensions),
    quantity: lineQuantity,
    unitPriceMicroEur: signedAmount,
    per: wholeNumber(1, tariffLimits.segmentEdge),
    amountMicroEur: signedAmount,
});

export const euro: Decoder<'EUR'> = (value, at) => {
    if (typeof value === 'string' && /^[A-Z]{3}$/u.test(value) && value !== 'EUR')
        throw new Refused('MOBILITY_CURRENCY_REFUSED', { currency: value });
    return oneOf(['EUR'])(value, at);
};

const facts = {
    operator: mspId,
    leg: id,
    seller: mspId,
    subscription: id,
    rider: id,
    mode: oneOf(modes),
    start: instant,
    end: instant,
    durationSeconds: seconds,
    distanceMetres: distance,
};

export const optionalMembers = {
    pauseSeconds: seconds,
    reservationSeconds: seconds,
    surgePpm: wholeNumber(0, tariffLimits.surchargePpm),
    journey: id,
    package: id,
    vehicle: id,
    fromZone: id,
    toZone: id,
    evidence: digest,
    of: id,
    category: oneOf(legCategories),
    reason,
};

/** @throws Refused REQUEST_MALFORMED, MOBILITY_CURRENCY_REFUSED. What its members demand of each other: `requireLeg`. */
export const legRecord: Decoder<LegRecord> = object(
    {
        ...facts,
        kind: oneOf(legKinds),
        tariff: id,
        tariffVersion: tariffNumber,
        tariffHash: digest,
        currency: euro,
        lines: listOf(line, { most: legLimits.linesPerLeg }),
        totalMicroEur: signedAmount,
        taxMicroEur: signedAmount,
        charged: listOf(object({ at: instant, amountMicroEur: signedAmount }), { most: legLimits.chargedParts }),
    },
    optionalMembers,
);

/**
 * What the digest of a record is taken of, its canonical JSON: equal records have equal bytes, whoever wrote them. With
 * the members in their canonical order the engine's own writer gives it, four times faster; batches have hundreds.
 */
export function legContent(record: LegRecord): string {
    return JSON.stringify({
        category: record.category,
        charged: record.charged.map(({ amountMicroEur, at }) => ({ amountMicroEur, at })),
        currency: record.currency,
        distanceMetres: record.distanceMetres,
        durationSeconds: record.durationSeconds,
        end: record.end,
        evidence: record.evidence,
        fromZone: record.fromZone,
        journey: record.journey,
        kind: record.kind,
        leg: record.leg,
        lines: record.lines.map(lineContent),
        mode: record.mode,
        of: record.of,
        operator: record.operator,
        package: record.package,
        pauseSeconds: record.pauseSeconds,
        reason: record.reason,
        reservationSeconds: record.reservationSeconds,
        rider: record.rider,
        seller: record.seller,
        start: record.start,
        subscription: record.subscription,
        surgePpm: record.surgePpm,
        tariff: record.tariff,
        tariffHash: record.tariffHash,
        tariffVersion: record.tariffVersion,
        taxMicroEur: record.taxMicroEur,
        toZone: record.toZone,
        totalMicroEur: record.totalMicroEur,
        vehicle: record.vehicle,
    } satisfies { readonly [Name in keyof Required<LegRecord>]: unknown });
}

function lineContent({ amountMicroEur, dimension, per, quantity, unitPriceMicroEur }: ChargeLine): ChargeLine {
    return { amountMicroEur, dimension, per, quantity, unitPriceMicroEur };
}
