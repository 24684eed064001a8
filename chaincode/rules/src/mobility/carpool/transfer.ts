/** Money that moves with a ride: into a booking's reserve, and out of it. */
import type { Posting } from '../../accounts/index.js';
import type { RiderRole } from './evidence.js';
import type { Booking } from './ride.js';

export type RideAccount = { readonly rider: string } | { readonly reserveOf: string };

export interface Transfer {
    readonly from: RideAccount;
    readonly to: RideAccount;
    readonly amountMicroEur: bigint;
    readonly why: 'reserve' | 'fare' | 'return' | 'compensation';
}

/** The fare of an accepted booking leaves the passenger. */
export function reserved({ booking, passenger, fareMicroEur }: Booking): Transfer {
    return {
        from: { rider: passenger },
        to: { reserveOf: booking },
        amountMicroEur: BigInt(fareMicroEur),
        why: 'reserve',
    };
}

/** Both confirmed: the driver gets all of it. */
export function released({ booking, fareMicroEur }: Booking, driver: string): readonly Transfer[] {
    return [{ from: { reserveOf: booking }, to: { rider: driver }, amountMicroEur: BigInt(fareMicroEur), why: 'fare' }];
}

/** The reserve goes back to the passenger but for the fee, which the one at fault pays to the other. */
export function compensation(
    driver: string,
    { booking, passenger, fareMicroEur }: Booking,
    atFault: RiderRole,
    fee: bigint,
): readonly Transfer[] {
    const [reserve, fare] = [{ reserveOf: booking }, BigInt(fareMicroEur)];
    const why = 'compensation';
    if (atFault === 'driver') {
        return [
            { from: reserve, to: { rider: passenger }, amountMicroEur: fare, why: 'return' },
            { from: { rider: driver }, to: { rider: passenger }, amountMicroEur: fee, why },
        ];
    }
    return [
        { from: reserve, to: { rider: driver }, amountMicroEur: fee, why },
        { from: reserve, to: { rider: passenger }, amountMicroEur: fare - fee, why: 'return' },
    ];
}

export function transferPostings(
    transfers: readonly Transfer[],
    accountOf: (account: RideAccount) => string,
): readonly Posting[] {
    return transfers.map(({ from, to, amountMicroEur }) => ({
        debit: accountOf(to),
        credit: accountOf(from),
        asset: 'microEur',
        amount: amountMicroEur,
    }));
}
