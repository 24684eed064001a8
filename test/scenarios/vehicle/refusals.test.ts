import { readFileSync, writeFileSync } from 'node:fs';

import { vehicleTransactions } from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { plainGateway } from '../../support/plain-gateway.js';
import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { bornCar, fleetLine, FLEET_HEADER, nextVin, rootOf, shown } from '../../support/vehicle-story.js';

scenario('What the vehicle area refuses', (network) => {
    let garage: BackOffice;
    let council: BackOffice;
    let maker: BackOffice;
    let vin: string;
    before(async function () {
        this.timeout(60_000);
        garage = network().office('garage');
        council = network().office('council');
        maker = network().office('maker');
        vin = await bornCar(network());
        await garage.ask(
            `vehicle record ${vin} --kind service --event G-1 --day 2022-05-02 --odometer 90000 --unit km`,
        );
    });

    const service = 'vehicle record --kind service --odometer 95000 --unit km';

    async function refusedLine(office: BackOffice, command: string, content: string): Promise<string> {
        const file = network().write(`refused-${String(content.length)}.csv`, content);
        const { exitCode, json } = await office.run(`${command} ${file} --json`);
        expect(exitCode, JSON.stringify(json)).to.equal(1);
        return (json as { readonly problems: readonly { readonly code: string }[] }).problems[0]?.code ?? '';
    }

    it('is a maker outside its codes, and one that is no maker', async () => {
        const renault = [FLEET_HEADER, fleetLine(nextVin('VF1')), ''].join('\n');
        expect(await refusedLine(maker, 'vehicle register', renault)).to.equal('VEHICLE_CODE_NOT_HELD');
        const file = network().write('no-maker.csv', [FLEET_HEADER, fleetLine(nextVin()), ''].join('\n'));
        expect(await garage.refused(`vehicle register ${file}`)).to.equal('CONSORTIUM_ROLE_MISSING');
    });

    it('is the same vehicle once more with other content: a clone', async () => {
        const other = fleetLine(vin).replace('C3', 'C4');
        const clone = await refusedLine(maker, 'vehicle register', [FLEET_HEADER, other, ''].join('\n'));
        expect(clone).to.equal('VEHICLE_PASSPORT_EXISTS');
    });

    it('is an organisation without the role of the kind', async () => {
        expect(await garage.refused(`vehicle record ${vin} --kind stolen`)).to.equal('VEHICLE_ROLE_MISSING');
        const inspection = 'vehicle record --kind inspection --result passed --odometer 95000 --unit km';
        expect(await maker.refused(`${inspection} ${vin}`)).to.equal('VEHICLE_ROLE_MISSING');
    });

    it('is a reading without its unit, and a service without its reading', async () => {
        expect(await garage.refused(`vehicle record ${vin} --kind service --odometer 95000`)).to.equal(
            'VEHICLE_UNIT_MISSING',
        );
        expect(await garage.refused(`vehicle record ${vin} --kind service`)).to.equal('VEHICLE_READING_MISSING');
    });

    it('is a day in the future or before the vehicle was built', async () => {
        expect(await garage.refused(`${service} ${vin} --day 2199-01-01`)).to.equal('VEHICLE_DAY_IN_FUTURE');
        expect(await garage.refused(`${service} ${vin} --day 2019-12-31`)).to.equal('VEHICLE_DAY_BEFORE_VEHICLE');
    });

    it('is other content under the same number of the author', async () => {
        const again = `vehicle record ${vin} --kind service --event G-1 --day 2022-05-02`;
        expect(await garage.ask(`${again} --odometer 90000 --unit km`)).to.include({ outcome: 'unchanged' });
        expect(await garage.refused(`${again} --odometer 80000 --unit km`)).to.equal('VEHICLE_EVENT_EXISTS');
    });

    it('is the transfer of a stolen vehicle, and any that is not the holder’s', async () => {
        const seller = network().write('none.txt', '').replace('none.txt', `seller-${vin}.json`);
        await garage.ask(`vehicle holder new ${seller}`);
        const stranger = seller.replace('seller', 'stranger');
        await garage.ask(`vehicle holder new ${stranger}`);
        await garage.ask(`vehicle claim ${vin} --event H-1 --holder-file ${seller}`);
        const offer = `vehicle transfer offer ${vin} --transfer T-1 --holder-file`;
        expect(await garage.refused(`${offer} ${stranger}`)).to.equal('VEHICLE_HOLDER_OPENING_WRONG');
        await council.ask(`vehicle record ${vin} --kind stolen --event S-1`);
        expect(await garage.refused(`${offer} ${seller}`)).to.equal('VEHICLE_STOLEN');
        await council.ask(`vehicle record ${vin} --kind found --event S-2`);
        await garage.ask(`${offer} ${seller}`);
    });

    it('is a VIN that no vehicle can have, before anything is sent, and one that has no passport', async () => {
        expect(await garage.refused('vehicle show 1M8GDM9A1KP042788')).to.equal('VEHICLE_VIN_INVALID');
        expect(await garage.refused(`vehicle show ${nextVin()}`)).to.equal('VEHICLE_PASSPORT_UNKNOWN');
    });

    it('is anything after scrapping but a correction', async () => {
        const scrapped = await bornCar(network());
        await garage.ask(`vehicle record ${scrapped} --kind service --event G-1 --odometer 90000 --unit km`);
        await council.ask(`vehicle record ${scrapped} --kind scrapped --event X-1`);
        expect(await garage.refused(`${service} ${scrapped}`)).to.equal('VEHICLE_SCRAPPED');
        expect((await shown(network(), scrapped)).state).to.equal('scrapped');
        const correct = `vehicle correct ${scrapped} --event G-2 --corrects GarageMSP:G-1 --reason typing-error`;
        await garage.ask(`${correct} --odometer 91000 --unit km`);
    });

    it('is an outsider who would enumerate vehicles', async () => {
        const { passport } = await shown(network(), vin);
        const utility = network().office('utility');
        expect(await utility.run(`vehicle show ${vin} --json`)).to.include({ exitCode: 2 });
        for (const through of ['council', 'garage']) {
            const outside = await plainGateway(utility.profile, network().office(through).profile);
            const contract = outside.gateway.getNetwork('vehicle').getContract('vehicle');
            const questions = [
                contract.newProposal(vehicleTransactions.getPassport, { arguments: [canonicalJson({ passport })] }),
                contract.newProposal(vehicleTransactions.findPassport, {
                    arguments: ['{}'],
                    transientData: { private: canonicalJson({ identity: { kind: 'vin', vin } }) },
                }),
            ];
            for (const question of questions) {
                const answer = await question.evaluate().then(String, (error: unknown) => String(error));
                expect(answer).not.to.contain(passport).and.not.to.contain('Citro');
            }
            outside.close();
        }
    });

    describe('of credentials', () => {
        let file: string;
        let id: string;
        let root: string;
        const status = (): string => `--status-file ${file}.status`;
        before(async () => {
            file = network().write('certificate.jwt', '');
            const issue = `vehicle certificate ${vin} --out ${file} ${status()} --status-list https://garage.example/1`;
            ({ id } = (await garage.ask(issue)) as { readonly id: string });
            root = await rootOf(garage.profile);
        });

        it('is none that is genuine: anyone with the issuer’s root verifies it, without a network', async () => {
            await garage.ask(`vehicle certificate list ${status()} --out ${file}.list`);
            const verify = `vehicle verify ${file} --status ${file}.list --root GarageMSP=${root}`;
            const verified = (await council.ask(verify)) as {
                readonly standing: object;
                readonly credential: { readonly credentialSubject: object };
            };
            const { standing, link, passport } = await shown(network(), vin);
            expect(verified).to.include({ verified: true, type: 'passport', status: 'valid' });
            expect(verified.standing).to.deep.equal(standing);
            expect(verified.credential.credentialSubject).to.include({ link, passport });
        });

        it('is one that was altered', async () => {
            const [header, payload = '', signature] = readFileSync(file, 'utf8').split('.');
            const said = Buffer.from(payload, 'base64url').toString().replace('"in-use"', '"stolen"');
            const altered = network().write('altered.jwt', '');
            writeFileSync(altered, [header, Buffer.from(said).toString('base64url'), signature].join('.'));
            expect(await garage.refused(`vehicle verify ${altered}`)).to.equal('VEHICLE_CREDENTIAL_FORGED');
        });

        it('is one of an issuer that is not trusted, and one in another’s name', async () => {
            expect(await council.refused(`vehicle verify ${file}`)).to.equal('VEHICLE_CREDENTIAL_ISSUER_UNKNOWN');
            expect(await council.refused(`vehicle verify ${file} --root MakerMSP=${root}`)).to.equal(
                'VEHICLE_CREDENTIAL_ISSUER_OTHER',
            );
        });

        it('is one that its issuer has withdrawn', async () => {
            await garage.ask(`vehicle certificate withdraw ${id} ${status()} --out ${file}.list`);
            expect(await garage.refused(`vehicle verify ${file} --status ${file}.list`)).to.equal(
                'VEHICLE_CREDENTIAL_WITHDRAWN',
            );
        });
    });
});
