import { ConnectionFailed } from '@quartier/client';
import type { Site } from '@quartier/client/dist/server/index.js';
import { defaultJudgementParameters } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { fakeVehicles, rolledBack } from '../../support/passports.js';
import { get, testSite } from '../../support/test-site.js';

describe('the site', () => {
    let site: Site | undefined;

    afterEach(() => site?.server.close());

    it('allows browsers its own style and nothing else', async () => {
        site = await testSite({ source: fakeVehicles() });
        const { header } = await get(site, '/');
        expect(header('content-security-policy')).to.equal(
            "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
        );
        expect(header('referrer-policy')).to.equal('no-referrer');
        expect(header('x-content-type-options')).to.equal('nosniff');
        expect(header('x-robots-tag')).to.equal('noindex, nofollow');
        expect(header('set-cookie')).to.equal(undefined);
    });

    it('asks browsers to stay with TLS where its readers reach it by TLS', async () => {
        site = await testSite({ source: fakeVehicles() }, { baseUrl: 'https://vehicles.example' });
        expect((await get(site, '/')).header('strict-transport-security')).to.match(/^max-age=31536000/u);
    });

    it('serves its style under an address that may be kept for ever', async () => {
        site = await testSite({ source: fakeVehicles() });
        const [, style = ''] = /href="(\/assets\/[0-9a-f]{12}\/pages\.css)"/u.exec((await get(site, '/')).body) ?? [];
        const { status, header } = await get(site, style);
        expect(status).to.equal(200);
        expect(header('content-type')).to.match(/^text\/css/u);
        expect(header('cache-control')).to.include('immutable');
    });

    it('explains what is not there, in the language of the reader', async () => {
        site = await testSite({ source: fakeVehicles() });
        const { status, body, header } = await get(site, '/nowhere', { language: 'fr' });
        expect(status).to.equal(404);
        expect(body).to.include('Rien à cette adresse');
        expect(header('cache-control')).to.equal('no-store');
        const { json } = await get(site, '/nowhere', { accept: 'application/json' });
        expect(json()).to.have.nested.property('error.code', 'NOT_FOUND');
    });

    it('says that the ledger cannot be reached, and when to try again', async () => {
        const source = { ...fakeVehicles(), passport: () => Promise.reject(new ConnectionFailed('no peer answers')) };
        site = await testSite({ source });
        const { status, header, body } = await get(site, '/vehicle/AAAAAAAAAAAAAAAAAAAAAA');
        expect([status, header('retry-after')]).to.deep.equal([503, '10']);
        expect(body).to.include('The ledger cannot be reached').and.not.to.include('no peer answers');
    });

    it('keeps to itself what went wrong', async () => {
        const source = { ...fakeVehicles(), passport: () => Promise.reject(new Error('at line 7 of secret.ts')) };
        site = await testSite({ source });
        const { status, body } = await get(site, '/vehicle/AAAAAAAAAAAAAAAAAAAAAA');
        expect(status).to.equal(500);
        expect(body).to.include('Something went wrong').and.not.to.include('secret.ts');
    });

    it('logs neither addresses nor queries nor clients', async () => {
        let log = '';
        const logger = { stream: { write: (line: string) => (log += line) } };
        const life = rolledBack();
        site = await testSite({ source: fakeVehicles(life) }, { logger });
        await get(site, `/vehicle/${life.record.passport}?vin=VF1RT1PBE31234567`, { from: '192.0.2.44' });
        await get(site, '/VF1RT1PBE31234567', { from: '192.0.2.44' });
        expect(log).to.include('"route":"/vehicle/:passport"').and.to.include('"status":200');
        for (const secret of ['VF1RT1PBE31234567', life.record.passport, '192.0.2.44'])
            expect(log).not.to.include(secret);
    });

    it('is healthy while the ledger answers, and asks it now and then only', async () => {
        let asked = 0;
        site = await testSite({ source: fakeVehicles() }, { probe: () => Promise.resolve((asked += 1)) });
        for (let at = 0; at < 5; at += 1) expect((await get(site, '/health')).json()).to.deep.equal({ status: 'ok' });
        expect(asked).to.equal(1);
    });

    it('is not healthy while the ledger does not', async () => {
        site = await testSite({ source: fakeVehicles() }, { probe: () => Promise.reject(new Error()) });
        const { status, json } = await get(site, '/health');
        expect(status).to.equal(503);
        expect(json()).to.deep.equal({ status: 'ledger-unreachable' });
    });
});

describe('the page of the rule', () => {
    it('gives the parameters in force and who decided them', async () => {
        const parameters = { ...defaultJudgementParameters, toleranceM: 50_000 };
        const inForce = { decision: 'judgement 2', from: '2024-05-01', value: { ...parameters } };
        const source = { ...fakeVehicles(), parametersOn: () => Promise.resolve(inForce as never) };
        const site = await testSite({ source });
        const { body } = await get(site, '/about/judgement');
        expect(body.replaceAll('\u00a0', ' ')).to.include('50 km').and.to.include('7,500 km');
        expect(body).to.include('judgement 2').and.to.include('1 May 2024');
        const { json } = await get(site, '/about/judgement.json');
        expect(json()).to.deep.equal({ parameters, decided: { decision: 'judgement 2', from: '2024-05-01' } });
        await site.server.close();
    });

    it('says that the documented values are in force where nothing is decided', async () => {
        const site = await testSite({ source: fakeVehicles() });
        const { body } = await get(site, '/about/judgement?lang=fr');
        expect(body).to.include('en ont pas décidé').and.to.include('Code RDW');
        await site.server.close();
    });
});

describe('the page of data quality', () => {
    it('shows the readings of a month by organisation, and no month to come', async () => {
        const site = await testSite({ source: fakeVehicles() });
        const { body } = await get(site, '/about/quality?month=2024-06');
        expect(body).to.include('June 2024').and.to.include('<th scope="row">Rival</th>').and.to.include('rel="next"');
        expect(body.replaceAll('\u00a0', ' ')).to.include('4.2 %');
        expect((await get(site, '/about/quality')).body).not.to.include('rel="next"');
        for (const month of ['2024-08', '2024-13', 'june', '']) {
            expect((await get(site, `/about/quality?month=${month}`)).status, month).to.equal(404);
        }
        await site.server.close();
    });
});
