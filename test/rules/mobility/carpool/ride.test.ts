import {
    acceptBooking,
    cancelBooking,
    cancelRide,
    closeBooking,
    confirmBooking,
    declineBooking,
    matchRides,
    offerRide,
    recordPoint,
    reportMissing,
    requestSeats,
    transferPostings,
    usualCancellationTerms,
    type Ride,
} from '@quartier/rules/mobility';
import { assertBalanced } from '@quartier/rules/accounts';
import { expect } from 'chai';
import fc from 'fast-check';

import {
    allPoints,
    balancesOf,
    BEFORE,
    bookedRide,
    corridor,
    DEPARTURE,
    offerOf,
    pointOf,
    requested,
    riddenRide,
} from '../../../support/carpool.js';
import { refusalOf } from '../../../support/refused.js';

const codeOf = (action: () => unknown): string => refusalOf(action).code;
const stateOf = (ride: Ride, booking = 'b1'): string | undefined =>
    ride.bookings.find((known) => known.booking === booking)?.state;
const open = (): Ride => offerRide(offerOf(), BEFORE);

describe('a ride', () => {
    it('is offered, asked for, accepted, ridden, confirmed by both and settled', () => {
        const asked = requested(open());
        expect(asked.transfers).to.deep.equal([]);
        const accepted = acceptBooking(asked.ride, 'b1', BEFORE);
        expect(balancesOf([accepted])).to.deep.equal({ paul: -2_000_000, 'reserve of b1': 2_000_000 });
        const ridden = allPoints.reduce((ride, point) => recordPoint(ride, 'b1', point).ride, accepted.ride);
        expect(stateOf(ridden)).to.equal('ended');
        const first = confirmBooking(ridden, 'b1', 'passenger');
        expect(stateOf(first.ride)).to.equal('ended');
        const second = confirmBooking(first.ride, 'b1', 'driver');
        expect(stateOf(second.ride)).to.equal('settled');
        expect(balancesOf([accepted, second])).to.deep.equal({ paul: -2_000_000, dora: 2_000_000 });
    });

    it('starts with the first start and ends with the first end after one', () => {
        const states = allPoints.reduce<readonly (string | undefined)[]>((all, _, count) => {
            return [...all, stateOf(riddenRide(allPoints.slice(0, count + 1)))];
        }, []);
        expect(states).to.deep.equal(['started', 'started', 'ended', 'ended']);
        expect(stateOf(riddenRide([pointOf('driver', 'end')]))).to.equal('accepted');
    });

    it('carries several passengers, each with a fare of its own, no more than it has seats on any part of its way', () => {
        const first = bookedRide({}, { seats: 2, leg: { from: 0, to: 1 } });
        const onward = requestSeats(
            first,
            { booking: 'b2', passenger: 'pia', seats: 3, leg: { from: 1, to: 2 } },
            BEFORE,
        );
        const both = acceptBooking(onward.ride, 'b2', BEFORE);
        expect(both.ride.bookings.map(({ fareMicroEur }) => fareMicroEur)).to.deep.equal(['4000000', '6000000']);
        const third = { booking: 'b3', passenger: 'pol', seats: 1, leg: { from: 0, to: 2 } };
        expect(refusalOf(() => requestSeats(both.ride, third, BEFORE))).to.deep.equal({
            code: 'MOBILITY_RIDE_FULL',
            details: { ride: 'ride', left: 0 },
        });
    });

    it('reserves nothing by a request: of two for the last seat the accepted one has it', () => {
        const one = requested(offerRide(offerOf({ seats: 1 }), BEFORE));
        const two = requestSeats(
            one.ride,
            { booking: 'b2', passenger: 'pia', seats: 1, leg: { from: 0, to: 2 } },
            BEFORE,
        );
        const accepted = acceptBooking(two.ride, 'b2', BEFORE);
        expect(codeOf(() => acceptBooking(accepted.ride, 'b1', BEFORE))).to.equal('MOBILITY_RIDE_FULL');
    });

    it('may cost by the kilometre along its corridor, here 9,541 m', () => {
        const { ride } = requested(offerRide(offerOf({ price: { perKmMicroEur: '100000' } }), BEFORE), {
            leg: { from: 1, to: 2 },
        });
        expect(ride.bookings[0]?.fareMicroEur).to.equal('954100');
    });

    const refusals: readonly (readonly [string, () => unknown, string])[] = [
        ['an offer in the past', () => offerRide(offerOf(), DEPARTURE), 'MOBILITY_RIDE_DEPARTED'],
        [
            'a request after the departure',
            () =>
                requestSeats(open(), { booking: 'b', passenger: 'paul', seats: 1, leg: { from: 0, to: 1 } }, DEPARTURE),
            'MOBILITY_RIDE_DEPARTED',
        ],
        ['a way backwards', () => requested(open(), { leg: { from: 2, to: 1 } }), 'MOBILITY_RIDE_LEG'],
        ['a way beyond the corridor', () => requested(open(), { leg: { from: 0, to: 3 } }), 'MOBILITY_RIDE_LEG'],
        ['its own driver', () => requested(open(), { passenger: 'dora' }), 'MOBILITY_RIDE_OWN'],
        ['an id twice', () => requested(bookedRide()), 'MOBILITY_BOOKING_EXISTS'],
        ['an unknown booking', () => acceptBooking(open(), 'b9', BEFORE), 'MOBILITY_BOOKING_UNKNOWN'],
        ['a second acceptance', () => acceptBooking(bookedRide(), 'b1', BEFORE), 'MOBILITY_BOOKING_STATE'],
        ['a word before the end', () => confirmBooking(bookedRide(), 'b1', 'driver'), 'MOBILITY_BOOKING_STATE'],
        [
            'a cancellation after the start',
            () => cancelBooking(riddenRide(), { booking: 'b1', by: 'passenger', at: DEPARTURE, reason: 'late' }),
            'MOBILITY_BOOKING_STATE',
        ],
        [
            'a point of a stranger',
            () => recordPoint(bookedRide(), 'b1', pointOf('passenger', 'start', { who: 'eve' })),
            'MOBILITY_POINT_NOT_OF_RIDER',
        ],
        ['a point twice', () => recordPoint(riddenRide(), 'b1', pointOf('driver', 'end')), 'MOBILITY_POINT_TWICE'],
    ];
    for (const [what, action, code] of refusals) {
        it(`refuses ${what}`, () => {
            expect(codeOf(action)).to.equal(code);
        });
    }
});

