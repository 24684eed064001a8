import type { Site } from '@quartier/client/dist/server/index.js';
import { expect } from 'chai';

import { born, fakeVehicles, imported, type FakeVehicles } from '../../support/passports.js';
import { get, lookUp, testSite } from '../../support/test-site.js';

const VIN = 'VF1RT1PBE31234567';

describe('looking a vehicle up', () => {
    const car = born({}, { identity: { kind: 'vin', vin: VIN } });
    const scooter = imported(
        { category: 'scooter', make: 'Trotte', model: 'One', energy: 'electric' },
        { identity: { kind: 'serial', manufacturer: 'QTR', serial: 'S-000117' } },
    );
    let source: FakeVehicles;
    let site: Site;

    beforeEach(async () => {
        source = fakeVehicles(car, scooter);
        site = await testSite({ source });
    });
    afterEach(() => site.server.close());

    it('leads from a VIN to the passport, and says nothing of the VIN in the address', async () => {
        const { status, header, body } = await lookUp(site, { vin: VIN });
        expect(status).to.equal(303);
        expect(header('location')).to.equal(`/vehicle/${car.record.passport}`);
        expect(header('cache-control')).to.equal('no-store');
        expect(body).not.to.include(VIN);
    });

    it('takes a VIN as people write it', async () => {
        for (const vin of [VIN.toLowerCase(), ` ${VIN} `, 'VF1 RT1PBE3 1234567', 'VF1-RT1PBE3-1234567']) {
            expect((await lookUp(site, { vin })).status, vin).to.equal(303);
        }
    });

    it('finds a vehicle without a VIN by its maker and serial number', async () => {
        const { header } = await lookUp(site, { vin: '', manufacturer: 'QTR', serial: 'S-000117' });
        expect(header('location')).to.equal(`/vehicle/${scooter.record.passport}`);
    });

    it('keeps the language that the reader chose', async () => {
        const { body } = await get(site, '/vehicle?lang=fr');
        expect(body).to.include('action="/vehicle?lang=fr"').and.to.include('<html lang="fr">');
        const answer = await site.server.inject({
            method: 'POST',
            url: '/vehicle?lang=fr',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            payload: `vin=${VIN}`,
        });
        expect(answer.headers.location).to.equal(`/vehicle/${car.record.passport}?lang=fr`);
    });

    it('explains which rule a VIN breaks, without asking the ledger', async () => {
        const faults: readonly (readonly [string, string])[] = [
            [VIN.slice(1), 'It has 16 characters; a VIN has 17.'],
            [VIN.replace('F', 'O'), 'without I, O and Q'],
            ['1M8GDM9A1KP042788', 'The ninth character does not match'],
        ];
        for (const [vin, text] of faults) {
            const { status, body } = await lookUp(site, { vin });
            expect(status, vin).to.equal(422);
            expect(body).to.include(text).and.to.include('role="alert"').and.to.include('aria-invalid');
        }
        expect(source.calls.size).to.equal(0);
    });

    it('asks for a number where none is given', async () => {
        for (const form of [{}, { vin: ' ' }, { manufacturer: 'QTR' }, { serial: 'S-000117' }]) {
            const { status, body } = await lookUp(site, form);
            expect(status).to.equal(422);
            expect(body).to.include('Enter a VIN');
        }
    });

    it('answers a number that is not known with the form, and status 404', async () => {
        const { status, body } = await lookUp(site, { vin: 'VF1RT1PBE39999999' });
        expect(status).to.equal(404);
        expect(body).to.include('No passport was found').and.to.include('<form');
    });

    it('writes what a reader typed as text, whatever it is', async () => {
        const { body } = await lookUp(site, { vin: '"><script>alert(1)</script>' });
        expect(body).not.to.include('<script');
    });

    it('leads programs to the JSON', async () => {
        const answer = await site.server.inject({
            method: 'POST',
            url: '/vehicle',
            headers: { accept: 'application/json', 'content-type': 'application/json' },
            payload: { vin: VIN },
        });
        expect(answer.statusCode).to.equal(303);
        expect(answer.headers.location).to.equal(`/vehicle/${car.record.passport}.json`);
        const { status, json } = await lookUp(site, { vin: 'X' }, { accept: 'application/json' });
        expect(status).to.equal(422);
        expect(json()).to.deep.equal({
            error: { code: 'VEHICLE_NUMBER_INVALID', fault: 'vin', rule: 'LENGTH', length: 1 },
        });
    });

    it('refuses a body that is no form, or too large a one', async () => {
        const send = (contentType: string, payload: string): Promise<{ readonly statusCode: number }> =>
            site.server.inject({ method: 'POST', url: '/vehicle', headers: { 'content-type': contentType }, payload });
        expect((await send('application/json', '{')).statusCode).to.equal(400);
        expect((await send('text/xml', '<vin/>')).statusCode).to.equal(415);
        expect((await send('application/x-www-form-urlencoded', `vin=${'1'.repeat(9_000)}`)).statusCode).to.equal(413);
    });

    describe('many times', () => {
        it('is answered ten times a minute for each address, and then later', async () => {
            for (let attempt = 0; attempt < 10; attempt += 1) {
                expect((await lookUp(site, { vin: VIN })).status).to.equal(303);
            }
            const { status, header, body } = await lookUp(site, { vin: VIN });
            expect(status).to.equal(429);
            expect(Number(header('retry-after'))).to.be.within(1, 60);
            expect(body).to.include('Too many requests');
            expect((await lookUp(site, { vin: VIN }, { from: '192.0.2.2' })).status).to.equal(303);
        });

        it('counts a number that is wrong or not known alike', async () => {
            for (let attempt = 0; attempt < 10; attempt += 1)
                await lookUp(site, { vin: `VF1RT1PBE3${String(attempt).padStart(7, '9')}` });
            expect((await lookUp(site, { vin: VIN })).status).to.equal(429);
        });

        it('counts all addresses of an IPv6 network as one', async () => {
            for (let host = 1; host <= 10; host += 1) {
                await lookUp(site, { vin: VIN }, { from: `2001:db8:1:2::${host.toString(16)}` });
            }
            expect((await lookUp(site, { vin: VIN }, { from: '2001:db8:1:2:ffff::1' })).status).to.equal(429);
            expect((await lookUp(site, { vin: VIN }, { from: '2001:db8:1:3::1' })).status).to.equal(303);
        });

        it('takes the word of a proxy for the address only where it is trusted', async () => {
            const from = '198.51.100.7';
            for (let host = 1; host <= 10; host += 1) {
                await lookUp(site, { vin: VIN }, { from, forwardedFor: `192.0.2.${String(host)}` });
            }
            expect((await lookUp(site, { vin: VIN }, { from, forwardedFor: '192.0.2.99' })).status).to.equal(429);

            const behind = await testSite({ source }, { trustedProxies: [from] });
            for (let host = 1; host <= 12; host += 1) {
                const forwardedFor = `192.0.2.${String(host)}`;
                expect((await lookUp(behind, { vin: VIN }, { from, forwardedFor })).status).to.equal(303);
            }
            await behind.server.close();
        });
    });
});
