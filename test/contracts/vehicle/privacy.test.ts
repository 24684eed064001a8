import { expect } from 'chai';

import { holderContent, type EventRow, type HolderOpening } from '@quartier/rules/vehicle';

import { guessed, hashesOf, keyGuesses, publicTexts, valueGuesses } from '../../support/guesses.js';
import { readBlocks, shownTransactions, type ShownTransaction } from '../../support/ledger-blocks.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { haystack, type Haystack } from '../../support/secrets.js';
import { sha256 } from '../../support/sha256.js';
import { decideManufacturers } from '../../support/vehicle-decisions.js';
import { startVehicleNetwork, type VehicleNetwork } from '../../support/vehicle-network.js';
import { COLLECTION_KEY, existingCar, km, newCar, service, vehicleOffice } from '../../support/vehicle-office.js';

const seller: HolderOpening = { holder: 'Holder, quai Rambaud 1', salt: 'salt-of-the-seller' };
const buyer: HolderOpening = { holder: 'Holder, rue Denuziere 2', salt: 'salt-of-the-buyer-' };
const ACCEPTANCE_CODE = 'acceptance-code-of-the-two';
const NOTE = 'Plate AB-123-CD, owner reachable at 06 12 34 56 78';

/** Every transaction that has a private part, then all that a peer of the channel is shown of them. */
describe('what the blocks of the vehicle area show', () => {
    let network: VehicleNetwork;
    let transactions: readonly ShownTransaction[];
    let shown: Haystack;
    let passports: readonly string[];
    const cars = [newCar({ holder: sha256(holderContent(seller)) }), existingCar()];
    const vins = cars.map(({ identity }) => (identity as { readonly vin: string }).vin);

    before(async () => {
        network = await startVehicleNetwork();
        await decideManufacturers(network);
        const [garage, maker, council] = await Promise.all(
            ['garage', 'maker', 'council'].map((name) => vehicleOffice(network, name)),
        );
        if (garage === undefined || maker === undefined || council === undefined) throw new Error('three offices');
        const [born, existing] = cars;
        if (born === undefined || existing === undefined) throw new Error('two cars');
        await maker.register(born);
        await garage.enrol(existing);
        passports = await Promise.all(cars.map(async ({ identity }) => (await garage.find(identity)).passport));
        const [passport = ''] = passports;
        const noted: EventRow = { identity: born.identity, event: service('1', '2023-01-01', 10), note: NOTE };
        await garage.record(noted, {
            identity: { kind: 'vin', vin: 'VF1RT1PBE3999999I' },
            event: service('2', '2023-01-01', 1),
        });
        await garage.enrol({ ...existing, description: { ...existing.description, model: 'Other' } });
        const transfer = { passport, transfer: 't', day: '2024-01-01' };
        await garage.submit(
            'offerTransfer',
            { ...transfer, acceptanceHash: sha256(ACCEPTANCE_CODE) },
            { opening: seller },
        );
        await garage.submit('withdrawTransfer', transfer, { opening: seller });
        const again = { ...transfer, transfer: 'u' };
        await garage.submit(
            'offerTransfer',
            { ...again, acceptanceHash: sha256(ACCEPTANCE_CODE) },
            { opening: seller },
        );
        await council.submit(
            'acceptTransfer',
            { ...again, holder: sha256(holderContent(buyer)), reading: km(20) },
            { acceptanceCode: ACCEPTANCE_CODE },
        );
        await council.submit('eraseVehicle', { passport });

        const asked = await plainGateway(network.profiles['rival'] ?? '');
        const blocks = await readBlocks(asked.gateway, 'vehicle', await blockOfErasure(network));
        asked.close();
        transactions = blocks.flatMap(shownTransactions).filter(({ chaincode }) => chaincode === 'vehicle');
        shown = haystack(blocks.map((block) => block.serializeBinary()));
    });
    after(() => network.stop());

    const secrets = (): string[] => [
        ...vins,
        ...vins.map((vin) => vin.slice(-8)),
        'VF1RT1PBE3999999I',
        ...[seller, buyer].flatMap(({ holder, salt }) => [holder, salt]),
        ...['quai Rambaud', 'AB-123-CD', '06 12 34 56 78', NOTE, ACCEPTANCE_CODE, COLLECTION_KEY],
    ];

    it('are passports, events and judgements', () => {
        expect(new Set(transactions.map(({ args }) => args[0]?.toString()))).to.include.members([
            'vehicle:RegisterVehicles',
            'vehicle:EnrolVehicles',
            'vehicle:RecordEvents',
            'vehicle:OfferTransfer',
            'vehicle:WithdrawTransfer',
            'vehicle:AcceptTransfer',
            'vehicle:EraseVehicle',
        ]);
        expect(shown.found(passports)).to.have.length.of.at.least(2);
        expect(transactions.flatMap(({ transientNames }) => transientNames)).to.deep.equal([]);
    });

    it('are no number, holder, salt, code, note or key, plain or encoded', () => {
        expect(shown.found(secrets())).to.deep.equal([]);
    });

    it('are no hash of an identity, and hashes that no guess meets', () => {
        const hashed = secrets().flatMap((secret) => [sha256(secret), sha256(`vin:${secret}`)]);
        expect(shown.found(hashed.filter((hash) => hash !== sha256(ACCEPTANCE_CODE)))).to.deep.equal([]);
        const hashes = hashesOf(transactions);
        expect(hashes.size).to.be.greaterThan(10);
        expect(guessed(hashes, publicTexts(transactions))).to.deep.equal([]);
        const subjects = [
            ...vins,
            ...vins.map((vin) => `vin:${vin}`),
            ...passports,
            ...passports.map((id) => id.slice(0, 14)),
        ];
        const words = {
            kinds: ['identities', 'note', 'noted-events'],
            places: [],
            subjects,
            times: [],
            versions: ['GarageMSP:1', '0', '1'],
        };
        expect(guessed(hashes, keyGuesses(words))).to.deep.equal([]);
        const salts = transactions.map(({ txId }) => txId);
        const records = [
            ...cars.map(({ identity }, index) => ({ identities: { [passports[index]?.slice(14) ?? '']: identity } })),
            { note: NOTE },
            { events: ['GarageMSP:1'] },
            { collectionKey: COLLECTION_KEY, salt: '' },
        ];
        for (const record of records) expect(guessed(hashes, valueGuesses(record, salts))).to.deep.equal([]);
    });
});

async function blockOfErasure(network: VehicleNetwork): Promise<bigint> {
    const area = await network.area('council');
    for await (const { name, blockNumber } of area.events()) if (name === 'VehicleErased') return blockNumber;
    throw new Error('the stream ended before the erasure');
}
