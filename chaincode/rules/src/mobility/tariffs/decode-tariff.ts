/** Decoders of a tariff. Each is strict and names the place of what is wrong; what members demand of each other follows. */
import { listOf, nullOr, object, oneOf, Refused, wholeNumber, type Decoder } from '../../wire/index.js';
import { amount, day, id, instant, mspId, ppm, signedAmount, trueOrFalse } from '../members.js';
import {
    intervalRules,
    modes,
    tariffLimits,
    type LocalWindow,
    type Peak,
    type PeriodCap,
    type PriceModel,
    type Segment,
    type TariffVersion,
} from './tariff-version.js';
import { validateTariff } from './validate-tariff.js';

const SECONDS_A_DAY = 86_400;
const LATEST_VERSION = 1_000_000;

const edge = wholeNumber(0, tariffLimits.segmentEdge);

const localWindow: Decoder<LocalWindow> = object(
    {
        weekdays: listOf(wholeNumber(1, 7), { most: 7 }),
        from: wholeNumber(0, SECONDS_A_DAY - 1),
        until: wholeNumber(1, SECONDS_A_DAY),
    },
    { firstDay: day, lastDay: day },
);

const segment: Decoder<Segment> = object(
    { start: edge, interval: edge, rateMicroEur: signedAmount },
    { end: edge, per: wholeNumber(1, tariffLimits.segmentEdge), vatPpm: ppm, within: localWindow },
);
const segments = listOf(segment, { most: tariffLimits.segments });

const peak: Decoder<Peak> = object(
    { window: localWindow, ratePpm: wholeNumber(-1_000_000, tariffLimits.surchargePpm) },
    { flatMicroEur: signedAmount },
);

const calendarCap = object({ period: oneOf(['day', 'week', 'month']), maximumMicroEur: amount });
const rollingCap = object({
    period: oneOf(['rolling']),
    seconds: wholeNumber(tariffLimits.rollingSeconds, tariffLimits.rollingSecondsMost),
    maximumMicroEur: amount,
});
const periodCap: Decoder<PeriodCap> = (value, at) =>
    isRolling(value) ? rollingCap(value, at) : calendarCap(value, at);

export const priceModel: Decoder<PriceModel> = object(
    { baseMicroEur: amount },
    {
        baseVatPpm: ppm,
        time: segments,
        distance: segments,
        pause: segments,
        reservation: object({}, { flatMicroEur: amount, segments }),
        surgeMaximumPpm: wholeNumber(0, tariffLimits.surchargePpm),
        peaks: listOf(peak, { most: tariffLimits.peaks }),
        minimumMicroEur: amount,
        maximumMicroEur: amount,
        caps: listOf(periodCap, { most: tariffLimits.caps }),
    },
);

const euro: Decoder<'EUR'> = (value, at) => {
    if (typeof value === 'string' && /^[A-Z]{3}$/u.test(value) && value !== 'EUR')
        throw new Refused('MOBILITY_CURRENCY_REFUSED', { currency: value });
    return oneOf(['EUR'])(value, at);
};

const members = object(
    {
        operator: mspId,
        tariff: id,
        version: wholeNumber(1, LATEST_VERSION),
        from: instant,
        to: nullOr(instant),
        mode: oneOf(modes),
        currency: euro,
        intervals: oneOf(intervalRules),
        vatPpm: ppm,
        taxIncluded: trueOrFalse,
        price: priceModel,
    },
    { name: id },
);

/** @throws Refused REQUEST_MALFORMED, MOBILITY_CURRENCY_REFUSED, MOBILITY_TARIFF_INVALID */
export const tariffVersion: Decoder<TariffVersion> = (value, at) => {
    const tariff = members(value, at);
    validateTariff(tariff);
    return tariff;
};

function isRolling(value: unknown): boolean {
    return typeof value === 'object' && value !== null && (value as { period?: unknown }).period === 'rolling';
}
