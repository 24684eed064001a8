/** What a cancelled or missed ride costs, as the driver's offer states it before anyone books. */
import { malformed, listOf, object, wholeNumber, type Decoder } from '../../wire/index.js';

const WHOLE_PPM = 1_000_000;

/** From this lead on, and longer: who cancels pays so much of the fare to the other. */
export interface CancellationStep {
    /** Seconds from the cancellation to the departure. */
    readonly leadSeconds: number;
    readonly passengerPaysPpm: number;
    readonly driverPaysPpm: number;
}

export interface CancellationTerms {
    /** By lead, longest first; the last stands at 0. */
    readonly steps: readonly CancellationStep[];
    /** Who does not come pays so much of the fare to the one who did. */
    readonly passengerNoShowPpm: number;
    readonly driverNoShowPpm: number;
    /** Nobody is missed sooner than this after the departure. */
    readonly waitSeconds: number;
}

/** Free until an hour before, then half for a passenger; a passenger who does not come pays all, a driver half. */
export const usualCancellationTerms: CancellationTerms = {
    steps: [
        { leadSeconds: 3_600, passengerPaysPpm: 0, driverPaysPpm: 0 },
        { leadSeconds: 0, passengerPaysPpm: 500_000, driverPaysPpm: 250_000 },
    ],
    passengerNoShowPpm: 1_000_000,
    driverNoShowPpm: 500_000,
    waitSeconds: 600,
};

const ppm = wholeNumber(0, WHOLE_PPM);

const members: Decoder<CancellationTerms> = object({
    steps: listOf(object({ leadSeconds: wholeNumber(0, 31_536_000), passengerPaysPpm: ppm, driverPaysPpm: ppm }), {
        most: 10,
    }),
    passengerNoShowPpm: ppm,
    driverNoShowPpm: ppm,
    waitSeconds: wholeNumber(0, 7_200),
});

export const cancellationTerms: Decoder<CancellationTerms> = (value, at) => {
    const terms = members(value, at);
    const leads = terms.steps.map(({ leadSeconds }) => leadSeconds);
    if (leads.at(-1) !== 0 || leads.some((lead, index) => index > 0 && lead >= (leads[index - 1] ?? 0)))
        throw malformed(`${at}.steps`, 'must go from the longest lead to 0');
    return terms;
};

/** What of the fare the one who cancels pays to the other, rounded down to the micro-euro. */
export function cancellationFee(
    { steps }: CancellationTerms,
    {
        fareMicroEur,
        by,
        leadSeconds,
    }: { readonly fareMicroEur: bigint; readonly by: 'driver' | 'passenger'; readonly leadSeconds: number },
): bigint {
    const step = steps.find((found) => leadSeconds >= found.leadSeconds) ?? steps.at(-1);
    const paysPpm = by === 'driver' ? step?.driverPaysPpm : step?.passengerPaysPpm;
    return (fareMicroEur * BigInt(paysPpm ?? 0)) / BigInt(WHOLE_PPM);
}

export function noShowFee(terms: CancellationTerms, fareMicroEur: bigint, missing: 'driver' | 'passenger'): bigint {
    const paysPpm = missing === 'driver' ? terms.driverNoShowPpm : terms.passengerNoShowPpm;
    return (fareMicroEur * BigInt(paysPpm)) / BigInt(WHOLE_PPM);
}
