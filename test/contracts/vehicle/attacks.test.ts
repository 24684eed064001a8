import { StatusCode, type Transaction } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';

import { vehicleTransactions, type PassportId, type PassportRecord } from '@quartier/rules/vehicle';
import { canonicalJson, PRIVATE_PART } from '@quartier/rules/wire';

import { forged, type Forgery } from '../../support/forged-transaction.js';
import { plainGateway, type PlainGateway } from '../../support/plain-gateway.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import type { VehicleNetwork } from '../../support/vehicle-network.js';
import { existingCar, km, service, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

const POLICY_FAILURE = StatusCode.ENDORSEMENT_POLICY_FAILURE;

describe('an organisation that would change a passport without the others', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;
    const raw: Record<string, PlainGateway> = {};
    before(async () => {
        network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        for (const name of ['garage', 'maker']) raw[name] = await plainGateway(network.profiles[name] ?? '');
    });
    after(() => {
        for (const { close } of Object.values(raw)) close();
    });

    async function rolledBack(): Promise<PassportId> {
        const car = existingCar({ reading: km(180_000), readingDay: '2022-01-01' });
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        await garage.record({ passport, event: service('after', '2022-09-01', 90_000) });
        return passport;
    }

    let sent = 0;
    async function endorsedBy(
        organisation: string,
        passport: PassportId,
        endorsingOrganizations: string[],
    ): Promise<Transaction> {
        sent += 1;
        const event = service(`attack ${String(sent)}`, '2023-01-01', 95_000);
        return gatewayOf(organisation)
            .getNetwork('vehicle')
            .getContract('vehicle')
            .newProposal(vehicleTransactions.recordEvents, {
                arguments: ['{}'],
                transientData: { [PRIVATE_PART]: canonicalJson({ events: [{ passport, event }] }) },
                endorsingOrganizations,
            })
            .endorse();
    }
    const gatewayOf = (organisation: string): PlainGateway['gateway'] => {
        const found = raw[organisation];
        if (found === undefined) throw new Error(`no gateway of ${organisation}`);
        return found.gateway;
    };
    const statusOf = async (transaction: Transaction): Promise<number> =>
        (await (await transaction.submit()).getStatus()).code;

    for (const [organisation, endorsers] of [
        ['garage', ['GarageMSP']],
        ['maker', ['MakerMSP']],
        ['garage', ['GarageMSP', 'MakerMSP']],
        ['garage', ['CouncilMSP']],
    ] as const) {
        it(`is marked invalid where ${endorsers.join(' and ')} alone endorsed, and changes nothing`, async () => {
            const passport = await rolledBack();
            const before = await garage.passport(passport);
            const transaction = await endorsedBy(organisation, passport, [...endorsers]);
            expect(await statusOf(transaction)).to.equal(POLICY_FAILURE);
            expect(await garage.passport(passport)).to.deep.equal(before);
        });
    }

    /** What a modified chaincode would write: the past without the fall, judged logical. */
    const whitewashed: Forgery['rewrite'] = (value) => {
        const record = JSON.parse(value.toString()) as Partial<PassportRecord>;
        if (record.passport === undefined) return value;
        const judgement = { outcome: 'logical', reason: 'RISING', rdwCode: '00', pairs: [], flags: [] };
        return Buffer.from(canonicalJson({ ...record, readings: [], judgement }));
    };

    for (const [organisation, signedBy, keepsSignatures] of [
        ['garage', ['garage'], false],
        ['maker', ['maker'], false],
        ['garage', ['garage', 'maker'], false],
        ['garage', ['garage'], true],
    ] as const) {
        const others = keepsSignatures ? ', with the council’s signature on something else' : '';
        it(`is marked invalid where a modified chaincode of ${signedBy.join(' and ')} wrote the past${others}`, async () => {
            const passport = await rolledBack();
            const before = await garage.passport(passport);
            const honest = await endorsedBy(organisation, passport, [
                organisation === 'garage' ? 'GarageMSP' : 'MakerMSP',
                'CouncilMSP',
            ]);
            const transaction = await forged(honest, {
                network,
                gateway: gatewayOf(organisation),
                signedBy,
                keepsSignatures,
                rewrite: whitewashed,
            });
            expect(await statusOf(transaction)).to.equal(POLICY_FAILURE);
            expect(await garage.passport(passport)).to.deep.equal(before);
        });
    }

    it('would succeed if the council’s peer signed the forgery too: it is the policy that stops it', async () => {
        const passport = await rolledBack();
        const honest = await endorsedBy('garage', passport, ['GarageMSP', 'CouncilMSP']);
        const transaction = await forged(honest, {
            network,
            gateway: gatewayOf('garage'),
            signedBy: ['garage', 'council'],
            rewrite: whitewashed,
        });
        expect(await statusOf(transaction)).to.equal(StatusCode.VALID);
    });
});
