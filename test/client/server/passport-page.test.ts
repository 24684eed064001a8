import { type Site } from '@quartier/client/dist/server/index.js';
import type { PassportDocument } from '@quartier/client/dist/server/vehicle/passport-document.js';
import { defaultJudgementParameters } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import {
    born,
    corrected,
    fakeVehicles,
    imported,
    km,
    miles,
    passed,
    rolledBack,
    service,
    type FakeVehicles,
    type PassportLife,
} from '../../support/passports.js';
import { get, testSite, type Answered, type Asked } from '../../support/test-site.js';

/** What a reader reads: tags and entities taken out. */
function textOf(body: string): string {
    return body
        .replace(/<(?:title|desc|style)[^>]*>.*?<\/(?:title|desc|style)>/gsu, ' ')
        .replace(/<[^>]+>/gu, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .replace(/[\u00a0\u202f\s]+/gu, ' ');
}

describe('the page of a passport', () => {
    let source: FakeVehicles;
    let site: Site;

    async function open(...lives: readonly PassportLife[]): Promise<void> {
        source = fakeVehicles(...lives);
        site = await testSite({ source });
    }
    const page = (life: PassportLife, query = '', asked: Asked = {}): Promise<Answered> =>
        get(site, `/vehicle/${life.record.passport}${query}`, asked);
    afterEach(() => site.server.close());

    it('says that a mileage does not add up, which readings and by whom', async () => {
        const life = rolledBack();
        await open(life);
        const text = textOf((await page(life)).body);
        expect(text).to.include('The mileage does not add up');
        expect(text).to.include(
            'Rival read 90,120 km on 3 June 2024, 89,914 km less than the 180,034 km that Garage read on 12 February 2024.',
        );
        expect(text).to.include('Code 04 of the Dutch odometer register');
        expect(text).to.include('It is pledged');
    });

    it('says the same in French', async () => {
        const life = rolledBack();
        await open(life);
        const { body } = await page(life, '', { language: 'fr-FR,fr;q=0.9' });
        expect(body).to.include('<html lang="fr">');
        expect(textOf(body)).to.include(
            'Rival a relevé 90 120 km le 3 juin 2024, soit 89 914 km de moins que les 180 034 km relevés par Garage le 12 février 2024.',
        );
    });

    it('marks the readings that offend in the plot and in the table', async () => {
        const life = rolledBack();
        await open(life);
        const { body } = await page(life);
        const offending = [...body.matchAll(/class="point offends" data-event="(\d+)"/gu)].map(([, number]) => number);
        expect(offending).to.have.members(['8', '9']);
        expect(body).to.match(/class="fall"/u);
        expect(body).to.match(/id="reading-9" class="offends"/u);
        expect(textOf(body)).to.include('Does not go with event 8');
    });

    it('shows a corrected reading struck through, with links both ways', async () => {
        const life = corrected();
        await open(life);
        const { body } = await page(life);
        expect(textOf(body)).to.include('The mileage adds up');
        expect(body).to.include('class="point corrected" data-event="3"');
        expect(body.replaceAll('\u00a0', ' ')).to.include('<del>3,954 km</del>');
        expect(body).to.include('<a href="#event-6">Corrected by event 6</a>');
        expect(body).to.include('<a href="#event-3">Corrects event 3</a>');
        expect(textOf(body)).to.include('a digit was left out · in force');
    });

    it('tells distances in the unit that the reader chooses, and readings in their own', async () => {
        const life = imported({ odometerUnit: 'mi' }, { reading: miles(21_757), readingDay: '2012-02-20' })
            .happens('GarageMSP', '2013-03-13', passed, { reading: miles(30_217) })
            .happens('GarageMSP', '2018-03-14', passed, { reading: miles(56_332) });
        await open(life);
        const inMiles = textOf((await page(life)).body);
        expect(inMiles).to.include('Last reading 56,332 mi').and.to.include('In kilometres');
        const inKilometres = await page(life, '?unit=km');
        expect(textOf(inKilometres.body)).to.include('Last reading 56,332 mi').and.to.include('In miles');
        expect(textOf(inKilometres.body)).to.include('Distance driven 90,657 km');
    });

    it('begins a new line where an odometer was replaced', async () => {
        const life = born()
            .happens('GarageMSP', '2020-01-01', service, { reading: km(20_000) })
            .happens('GarageMSP', '2021-06-01', { kind: 'odometer-replaced', before: 52_000 }, { reading: km(10) })
            .happens('GarageMSP', '2022-06-01', service, { reading: km(23_000) });
        await open(life);
        const { body } = await page(life);
        expect([...body.matchAll(/class="segment" d="(M[^"]+)"/gu)]).to.have.length(2);
        expect(textOf(body)).to.include('old odometer: 52,000 km').and.to.include('The mileage cannot be judged');
    });

    it('tells the days of an exported vehicle to the month', async () => {
        const life = rolledBack().happens('CouncilMSP', '2024-06-20', { kind: 'exported', country: 'ES' });
        await open(life);
        const text = textOf((await page(life)).body);
        expect(text).to.include('on June 2024').and.not.to.include('3 June 2024').and.not.to.include('3 Jun 2024');
    });

    it('shows a vehicle of which nothing was read', async () => {
        const life = imported({ category: 'bike', energy: 'human' });
        await open(life);
        const { status, body } = await page(life);
        expect(status).to.equal(200);
        expect(textOf(body)).to.include('No reading is recorded.').and.to.include('Nothing is announced.');
        expect(source.calls.get('standing')).to.equal(undefined);
    });

    it('shows a long history in part, and all of it on request', async () => {
        const life = born();
        for (let at = 1; at <= 120; at += 1) {
            const day = new Date(Date.UTC(2019, 3, 2 + at * 10)).toISOString().slice(0, 10);
            life.happens('MakerMSP', day, { kind: 'reading', source: 'connected' }, { reading: km(at * 400) });
        }
        await open(life);
        const { body } = await page(life);
        expect(body.match(/id="event-/gu)).to.have.length(100);
        expect(textOf(body)).to.include('The newest 100 of 121 events').and.to.include('from all 121 events');
        expect((await page(life, '?history=all')).body.match(/id="event-/gu)).to.have.length(121);
    });

    it("says nothing of an author's own ids, holders or places", async () => {
        const life = born({}, { holder: 'ab'.repeat(32) }).happens('GarageMSP', '2020-01-01', service, {
            reading: km(20_000),
            place: { latitudeTenths: 457, longitudeTenths: 48 },
        });
        await open(life);
        for (const { body } of [await page(life), await page(life, '.json'), await page(life, '/certificate')]) {
            for (const secret of ['WO-2', 'ab'.repeat(32), 'latitudeTenths']) expect(body).not.to.include(secret);
        }
    });

    describe('its JSON', () => {
        it('has the same, for programs', async () => {
            const life = rolledBack();
            await open(life);
            const suffixed = await page(life, '.json');
            const accepted = await page(life, '', { accept: 'application/json' });
            expect(suffixed.header('content-type')).to.match(/^application\/json/u);
            expect(accepted.body).to.equal(suffixed.body);
            const document = suffixed.json() as PassportDocument;
            expect(document.passport.judgement).to.deep.include({
                outcome: 'illogical',
                rdwCode: '04',
                pairs: [{ earlier: 8, later: 9 }],
            });
            expect(document.standing?.transactionId).to.equal(life.events.at(-1)?.transactionId);
            expect(document.standing?.blockNumber).to.equal('1234');
            expect(document.verified).to.equal(true);
            expect(document.certificate.url).to.match(
                new RegExp(`/vehicle/${life.record.passport}\\?link=${life.record.link}$`, 'u'),
            );
        });
    });

    describe('asked again', () => {
        it('is not sent again while nothing changed, and reads the head alone', async () => {
            const life = rolledBack();
            await open(life);
            const etag = (await page(life)).header('etag') ?? '';
            const asked = source.calls.get('standing');
            const { status, body } = await page(life, '', { ifNoneMatch: etag });
            expect([status, body]).to.deep.equal([304, '']);
            expect(source.calls.get('standing')).to.equal(asked);
        });

        it('is sent again after an event, a change of parameters, and in another language', async () => {
            const life = rolledBack();
            await open(life);
            const ifNoneMatch = (await page(life)).header('etag') ?? '';
            expect((await page(life, '', { ifNoneMatch, language: 'fr' })).status).to.equal(200);
            source.parameters = { ...defaultJudgementParameters, toleranceM: 100_000_000 };
            expect((await page(life, '', { ifNoneMatch })).status).to.equal(200);
            source.parameters = defaultJudgementParameters;
            expect((await page(life, '', { ifNoneMatch })).status).to.equal(304);
            life.happens('GarageMSP', '2024-06-20', service, { reading: km(90_500) });
            expect((await page(life, '', { ifNoneMatch })).status).to.equal(200);
        });
    });

    it('does not tell one that never was from one that cannot be', async () => {
        await open(born());
        const answers = await Promise.all([
            get(site, '/vehicle/AAAAAAAAAAAAAAAAAAAAAA'),
            get(site, '/vehicle/short'),
            get(site, '/vehicle/VF1RT1PBE31234567'),
        ]);
        const [first, ...others] = answers.map(({ status, body }) => `${String(status)} ${textOf(body)}`);
        expect(first).to.match(/^404 .*leads to no passport/u);
        for (const other of others) expect(other).to.equal(first);
    });

    it('warns where the events do not add up to the head of the chain', async () => {
        const life = rolledBack();
        const [first, second, ...rest] = life.record.events;
        life.record = { ...life.record, events: [{ ...first!, author: 'RivalMSP' }, second!, ...rest] };
        await open(life);
        const text = textOf((await page(life)).body);
        expect(text).to.include('Do not rely on this page').and.not.to.include('it is the same');
    });
});
