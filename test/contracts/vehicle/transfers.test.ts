import { expect } from 'chai';

import {
    holderContent,
    type EventReply,
    type HolderOpening,
    type PassportId,
    type ProveHoldingReply,
} from '@quartier/rules/vehicle';

import { codeOf } from '../../support/refusal.js';
import { sha256 } from '../../support/sha256.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { existingCar, km, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

const seller: HolderOpening = { holder: 'quai Rambaud 1', salt: 'salt-of-the-seller' };
const buyer: HolderOpening = { holder: 'rue Denuzière 2', salt: 'salt-of-the-buyer-' };
const commitmentOf = (opening: HolderOpening): string => sha256(holderContent(opening));
const CODE = 'code-between-two-1';
const DAY = '2024-01-01';

describe('changes of holder', () => {
    let garage: VehicleOffice;
    let council: VehicleOffice;
    before(async () => {
        const network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        council = await vehicleOffice(network, 'council');
    });

    async function held(holder = commitmentOf(seller)): Promise<PassportId> {
        const car = existingCar({ holder });
        await garage.enrol(car);
        return (await garage.find(car.identity)).passport;
    }
    const offer = (passport: PassportId, changes: object = {}, opening = seller): Promise<EventReply> =>
        garage.submit(
            'offerTransfer',
            { passport, transfer: 't', day: DAY, acceptanceHash: sha256(CODE), ...changes },
            { opening },
        );
    const accept = (passport: PassportId, changes: object = {}, acceptanceCode = CODE): Promise<EventReply> =>
        council.submit(
            'acceptTransfer',
            { passport, transfer: 't', day: DAY, holder: commitmentOf(buyer), reading: km(1), ...changes },
            { acceptanceCode },
        );
    const withdraw = (passport: PassportId, opening = seller): Promise<EventReply> =>
        garage.submit('withdrawTransfer', { passport, transfer: 't', day: DAY }, { opening });
    const holds = async (passport: PassportId, opening: HolderOpening): Promise<boolean> =>
        (await council.ask<ProveHoldingReply>('proveHolding', { passport }, { opening })).holds;

    it('take two steps: the holder offers, who has the code accepts, at another counter', async () => {
        const passport = await held();
        expect(await holds(passport, seller)).to.equal(true);
        await offer(passport);
        expect((await garage.passport(passport)).transfer).to.include({ transfer: 't', offeredBy: 'GarageMSP' });
        const { event } = await accept(passport);
        expect(event).to.include({ kind: 'holder-changed', author: 'CouncilMSP' });
        expect(await holds(passport, seller)).to.equal(false);
        expect(await holds(passport, buyer)).to.equal(true);
        const found = await garage.passport(passport);
        expect(found).to.include({ holders: 2, holder: commitmentOf(buyer) });
        expect(found.transfer).to.equal(undefined);
        expect((await accept(passport)).event).to.deep.equal(event);
    });

    it('name the first holder where there is none, once', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        const claim = { passport, event: 'claim', day: DAY, holder: commitmentOf(seller) };
        expect(await codeOf(offer(passport))).to.equal('VEHICLE_HOLDER_MISSING');
        await garage.submit('claimHolding', claim);
        expect(await holds(passport, seller)).to.equal(true);
        expect(await codeOf(council.submit('claimHolding', { ...claim, holder: commitmentOf(buyer) }))).to.equal(
            'VEHICLE_HOLDER_EXISTS',
        );
    });

    it('are refused without the holder’s opening or the seller’s code', async () => {
        const passport = await held();
        expect(await codeOf(offer(passport, {}, buyer))).to.equal('VEHICLE_HOLDER_OPENING_WRONG');
        expect(await codeOf(accept(passport))).to.equal('VEHICLE_TRANSFER_UNKNOWN');
        await offer(passport);
        expect(await codeOf(accept(passport, {}, 'another-code-of-16'))).to.equal('VEHICLE_ACCEPTANCE_CODE_WRONG');
        expect(await codeOf(accept(passport, { transfer: 'u' }))).to.equal('VEHICLE_TRANSFER_UNKNOWN');
        expect(await codeOf(offer(passport, { transfer: 'u' }))).to.equal('VEHICLE_TRANSFER_PENDING');
        expect(await codeOf(withdraw(passport, buyer))).to.equal('VEHICLE_HOLDER_OPENING_WRONG');
    });

    it('are withdrawn by the holder', async () => {
        const passport = await held();
        await offer(passport);
        await withdraw(passport);
        expect(await codeOf(accept(passport))).to.equal('VEHICLE_TRANSFER_UNKNOWN');
        expect(await holds(passport, seller)).to.equal(true);
    });

    it('of a stolen vehicle, or of one whose accident nobody has assessed, are refused', async () => {
        const [stolen, damaged] = [await held(), await held()];
        await council.record(
            { passport: stolen, event: { event: 's', day: DAY, content: { kind: 'stolen' } } },
            {
                passport: damaged,
                event: { event: 'a', day: DAY, content: { kind: 'accident-declared', severity: 'light' } },
            },
        );
        expect(await codeOf(offer(stolen))).to.equal('VEHICLE_STOLEN');
        expect(await codeOf(offer(damaged))).to.equal('VEHICLE_ACCIDENT_UNDECIDED');

        const offered = await held();
        await offer(offered);
        await council.record({ passport: offered, event: { event: 's', day: DAY, content: { kind: 'stolen' } } });
        expect(await codeOf(accept(offered))).to.equal('VEHICLE_STOLEN');
    });
});