describe('a ride that does not take place', () => {
    const reserve = acceptBooking(requested(open()).ride, 'b1', BEFORE);
    const cancelled = (by: 'driver' | 'passenger', lead: number): Readonly<Record<string, number>> =>
        balancesOf([reserve, cancelBooking(reserve.ride, { booking: 'b1', by, at: DEPARTURE - lead, reason: 'ill' })]);

    it('costs nothing an hour before, then a passenger half', () => {
        expect(cancelled('passenger', 3_600)).to.deep.equal({});
        expect(cancelled('passenger', 3_599)).to.deep.equal({ paul: -1_000_000, dora: 1_000_000 });
    });

    it('costs a driver a quarter, and the passenger has the fare back', () => {
        expect(cancelled('driver', 3_600)).to.deep.equal({});
        expect(cancelled('driver', 60)).to.deep.equal({ paul: 500_000, dora: -500_000 });
    });

    it('costs nothing that was only asked for', () => {
        const asked = requested(open()).ride;
        const word = { booking: 'b1', by: 'passenger', at: DEPARTURE - 1, reason: 'ill' } as const;
        expect(cancelBooking(asked, word).transfers).to.deep.equal([]);
        expect(stateOf(declineBooking(asked, 'b1').ride)).to.equal('declined');
    });

    it('is given up by its driver for all who booked, and nobody else may book', () => {
        const two = requestSeats(
            reserve.ride,
            { booking: 'b2', passenger: 'pia', seats: 1, leg: { from: 0, to: 2 } },
            BEFORE,
        );
        const change = cancelRide(two.ride, { at: DEPARTURE - 60, reason: 'breakdown' });
        expect(change.ride.bookings.map(({ state }) => state)).to.deep.equal(['cancelled', 'cancelled']);
        expect(balancesOf([reserve, change])).to.deep.equal({ paul: 500_000, dora: -500_000 });
        expect(codeOf(() => requested(change.ride, { booking: 'b3' }))).to.equal('MOBILITY_RIDE_CLOSED');
    });

    it('is paid by the passenger who did not come, once the wait is over', () => {
        const word = { booking: 'b1', by: 'driver', reason: 'nobody there' } as const;
        const wait = usualCancellationTerms.waitSeconds;
        expect(codeOf(() => reportMissing(reserve.ride, { ...word, at: DEPARTURE + wait - 1 }))).to.equal(
            'MOBILITY_RIDE_TOO_SOON',
        );
        const missed = reportMissing(reserve.ride, { ...word, at: DEPARTURE + wait });
        expect(balancesOf([reserve, missed])).to.deep.equal({ paul: -2_000_000, dora: 2_000_000 });
    });

    it('is paid back by the driver who did not come, with half the fare', () => {
        const word = { booking: 'b1', by: 'passenger', at: DEPARTURE + 600, reason: 'no car' } as const;
        expect(balancesOf([reserve, reportMissing(reserve.ride, word)])).to.deep.equal({
            paul: 1_000_000,
            dora: -1_000_000,
        });
    });

    it('is no miss where the other telephone signed', () => {
        const { ride } = recordPoint(reserve.ride, 'b1', pointOf('passenger', 'start'));
        const word = { booking: 'b1', by: 'driver', at: DEPARTURE + 600, reason: 'nobody there' } as const;
        expect(codeOf(() => reportMissing(ride, word))).to.equal('MOBILITY_RIDE_CAME');
    });
});

