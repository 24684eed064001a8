import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Refusal, type Signatory } from '@quartier/client';
import type { Site } from '@quartier/client/dist/server/index.js';
import type { PassportDocument } from '@quartier/client/dist/server/vehicle/passport-document.js';
import { verifyCredential, withdrawStatus } from '@quartier/client/dist/vehicle/index.js';
import { expect } from 'chai';

import { fakeVehicles, km, rolledBack, service, type PassportLife } from '../../support/passports.js';
import { backOffice, testOrganisation, type TestOrganisation } from '../../support/signatories.js';
import { get, testSite } from '../../support/test-site.js';

describe('the certificate of a passport', () => {
    let site: Site;
    let life: PassportLife;

    beforeEach(async () => {
        life = rolledBack();
        site = await testSite({ source: fakeVehicles(life) }, { baseUrl: 'https://vehicles.example' });
    });
    afterEach(() => site.server.close());

    async function certificate(): Promise<{ readonly body: string; readonly url: string; readonly number: string }> {
        const { body } = await get(site, `/vehicle/${life.record.passport}/certificate`);
        const document = (await get(site, `/vehicle/${life.record.passport}.json`)).json() as PassportDocument;
        return { body, ...document.certificate };
    }

    async function follow(url: string): Promise<string> {
        return (await get(site, url.replace('https://vehicles.example', ''))).body;
    }

    it('has a number, the judgement, who issued it, where it stands and a code that leads to the page', async () => {
        const { body, url, number } = await certificate();
        expect(number).to.match(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/u);
        for (const text of [number, '1 July 2024', 'Council', 'The mileage does not add up', 'Rival read', url]) {
            expect(body.replaceAll('\u00a0', ' ')).to.include(text);
        }
        expect(body).to.include(life.record.events.at(-1)!.transactionId).and.to.include('class="qr"');
    });

    it('leads to a page that calls it current, and gives its number', async () => {
        const { url, number } = await certificate();
        const page = await follow(url);
        expect(page).to.include('class="followed current"').and.to.include(number);
    });

    it('is told to be of an earlier state once something was recorded since', async () => {
        const { url, number } = await certificate();
        life.happens('GarageMSP', '2024-06-20', service, { reading: km(90_500) });
        const page = await follow(url);
        expect(page).to.include('class="followed earlier"').and.to.include('Since then 1 event was recorded');
        expect(page).to.include(number);
        expect((await certificate()).number).not.to.equal(number);
    });

    it('is told to be forged where its code was altered, or is of another vehicle', async () => {
        const { url } = await certificate();
        const other = rolledBack();
        for (const link of ['0'.repeat(64), other.record.link, 'x', '']) {
            const page = await follow(url.replace(/link=.*/u, `link=${link}`));
            expect(page, link).to.include('class="followed unknown"').and.to.include('never existed');
        }
    });
});

describe('signed credentials of the pages', () => {
    let site: Site;
    let folder: string;
    let council: TestOrganisation;
    let life: PassportLife;

    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), 'quartier-status-'));
        council = await testOrganisation('CouncilMSP');
        const signatory: Signatory = await council.certify(backOffice);
        life = rolledBack();
        const source = { ...fakeVehicles(life), signatory: () => Promise.resolve(signatory) };
        const credentials = path.join(folder, 'status.json');
        site = await testSite({ source, credentials, limits: LIMITS }, { baseUrl: 'https://vehicles.example' });
    });
    afterEach(async () => {
        await site.server.close();
        await rm(folder, { recursive: true });
    });
    const LIMITS = { credentials: [{ most: 6, inMs: 60_000 }] };

    const credential = async (): Promise<string> =>
        (await get(site, `/vehicle/${life.record.passport}/credential`)).body;
    const statusList = async (): Promise<string> => (await get(site, '/status/vehicle')).body;

    it('are verified with the status list of the site, and name the transaction', async () => {
        const { header } = await get(site, `/vehicle/${life.record.passport}/credential`);
        expect(header('content-type')).to.equal('application/vc+jwt');
        expect(header('content-disposition')).to.include('attachment');
        const verified = await verifyCredential(await credential(), {
            roots: [council.root],
            statusList: await statusList(),
        });
        expect(verified).to.deep.include({ type: 'passport', status: 'valid' });
        expect(verified.standing?.transactionId).to.equal(life.events.at(-1)!.transactionId);
        expect(verified.credential.credentialStatus?.statusListCredential).to.equal(
            'https://vehicles.example/status/vehicle',
        );
    });

    it('take one entry of the list for one statement, however often it is asked for', async () => {
        const ids: string[] = [];
        for (let at = 0; at < 2; at += 1) {
            const { credential: read } = await verifyCredential(await credential(), { roots: [council.root] });
            ids.push(`${read.id} ${read.credentialStatus?.id ?? ''}`);
        }
        expect(ids[1]).to.equal(ids[0]);
        life.happens('GarageMSP', '2024-06-20', service, { reading: km(90_500) });
        const { credential: later } = await verifyCredential(await credential(), { roots: [council.root] });
        expect(`${later.id} ${later.credentialStatus?.id ?? ''}`).not.to.equal(ids[0]);
    });

    it('are refused once withdrawn, by the list that the site shows from then on', async () => {
        const signed = await credential();
        const { credential: read } = await verifyCredential(signed, { roots: [council.root] });
        await withdrawStatus(path.join(folder, 'status.json'), read.id);
        let refused: unknown;
        try {
            await verifyCredential(signed, { roots: [council.root], statusList: await statusList() });
        } catch (error) {
            refused = error;
        }
        expect(refused).to.be.instanceOf(Refusal).with.property('code', 'VEHICLE_CREDENTIAL_WITHDRAWN');
    });

    it('are listed nowhere before the first is issued', async () => {
        expect((await get(site, '/status/vehicle')).status).to.equal(200);
    });

    it('are bounded for each client', async () => {
        for (let at = 0; at < 6; at += 1) await credential();
        expect((await get(site, `/vehicle/${life.record.passport}/credential`)).status).to.equal(429);
    });

    it('are not offered without a file for their status', async () => {
        const plain = await testSite({ source: fakeVehicles(life) });
        const { body } = await get(plain, `/vehicle/${life.record.passport}`);
        expect(body).not.to.include('/credential');
        expect((await get(plain, `/vehicle/${life.record.passport}/credential`)).status).to.equal(404);
        expect((await get(plain, '/status/vehicle')).status).to.equal(404);
        await plain.server.close();
    });
});
