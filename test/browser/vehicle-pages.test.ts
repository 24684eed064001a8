import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect } from 'chai';

import { accessibilityFaults } from '../support/accessibility.js';
import { openPage, scannedCode, type WatchedPage } from '../support/browser.js';
import type { BackOffice } from '../support/programs.js';
import { scenario } from '../support/scenario-network.js';
import { servePages, type ServedPages } from '../support/served-pages.js';
import { bornCar, rootOf, shown } from '../support/vehicle-story.js';

scenario('The public pages of a car whose odometer was rolled back', (network) => {
    let pages: ServedPages;
    let garage: BackOffice;
    let council: BackOffice;
    let vin: string;
    let folder: string;
    let reader: WatchedPage;

    before(async function () {
        this.timeout(120_000);
        garage = network().office('garage');
        council = network().office('council');
        vin = await bornCar(network());
        const serviced = `vehicle record ${vin} --kind service --unit km`;
        await garage.ask(`${serviced} --event B-1 --day 2021-03-04 --odometer 41250`);
        await garage.ask(`${serviced} --event B-2 --day 2022-05-02 --odometer 96800`);
        await garage.ask(`${serviced} --event B-3 --day 2023-04-18 --odometer 14100`);
        await garage.ask(
            `vehicle correct ${vin} --event B-4 --corrects GarageMSP:B-3 --reason a-digit-was-missing --odometer 141000 --unit km`,
        );
        await garage.ask(`${serviced} --event B-5 --day 2024-02-12 --odometer 180034`);
        await council.ask(
            `vehicle record ${vin} --kind inspection --event B-6 --day 2024-06-03 --result passed --odometer 90120 --unit km`,
        );
        folder = await mkdtemp(path.join(tmpdir(), 'quartier-pages-'));
        pages = await servePages(council.profile, '--credentials', path.join(folder, 'status.json'));
    });
    after(async () => {
        expect(await pages.stop()).to.equal(0);
        await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
        reader = await openPage(pages.url);
    });
    afterEach(async () => {
        const complaints = reader.takeComplaints();
        await reader.close();
        expect(complaints).to.deep.equal([]);
    });

    /** The address of the passport's page. */
    async function address(query = ''): Promise<string> {
        return `${pages.url}/vehicle/${(await shown(network(), vin)).passport}${query}`;
    }
    const text = (selector: string): Promise<string> => reader.page.locator(selector).first().innerText();
    const plain = (words: string): string => words.replace(/[\u00a0\u202f\s]+/gu, ' ');

    it('is found by its number with the keyboard alone, and the number stands in no address', async () => {
        const { page } = reader;
        await page.goto(pages.url);
        await reader.shot('look-up');
        await page.keyboard.press('Tab');
        expect(await page.locator(':focus').innerText()).to.equal('Skip to the content');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        expect(await page.locator(':focus').getAttribute('name')).to.equal('vin');
        await page.keyboard.type(vin.toLowerCase());
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/vehicle\/[\w-]{22}$/u);
        expect(page.url()).to.equal(await address());
        expect(await text('h1')).to.equal('Citroën C3');
    });

    it('says illogical, which readings do not go together, and who recorded them', async () => {
        await reader.page.goto(await address());
        await reader.shot('passport-illogical');
        const verdict = plain(await text('.verdict'));
        expect(verdict).to.include('The mileage does not add up');
        expect(verdict).to.match(/illogical/iu);
        expect(verdict).to.include(
            'Council read 90,120 km on 3 June 2024, 89,914 km less than the 180,034 km that Garage read on 12 February 2024.',
        );
        expect(verdict).to.include('Code 04');
    });

    it('shows in the plot where it fell, by a shape as well as a colour', async () => {
        const { page } = reader;
        await page.goto(await address());
        const offences = page.locator('.plot .point.offends');
        expect(await offences.count()).to.equal(2);
        const [high, low] = [await offences.first().boundingBox(), await offences.last().boundingBox()];
        expect(low!.x).to.be.greaterThan(high!.x);
        expect(low!.y).to.be.greaterThan(high!.y + 50);
        expect(await offences.first().locator('.offence path').isVisible()).to.equal(true);
        const labels = (await page.locator('.plot .label').allTextContents()).map(plain);
        expect(labels).to.have.members(['180,034 km', '90,120 km']);
        expect(await page.locator('.plot .point.corrected .struck').count()).to.equal(1);
        expect(await page.locator('.plot').getAttribute('role')).to.equal('img');
        expect(plain(await page.locator('.plot desc').innerHTML())).to.include('The mileage does not add up');
    });

    it('has the same readings as a table, which the links of the verdict open', async () => {
        const { page } = reader;
        await page.goto(await address());
        expect(await page.locator('.readings table').isVisible()).to.equal(false);
        await page.locator('.pairs a').last().click();
        const row = page.locator('.readings tr:target');
        expect(plain(await row.innerText())).to.match(/90,120 km Council Inspection Does not go with event \d+/u);
    });

    it('keeps the corrected reading in the history, struck through, with its correction', async () => {
        await reader.page.goto(await address());
        const wrong = reader.page.locator('table.history tr', { hasText: '14,100' });
        expect(plain(await wrong.locator('del').last().innerText())).to.equal('14,100 km');
        await wrong.getByRole('link').click();
        expect(plain(await text('tr:target'))).to.match(/Correction .*a-digit-was-missing · in force .*141,000 km/u);
    });

    it('names the transaction and the block that it stands on', async () => {
        const { standing, link } = await shown(network(), vin);
        await reader.page.goto(await address());
        const section = plain(await text('section[aria-labelledby=standing]'));
        for (const part of [standing.transactionId, standing.blockNumber, standing.blockHash, link]) {
            expect(section).to.include(part);
        }
        expect(section).to.include('it is the same');
    });

    it('reads the same in French, from a switch', async () => {
        const { page } = reader;
        await page.goto(await address());
        await page.getByRole('link', { name: 'Français' }).click();
        await reader.shot('passport-illogical-fr');
        expect(await page.locator('html').getAttribute('lang')).to.equal('fr');
        expect(plain(await text('.verdict'))).to.include('Council a relevé 90 120 km le 3 juin 2024');
        await page.getByRole('link', { name: 'Certificat à imprimer' }).click();
        expect(await page.locator('html').getAttribute('lang')).to.equal('fr');
    });

    it('needs no script, and a telephone shows where it fell first', async () => {
        const phone = await openPage(pages.url, {
            viewport: { width: 390, height: 844 },
            javaScriptEnabled: false,
            locale: 'fr-FR',
        });
        await phone.page.goto(pages.url);
        await phone.page.getByLabel('NIV').fill(vin);
        await phone.page.getByRole('button').click();
        expect(await phone.page.locator('h1').innerText()).to.equal('Citroën C3');
        const box = await phone.page.locator('.plot .point.offends').last().boundingBox();
        expect(box!.x).to.be.within(0, 390);
        await phone.shot('passport-telephone');
        expect(phone.takeComplaints()).to.deep.equal([]);
        await phone.close();
    });

    it('runs no script and loads nothing that somebody slipped in', async () => {
        const { page } = reader;
        await page.goto(await address());
        await page.evaluate(`
            const script = document.createElement('script');
            script.textContent = 'window.slippedIn = true';
            document.body.append(script);
            const image = new Image();
            image.src = 'https://elsewhere.example/pixel.png';
            document.body.append(image);
        `);
        expect(await page.evaluate('window.slippedIn === undefined')).to.equal(true);
        const complaints = reader.takeComplaints();
        expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).to.have.length(2);
        const failure = page.evaluate("fetch('https://elsewhere.example/').then(() => 'loaded', () => 'blocked')");
        expect(await failure).to.equal('blocked');
        reader.takeComplaints();
    });

    for (const language of ['en', 'fr']) {
        it(`keeps to the guidelines of accessibility (${language})`, async function () {
            this.timeout(120_000);
            const { page } = reader;
            const passport = new URL(await address()).pathname;
            const paths = ['/', '/about/judgement', '/about/quality', passport, `${passport}/certificate`];
            for (const width of [1200, 360]) {
                await page.setViewportSize({ width, height: 800 });
                for (const at of paths) {
                    await page.goto(`${pages.url}${at}?lang=${language}`);
                    await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
                    expect(await accessibilityFaults(page), `${at} at ${String(width)}`).to.deep.equal([]);
                }
            }
        });
    }

    it('prints a certificate on one page, whose code leads back and is known as current', async () => {
        const { page } = reader;
        await page.goto(`${await address('/certificate')}?lang=en`);
        await reader.shot('certificate');
        const number = await text('.document dd');
        expect(plain(await text('.certificate'))).to.include('The mileage does not add up');

        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.masthead').isVisible()).to.equal(false);
        const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
        expect(pdf.match(/\/Type \/Page\b/gu)).to.have.length(1);
        expect(pdf).to.match(/\/MediaBox \[0 0 59[45][\d.]* 84[12]/u);
        await page.emulateMedia({ media: 'screen' });

        const code = await scannedCode(page);
        expect(code).to.match(/^http:.*\?link=[0-9a-f]{64}$/u);
        await page.goto(code ?? '');
        await reader.shot('followed-current');
        expect(await text('.followed'))
            .to.include('present state')
            .and.to.include(number);
    });

    it('tells a certificate of an earlier state, and one whose code was altered', async () => {
        const { page } = reader;
        await page.goto(await address('/certificate'));
        const code = (await scannedCode(page)) ?? '';
        await garage.ask(`vehicle record ${vin} --kind tyres --event B-7 --day 2024-07-02 --odometer 91000 --unit km`);
        await page.goto(code);
        expect(await text('.followed.earlier')).to.include('Since then 1 event was recorded');
        const altered = code.replace(/.$/u, (last) => (last === '0' ? '1' : '0'));
        await page.goto(altered);
        await reader.shot('followed-altered');
        expect(await text('.followed.unknown')).to.include('forged or was altered');
    });

    it('gives a signed credential that is verified without the site', async () => {
        const { page } = reader;
        await page.goto(await address());
        const download = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Signed credential' }).click();
        const file = path.join(folder, 'passport.jwt');
        await (await download).saveAs(file);
        const list = path.join(folder, 'list.jwt');
        await writeFile(list, await (await fetch(`${pages.url}/status/vehicle`)).text());
        const root = await rootOf(council.profile);
        const verify = `vehicle verify ${file} --status ${list} --root CouncilMSP=${root}`;
        expect(await garage.ask(verify)).to.include({ status: 'valid', type: 'passport' });
    });

    it('explains what is wrong with a number, and that a page is not there', async () => {
        const { page } = reader;
        await page.goto(pages.url);
        await page.getByLabel('VIN').fill(vin.slice(1));
        await page.keyboard.press('Enter');
        expect(await text('[role=alert]')).to.include('It has 16 characters; a VIN has 17.');
        await reader.shot('look-up-refused');
        expect(await accessibilityFaults(page)).to.deep.equal([]);
        await page.goto(`${pages.url}/vehicle/AAAAAAAAAAAAAAAAAAAAAA`);
        expect(await text('h1')).to.equal('Nothing here');
        await reader.shot('not-found');
        expect(reader.takeComplaints().every((complaint) => /status of 4(?:22|04)/u.test(complaint))).to.equal(true);
    });

    it('does not let vehicles be found by trying', async () => {
        const { page } = reader;
        await page.goto(pages.url);
        let status = 0;
        for (let attempt = 0; attempt < 12 && status !== 429; attempt += 1) {
            await page.locator('#vin').fill(`VF7SCA9${String(attempt).padStart(10, '0')}`);
            const answered = page.waitForResponse((response) => response.request().method() === 'POST');
            await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
            status = (await answered).status();
        }
        expect(await text('h1')).to.equal('Too many requests');
        await reader.shot('too-many');
        expect(reader.takeComplaints().at(-1)).to.include('status of 429');
    });
});