describe('a rider who is silent', () => {
    const end = DEPARTURE + 1_500;

    it('does not keep the fare of a ride that both telephones prove', () => {
        const reserve = acceptBooking(requested(open()).ride, 'b1', BEFORE);
        const ride = riddenRide();
        expect(codeOf(() => closeBooking(ride, 'b1', end + 86_399))).to.equal('MOBILITY_RIDE_TOO_SOON');
        const closed = closeBooking(ride, 'b1', end + 86_400);
        expect(stateOf(closed.ride)).to.equal('settled');
        expect(balancesOf([reserve, closed])).to.deep.equal({ paul: -2_000_000, dora: 2_000_000 });
    });

    it('has the fare back after a week where nothing proves the ride', () => {
        const reserve = acceptBooking(requested(open()).ride, 'b1', BEFORE);
        expect(codeOf(() => closeBooking(reserve.ride, 'b1', DEPARTURE + 604_799))).to.equal('MOBILITY_RIDE_TOO_SOON');
        const closed = closeBooking(reserve.ride, 'b1', DEPARTURE + 604_800);
        expect(stateOf(closed.ride)).to.equal('lapsed');
        expect(balancesOf([reserve, closed])).to.deep.equal({});
    });
});

describe('the match of a wish and offers', () => {
    const wish = {
        from: corridor[0]!,
        to: corridor[2]!,
        walkMetres: 500,
        departsAt: DEPARTURE,
        flexibleSeconds: 900,
        seats: 1,
    };
    const ride = (members: object): Ride => offerRide(offerOf(members), BEFORE);

    it('takes the nearest points of the corridor, in its direction', () => {
        expect(matchRides(wish, [ride({})])[0]).to.deep.include({
            ride: 'ride',
            leg: { from: 0, to: 2 },
            walkMetres: 0,
        });
        expect(matchRides({ ...wish, from: wish.to, to: wish.from }, [ride({})])).to.deep.equal([]);
    });

    it('puts the least walk first, then the least wait, then the fare, then the id', () => {
        const later = { departsAt: DEPARTURE + 300 };
        const cheap = { price: { perSeatMicroEur: '1000000' } };
        const rides = [
            ride({ ride: 'd', ...later }),
            ride({ ride: 'c' }),
            ride({ ride: 'b', ...cheap }),
            ride({ ride: 'a' }),
        ];
        expect(matchRides(wish, rides).map((match) => match.ride)).to.deep.equal(['b', 'a', 'c', 'd']);
    });

    it('leaves out what is too far, too late, too dear or full', () => {
        expect(matchRides({ ...wish, from: corridor[1]!, walkMetres: 0, to: corridor[0]! }, [ride({})])).to.deep.equal(
            [],
        );
        expect(matchRides(wish, [ride({ departsAt: DEPARTURE + 1_501 })])).to.deep.equal([]);
        expect(matchRides({ ...wish, mostMicroEur: '1999999' }, [ride({})])).to.deep.equal([]);
        expect(matchRides({ ...wish, seats: 3 }, [bookedRide()])).to.deep.equal([]);
    });
});

