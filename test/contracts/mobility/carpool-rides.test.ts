import { expect } from 'chai';

import { newTelephone } from '@quartier/client';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    acceptedRide,
    newCampaign,
    nowSeconds,
    requestedRide,
    type TestCampaign,
} from '../../support/carpool-campaign.js';
import { sharedMobilityNetwork } from '../../support/mobility-network.js';
import { codeOf } from '../../support/refusal.js';

describe('carpool rides on the ledger', () => {
    let network: AreaNetwork;
    let campaign: TestCampaign;
    before(async () => {
        network = await sharedMobilityNetwork();
        campaign = await newCampaign(network);
    });

    const balance = async (rider: string, operator: 'metro' | 'wheels' = 'metro'): Promise<bigint> =>
        (await campaign.of(operator)).balance(campaign.name, rider);

    it('are found by a passenger who walks to them, whichever operator the driver has', async () => {
        const { ride, offer } = await requestedRide(campaign);
        const [from, , to] = offer.corridor;
        if (from === undefined || to === undefined) throw new RangeError('a corridor has three points');
        const day = new Date(offer.departsAt * 1_000).toISOString().slice(0, 10);
        const wish = { from, to, walkMetres: 300, departsAt: nowSeconds(), flexibleSeconds: 900, seats: 1 };
        const matches = await (await campaign.of('wheels')).search(campaign.name, day, wish);
        const found = matches.find((match) => match.ride === ride);
        expect(found?.fareMicroEur).to.equal('2000000');
        expect(
            await (await campaign.of('wheels')).search(campaign.name, day, { ...wish, from: to, to: from }),
        ).to.deep.equal([]);
    });

    it('reserve the fare when the driver accepts, and pay it at once when both confirm', async () => {
        const ride = await acceptedRide(campaign, { passengerOf: 'wheels' });
        expect(await balance(ride.passenger, 'wheels')).to.equal(3_000_000n);
        expect(await balance(ride.driver)).to.equal(0n);
        await ride.takePlace();
        expect(await balance(ride.passenger, 'wheels')).to.equal(3_000_000n);
        expect(await balance(ride.driver)).to.equal(2_000_000n);
        expect((await ride.public())?.bookings['b1']).to.deep.equal({ state: 'settled', proofClass: 'C', labels: [] });
    });

    it('are not accepted where the passenger has not the fare', async () => {
        const ride = await requestedRide(campaign, { paidInMicroEur: '1999999' });
        expect(await codeOf(ride.say('driver', 'accept'))).to.equal('MOBILITY_RIDER_FUNDS');
    });

    it('carry no more than their seats', async () => {
        const ride = await acceptedRide(campaign, { offer: { seats: 1 } });
        const metro = await campaign.of('metro');
        const passenger = await campaign.rider('metro', 'one too many');
        const request = { booking: 'b2', passenger, seats: 1, leg: { from: 0, to: 1 } };
        const refused = metro.requestSeats({
            campaign: campaign.name,
            ride: ride.ride,
            request,
            telephone: newTelephone(),
        });
        expect(await codeOf(refused)).to.equal('MOBILITY_RIDE_FULL');
    });

    it('refuse what another telephone signed, what was signed of another ride, and what another operator sends', async () => {
        const ride = await acceptedRide(campaign);
        expect(await codeOf(ride.say('passenger', 'start', { telephone: newTelephone() }))).to.equal(
            'MOBILITY_SIGNATURE_INVALID',
        );
        expect(await codeOf(ride.say('passenger', 'start', { telephone: ride.telephones.driver }))).to.equal(
            'MOBILITY_SIGNATURE_INVALID',
        );
        expect(await codeOf(ride.say('passenger', 'start', { through: 'wheels' }))).to.equal('MOBILITY_RIDE_NOT_YOURS');
        const metro = await campaign.of('metro');
        const other = await acceptedRide(campaign);
        const { name } = campaign;
        const [place] = ride.offer.corridor;
        if (place === undefined) throw new RangeError('a corridor has points');
        const said = ride.telephones.passenger.say({
            campaign: name,
            ride: ride.ride,
            booking: 'b1',
            act: 'start',
            by: 'passenger',
            place,
        });
        const moved = { ...said, act: { ...said.act, ride: other.ride } };
        expect(await codeOf(metro.act(moved))).to.equal('MOBILITY_SIGNATURE_INVALID');
        await metro.act(said);
        await metro.act(said);
        const again = { ...said.act, nonce: '0'.repeat(32) };
        expect(await codeOf(metro.act({ ...said, act: again }))).to.equal('MOBILITY_SIGNATURE_INVALID');
    });

    it('refuse a place that is finer than a thousandth of a degree and a time that is not now', async () => {
        const ride = await acceptedRide(campaign);
        expect(await codeOf(ride.say('driver', 'start', { secondsFromDeparture: 3_600 }))).to.equal(
            'MOBILITY_ACT_CLOCK',
        );
        expect(await codeOf(ride.say('driver', 'start', { secondsFromDeparture: -100_000 }))).to.equal(
            'MOBILITY_ACT_CLOCK',
        );
        const area = await network.area('metro');
        const act = {
            campaign: campaign.name,
            ride: ride.ride,
            booking: 'b1',
            act: 'start',
            by: 'driver',
            time: nowSeconds(),
            place: { latMicroDeg: 45_760_001, lonMicroDeg: 4_859_000 },
            nonce: '0'.repeat(32),
        };
        const sent = area.submit({
            transaction: 'carpool:Act',
            request: { campaign: campaign.name, ride: ride.ride, booking: 'b1' },
            privatePart: { act, signature: 'A'.repeat(86) },
            endorsers: ['CouncilMSP', 'MetroMSP'],
        });
        expect(await codeOf(sent)).to.equal('REQUEST_MALFORMED');
    });

    it('give the passenger the fare back less the fee that the terms state; what the driver has not, it owes', async () => {
        const late = await acceptedRide(campaign);
        await late.say('passenger', 'cancel');
        expect([await balance(late.passenger), await balance(late.driver)]).to.deep.equal([4_000_000n, 1_000_000n]);

        const people = { driver: 'driver who owes', passenger: 'passenger left' };
        const left = await acceptedRide(campaign, { people });
        await left.say('driver', 'giveUp');
        expect([await balance(left.passenger), await balance(left.driver)]).to.deep.equal([5_500_000n, -500_000n]);
        expect((await left.public())?.state).to.equal('closed');
        expect(await codeOf(acceptedRide(campaign, { people }))).to.equal('MOBILITY_RIDER_OWES');
    });

    it('are class A without evidence, B with one way, and none is paid before both confirm or time has passed', async () => {
        const ride = await acceptedRide(campaign);
        await ride.say('driver', 'start', { secondsFromDeparture: 0 });
        await ride.say('driver', 'end', { secondsFromDeparture: 150 });
        await ride.say('driver', 'confirm');
        expect((await ride.public())?.bookings['b1']?.state).to.equal('ended');
        const metro = await campaign.of('metro');
        const closing = metro.closeBooking({ campaign: campaign.name, ride: ride.ride, booking: 'b1' });
        expect(await codeOf(closing)).to.equal('MOBILITY_RIDE_TOO_SOON');
        await ride.say('passenger', 'confirm');
        expect((await ride.public())?.bookings['b1']?.proofClass).to.equal('B');
    });

    it('of one person through two operators at once are found: the pseudonym is the same with both', async () => {
        const person = 'rides twice';
        expect(await campaign.rider('metro', person)).to.equal(await campaign.rider('wheels', person));
        const first = await acceptedRide(campaign, { people: { driver: 'd1', passenger: person } });
        await first.takePlace();
        const second = await acceptedRide(campaign, {
            driverOf: 'wheels',
            passengerOf: 'wheels',
            people: { driver: 'd2', passenger: person },
        });
        await second.takePlace();
        expect((await first.public())?.bookings['b1']?.labels).to.deep.equal([]);
        expect((await second.public())?.bookings['b1']?.labels).to.include('interoperator_overlap');
    });

    it('are offered for riders of the operator alone, with the rider’s own telephone, in a campaign that is decided', async () => {
        const { offer, telephones } = await requestedRide(campaign);
        const wheels = await campaign.of('wheels');
        const other = { ...offer, ride: `${offer.ride}-other` };
        const { name } = campaign;
        const telephone = telephones.driver;
        expect(await codeOf(wheels.offerRide({ campaign: name, offer: other, telephone }))).to.equal(
            'MOBILITY_RIDER_UNKNOWN',
        );
        const metro = await campaign.of('metro');
        await metro.offerRide({ campaign: name, offer, telephone });
        const dearer = { ...offer, seats: 2 };
        expect(await codeOf(metro.offerRide({ campaign: name, offer: dearer, telephone }))).to.equal(
            'MOBILITY_RIDE_EXISTS',
        );
        expect(await codeOf(metro.offerRide({ campaign: 'unheard', offer: other, telephone }))).to.equal(
            'MOBILITY_CAMPAIGN_UNKNOWN',
        );
    });

    it('are shown to the operators of their riders and the registry alone', async () => {
        const { ride } = await acceptedRide(campaign);
        expect((await campaign.council.getRide(campaign.name, ride)).ride.bookings).to.have.length(1);
        expect(await codeOf((await campaign.of('cars')).getRide(campaign.name, ride))).to.equal(
            'MOBILITY_RIDE_NOT_YOURS',
        );
    });
});
