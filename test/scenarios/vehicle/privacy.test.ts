import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { NotesReply } from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { guessed, hashesOf, keyGuesses, publicTexts, valueGuesses } from '../../support/guesses.js';
import { readBlocks, shownTransactions, type ShownTransaction } from '../../support/ledger-blocks.js';
import { plainGateway } from '../../support/plain-gateway.js';
import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { haystack, type Haystack } from '../../support/secrets.js';
import { bornCar, shown, type ShownPassport } from '../../support/vehicle-story.js';

const NOTE = 'the-owner-of-12-rue-des-Lilas-was-in-a-hurry';
const CODE = 'code-between-seller-and-buyer-77';

scenario('What the blocks of the vehicle area show of a car that was sold', (network) => {
    let garage: BackOffice;
    let vin: string;
    let passport: ShownPassport;
    let secrets: readonly string[];
    let transactions: readonly ShownTransaction[];
    let previousHashes: ReadonlyMap<string, string>;
    let seen: Haystack;

    before(async function () {
        this.timeout(120_000);
        garage = network().office('garage');
        vin = await bornCar(network());
        const seller = network().write('private', '').replace('private', `seller-of-${vin}.json`);
        const buyer = seller.replace('seller', 'buyer');
        await garage.ask(`vehicle holder new ${seller} --name Jeanne-Villeneuve`);
        await garage.ask(`vehicle holder new ${buyer} --name Karim-Descombes`);
        await garage.ask(`vehicle claim ${vin} --event H-1 --holder-file ${seller}`);
        const service = `vehicle record ${vin} --kind service --event G-1 --odometer 15000 --unit km`;
        await garage.ask(`${service} --work oil --note ${NOTE}`);
        const orders = `vin,date,kind,odometer,unit,work,note\n${vin},2025-02-03,repair,14000,km,exhaust,${NOTE}2\n`;
        await garage.ask(`vehicle import ${network().write('private.csv', orders)}`);
        await garage.ask(`vehicle transfer offer ${vin} --transfer T-1 --holder-file ${seller} --code ${CODE}`);
        const accept = `vehicle transfer accept ${vin} --transfer T-1 --code ${CODE} --holder-file ${buyer}`;
        await garage.ask(`${accept} --odometer 15001 --unit km`);
        passport = await shown(network(), vin);
        await network().office('council').ask(`vehicle record ${vin} --kind stolen --event S-1`);
        const { standing } = await shown(network(), vin);

        const council = await plainGateway(network().office('council').profile);
        const blocks = await readBlocks(council.gateway, 'vehicle', BigInt(standing.blockNumber));
        council.close();
        transactions = blocks.flatMap(shownTransactions).filter(({ chaincode }) => chaincode === 'vehicle');
        previousHashes = new Map(
            blocks.map((block) => [
                String(Number(block.getHeader()?.getNumber()) - 1),
                Buffer.from(block.getHeader()?.getPreviousHash_asU8() ?? []).toString('hex'),
            ]),
        );
        seen = haystack(blocks.map((block) => block.serializeBinary()));
        const files = [seller, buyer].map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
        secrets = [
            vin,
            NOTE,
            'rue-des-Lilas',
            CODE,
            'Villeneuve',
            'Descombes',
            ...files.flatMap((file) => Object.values(file)),
        ];
    });

    it('is its passport, its events, who recorded them', () => {
        expect(seen.found([passport.passport, 'GarageMSP:G-1', 'VehiclePassportsChanged'])).to.have.lengthOf(3);
        expect(transactions.length).to.be.greaterThan(6);
    });

    it('is neither its VIN, nor a holder, a workshop’s note or a code, in any encoding', () => {
        expect(seen.found(secrets)).to.deep.equal([]);
        expect(transactions.flatMap(({ transientNames }) => transientNames)).to.deep.equal([]);
    });

    it('is no hash that a guess of them meets', () => {
        const hashes = hashesOf(transactions);
        expect(hashes.size).to.be.greaterThan(5);
        const identity = { kind: 'vin', vin };
        const names = [vin, `vin:${vin}`, canonicalJson(identity), ...secrets];
        expect(guessed(hashes, [...names, ...publicTexts(transactions)])).to.deep.equal([]);
        const kinds = ['vehicle', 'vehicle.vehicle', 'vehicle.note', 'note', 'noted', 'identity', 'passport'];
        const subjects = [...names.slice(0, 3), passport.passport];
        const versions = ['GarageMSP:G-1', 'G-1'];
        expect(guessed(hashes, keyGuesses({ kinds, places: [], subjects, times: [], versions }))).to.deep.equal([]);
        const salts = transactions.map(({ txId }) => txId);
        for (const record of [{ identity }, identity, { note: NOTE }, { event: 'GarageMSP:G-1', note: NOTE }, NOTE]) {
            expect(guessed(hashes, valueGuesses(record, salts))).to.deep.equal([]);
        }
    });

    it('is an id that does not follow from the VIN without the area’s key', () => {
        const names = [vin, `vin:${vin}`, canonicalJson({ kind: 'vin', vin }), canonicalJson(['vehicle', vin])];
        for (const name of names) {
            for (const algorithm of ['sha256', 'sha1', 'md5', 'sha512']) {
                const digest = createHash(algorithm).update(name).digest();
                for (const form of [digest.toString('base64url'), digest.toString('hex')]) {
                    expect(form.startsWith(passport.passport.slice(0, 8)), name).to.equal(false);
                }
            }
        }
    });

    it('is not what the network says of itself on its standard error', () => {
        expect(haystack([Buffer.from(network().program().errors())]).found(secrets)).to.deep.equal([]);
    });

    it('is where the passport says that it stands: that block, by its hash', () => {
        const { blockNumber, blockHash } = passport.standing;
        expect(previousHashes.get(blockNumber)).to.equal(blockHash);
    });

    it('is the same after its identity and notes are erased, which nobody finds any more', async () => {
        const council = network().office('council');
        const before = (await council.ask(`vehicle notes --passport ${passport.passport}`)) as NotesReply;
        expect(before.identity).to.deep.equal({ kind: 'vin', vin });
        expect(before.notes.map(({ note }) => note)).to.have.members([NOTE, `${NOTE}2`]);
        expect(await council.ask(`vehicle erase ${vin} --yes`))
            .to.have.property('purgedValues')
            .that.is.least(3);
        const after = (await council.ask(`vehicle notes --passport ${passport.passport}`)) as NotesReply;
        expect(after).to.deep.include({ notes: [] }).and.not.have.property('identity');
        expect(await shown(network(), vin)).to.include({ passport: passport.passport, state: 'stolen' });
    });
});