describe('the money of a ride', () => {
    const step = fc.constantFrom(
        'accept',
        'cancel-driver',
        'cancel-passenger',
        'miss',
        'ride',
        'confirm',
        'close',
        'give-up',
    );

    function tried(ride: Ride, name: string, booking: string, at: number): { ride: Ride; transfers: readonly never[] } {
        const word = { booking, at, reason: 'test' };
        const actions: Readonly<Record<string, () => unknown>> = {
            accept: () => acceptBooking(ride, booking, at),
            'cancel-driver': () => cancelBooking(ride, { ...word, by: 'driver' }),
            'cancel-passenger': () => cancelBooking(ride, { ...word, by: 'passenger' }),
            miss: () => reportMissing(ride, { ...word, by: 'driver', at: DEPARTURE + 700 }),
            ride: () =>
                allPoints.reduce(
                    (now, point) => ({ ride: recordPoint(now.ride, booking, point).ride, transfers: [] as never[] }),
                    { ride, transfers: [] as never[] },
                ),
            confirm: () => {
                const first = confirmBooking(ride, booking, 'driver');
                return confirmBooking(first.ride, booking, 'passenger');
            },
            close: () => closeBooking(ride, booking, DEPARTURE + 700_000),
            'give-up': () => cancelRide(ride, word),
        };
        try {
            return actions[name]?.() as { ride: Ride; transfers: readonly never[] };
        } catch {
            return { ride, transfers: [] };
        }
    }

    it('balances, whatever is asked in whatever order, and a reserve is never below nothing nor kept when all is over', () => {
        fc.assert(
            fc.property(fc.array(fc.tuple(step, fc.constantFrom('b1', 'b2'))), (steps) => {
                const first = requested(open()).ride;
                let { ride } = requestSeats(
                    first,
                    { booking: 'b2', passenger: 'paul', seats: 2, leg: { from: 0, to: 2 } },
                    BEFORE,
                );
                const changes = [];
                for (const [name, booking] of steps) {
                    const change = tried(ride, name, booking, DEPARTURE - 1_800);
                    ride = change.ride;
                    changes.push(change);
                    const postings = transferPostings(change.transfers, (account) => JSON.stringify(account));
                    assertBalanced(postings);
                    for (const { booking: id, state, fareMicroEur } of ride.bookings) {
                        const holds = ['accepted', 'started', 'ended'].includes(state);
                        expect(balancesOf(changes)[`reserve of ${id}`] ?? 0).to.equal(holds ? Number(fareMicroEur) : 0);
                    }
                }
            }),
        );
    });
});
