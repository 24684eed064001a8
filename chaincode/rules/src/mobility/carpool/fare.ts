import { distanceMetres } from './distance.js';
import type { Leg, Offer } from './ride.js';

/** Metres along the corridor between two of its points. */
export function corridorMetres({ corridor }: Pick<Offer, 'corridor'>, { from, to }: Leg): number {
    let metres = 0;
    for (let at = from + 1; at <= to; at += 1) {
        const [before, point] = [corridor[at - 1], corridor[at]];
        if (before !== undefined && point !== undefined) metres += distanceMetres(before, point);
    }
    return metres;
}

/** What a passenger pays for these seats, rounded down to the micro-euro. */
export function fareOf(offer: Pick<Offer, 'corridor' | 'price'>, leg: Leg, seats: number): bigint {
    const { price } = offer;
    if ('perSeatMicroEur' in price) return BigInt(price.perSeatMicroEur) * BigInt(seats);
    return (BigInt(price.perKmMicroEur) * BigInt(corridorMetres(offer, leg)) * BigInt(seats)) / 1_000n;
}
