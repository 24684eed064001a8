import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ConvertedCampaign, Simulation } from '@quartier/client';
import { runProgram } from '@quartier/client/dist/cli/program.js';
import { expect } from 'chai';

import { samplePolicy } from '../../support/campaign-vectors.js';
import { sharedData } from '../../support/shared-data.js';

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

const CLIENT = path.dirname(require.resolve('@quartier/client/package.json'));
const ride = {
    operator_uuid: 'BLABLACAR_DAILY',
    operator_class: 'C',
    datetime: '2024-10-16T07:30:00+02:00',
    distance: 25_000,
    seats: 1,
    driver_identity_key: 'one',
    passenger_identity_key: 'two',
    driver_revenue: 200,
    passenger_contribution: 50,
    start: { com: '40231', epci: '200069417' },
    end: { com: '40001' },
};

describe('quartier mobility incentive', () => {
    let folder: string;
    before(() => (folder = mkdtempSync(path.join(tmpdir(), 'incentives-'))));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    async function run(...argv: string[]): Promise<Ended> {
        let [out, err] = ['', ''];
        const code = await runProgram(['mobility', 'incentive', ...argv], {
            stdout: { write: (text: string) => (out += text) },
            stderr: { write: (text: string) => (err += text) },
            environment: {},
        });
        return { code, out, err };
    }

    function file(name: string, content: unknown): string {
        const target = path.join(folder, name);
        writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
        return target;
    }

    const orthe = (): string => file('policy.json', samplePolicy('orthe-et-arrigans-2024'));

    async function simulated(journeys: string, ...more: string[]): Promise<Simulation> {
        const { out } = await run('simulate', '--policy', orthe(), '--journeys', journeys, '--json', ...more);
        return JSON.parse(out) as Simulation;
    }

    it('needs no profile and no ledger', async () => {
        expect((await run('check', '--policy', orthe())).code).to.equal(0);
    });

    it('checks every sample policy', async () => {
        const samples = path.join(CLIENT, 'sample', 'incentives');
        for (const sample of readdirSync(samples)) {
            expect(await run('check', '--policy', path.join(samples, sample)), sample).to.include({ code: 0 });
        }
    });

    it('checks the first policy of its documentation, which pays what is written below it', async () => {
        const text = readFileSync(path.join(CLIENT, 'INCENTIVES.md'), 'utf8');
        const policy = file('first.json', /```json\n(\{[\s\S]*?\n\})\n```/u.exec(text)?.[1] ?? '');
        const there = { start: { aom: '200066744' }, datetime: '2026-01-05T08:00:00+01:00' };
        const journeys = [{ distance: 20_000 }, { distance: 20_000, seats: 2 }, { distance: 50_000 }];
        const list = file('first-journeys.json', { journey_defaults: { ...ride, ...there }, journeys });
        const { out } = await run('simulate', '--policy', policy, '--journeys', list, '--json');
        expect((JSON.parse(out) as Simulation).journeys.map(({ paidCents }) => paidCents)).to.deep.equal([
            200, 400, 300,
        ]);
    });

    it('says in one sentence what is wrong with a policy, and where', async () => {
        const policy = file('wrong.json', { ...samplePolicy('template-1'), amounts: [{ sum: [{ euro: 1 }] }] });
        const { code, err } = await run('check', '--policy', policy);
        expect(code).to.equal(2);
        expect(err).to.contain('policy.amounts[0].sum[0].euro must be a text of digits');
    });

    it('tells an unknown time zone', async () => {
        const policy = file('zone.json', { ...samplePolicy('template-1'), zone: 'Europe/Nowhere' });
        expect((await run('check', '--policy', policy)).err).to.contain('policy.zone: No time zone is called');
    });

    it('tells a file that is not there', async () => {
        expect((await run('check', '--policy', path.join(folder, 'none.json'))).code).to.equal(2);
    });

    it('prints for each journey what it is paid and which limit cut it', async () => {
        const counters = file('counters.json', [
            { count: 'amount', of: 'driver', per: 'month', who: 'one', period: '2024-10', usedEuro: '99.00' },
            { count: 'amount', of: 'everyone', per: 'campaign', usedEuro: '14000.00' },
        ]);
        const { journeys, totals } = await simulated(
            file('two.json', [ride, { ...ride, operator_class: 'A' }]),
            '--counters',
            counters,
        );
        expect(journeys[0]).to.deep.include({
            line: 1,
            day: '2024-10-16',
            entitledMicroEur: '2000000',
            paidMicroEur: '1000000',
            paidCents: 100,
            cutBy: [{ limit: 'amount of driver per month', left: '1000000' }],
        });
        expect(journeys[1]).to.deep.include({ paidCents: 0, refusedBy: 'class' });
        expect(totals).to.deep.include({ journeys: 2, paidJourneys: 1, cutJourneys: 1, paidCents: 100 });
    });

    it('refuses counters of a limit that the policy does not have', async () => {
        const counters = file('counters.json', [{ count: 'seats', of: 'trip', per: 'day', used: 1 }]);
        const { code, err } = await run(
            'simulate',
            '--policy',
            orthe(),
            '--journeys',
            file('one.json', [ride]),
            '--counters',
            counters,
        );
        expect(code).to.equal(2);
        expect(err).to.contain('[0] is of no limit of the policy');
    });

    it('judges the good journeys of a file and tells the bad ones by line', async () => {
        const lines = [
            JSON.stringify(ride),
            '',
            '{"distance": 3}',
            'no json',
            JSON.stringify({ ...ride, distance: -1 }),
        ];
        const journeys = file('lines.jsonl', lines.join('\n'));
        const { code, out } = await run('simulate', '--policy', orthe(), '--journeys', journeys, '--json');
        const { journeys: good, bad } = JSON.parse(out) as Simulation;
        expect(code).to.equal(3);
        expect(good.map(({ line }) => line)).to.deep.equal([1]);
        expect(bad.map(({ line }) => line)).to.deep.equal([3, 4, 5]);
        expect(bad[2]?.reason).to.equal('distance must be a whole number, not negative');
    });

    it('uses up limits in the order of starts and answers in the order of the file', async () => {
        const counters = file('counters.json', [
            { count: 'journeys', of: 'driver', per: 'day', who: 'one', period: '2024-10-16', used: 5 },
        ]);
        const late = { ...ride, datetime: '2024-10-16T18:00:00+02:00' };
        const { journeys } = await simulated(file('order.json', [late, ride]), '--counters', counters);
        expect(journeys.map(({ paidCents }) => paidCents)).to.deep.equal([0, 200]);
    });

    it('keeps the order of the file for journeys without ids that start at once', async () => {
        const many = Array.from({ length: 12 }, () => ride);
        const { journeys } = await simulated(file('many.json', many));
        const expected = [...Array.from({ length: 6 }, () => 200), ...Array.from({ length: 6 }, () => 0)];
        expect(journeys.map(({ paidCents }) => paidCents)).to.deep.equal(expected);
    });

    it('states a month by trip and by slice, as two tables of CSV', async () => {
        const journeys = file('month.json', [
            ride,
            { ...ride, seats: 2 },
            { ...ride, datetime: '2024-11-01T00:00:00+01:00' },
        ]);
        const out = path.join(folder, 'statement');
        const argv = ['--policy', orthe(), '--journeys', journeys, '--month', '2024-10', '--out', out];
        expect((await run('statement', ...argv)).out).to.contain(
            'orthe-et-arrigans-2024, 2024-10: 6.00 euro for 2 journeys.',
        );
        const [slices = '', trips = ''] = ['slices.csv', 'trips.csv'].map((name) =>
            readFileSync(path.join(out, name), 'utf8'),
        );
        expect(trips.trim().split('\r\n')).to.have.length(3);
        expect(slices).to.contain(
            ',BLABLACAR_DAILY,amount 1: 1.50 euro + 0.10 euro/km 20000 to 30000 m,2,3,50000,6000000',
        );
    });

    it("reads the CSV of the registry's open data, which says no riders and no operators", async () => {
        const csv = file(
            'open.csv',
            'journey_id;trip_id;journey_start_datetime;journey_start_lat;journey_start_lon;journey_start_insee;journey_start_department;journey_end_lat;journey_end_lon;journey_end_insee;journey_end_department;passenger_seats;operator_class;journey_distance\n' +
                '1;t;2024-10-16T07:30:00+02:00;43.6;-0.9;40231;40;43.7;-1.0;40001;40;2;C;25000\n',
        );
        const policy = file('open.json', {
            ...samplePolicy('template-2'),
            places: { territory: { com: ['40231', '40001'] } },
        });
        const { out } = await run('simulate', '--policy', policy, '--journeys', csv, '--json');
        const { journeys, totals } = JSON.parse(out) as Simulation;
        expect(journeys[0]).to.deep.include({ id: '1', operator: 'unnamed', paidCents: 500 });
        expect(totals).to.deep.include({ withoutDriver: 1, withoutPassenger: 1 });
    });

    it('takes a shape as GeoJSON', async () => {
        const square = [
            [
                [-1, 43],
                [0, 43],
                [0, 44],
                [-1, 44],
                [-1, 43],
            ],
        ];
        const policy = file('geojson.json', {
            ...samplePolicy('template-3'),
            places: { territory: { geojson: { type: 'Polygon', coordinates: square } } },
        });
        const at = { start_lat: 43.5, start_lon: -0.5, end_lat: 43.6, end_lon: -0.4 };
        const journeys = file('there.json', [
            { ...ride, ...at },
            { ...ride, ...at, end_lat: 45 },
        ]);
        const { out } = await run('simulate', '--policy', policy, '--journeys', journeys, '--json');
        expect((JSON.parse(out) as Simulation).journeys.map(({ paidCents }) => paidCents)).to.deep.equal([50, 0]);
    });

    it('shows a person a table and the reasons', async () => {
        const { out } = await run(
            'simulate',
            '--policy',
            orthe(),
            '--journeys',
            file('one.json', [ride, { ...ride, distance: 1 }]),
        );
        expect(out).to.match(/LINE\s+DAY\s+ENTITLED\s+PAID\s+WHY/u);
        expect(out).to.contain('1 of 2 journeys paid, 2.00 of 2.00 euro within the limits.');
        expect(out).to.contain('1 distance');
    });
});

describe('quartier mobility incentive convert', () => {
    const list = sharedData('mobility/policies/fr_carpool_incentive_campaigns.csv');

    before(function () {
        if (list === undefined) this.skip();
    });

    async function converted(...argv: string[]): Promise<readonly ConvertedCampaign[]> {
        let out = '';
        await runProgram(['mobility', 'incentive', 'convert', list ?? '', '--json', ...argv], {
            stdout: { write: (text: string) => (out += text) },
            stderr: { write: () => undefined },
            environment: {},
        });
        return (JSON.parse(out) as { readonly campaigns: readonly ConvertedCampaign[] }).campaigns;
    }

    it('says what became of each of the 111 campaigns', async () => {
        const campaigns = await converted();
        expect(campaigns).to.have.length(111);
        const of = (outcome: string): number => campaigns.filter((campaign) => campaign.outcome === outcome).length;
        expect([of('converted'), of('assumed'), of('partly'), of('refused')]).to.deep.equal([1, 101, 6, 3]);
    });

    it('pays 0.10 euro a kilometre between the smallest and the largest amount, and says that this is assumed', async () => {
        const campaign = (await converted()).find(({ outcome }) => outcome === 'assumed');
        expect(campaign?.assumptions[0]).to.match(/^between \S+ and \S+ euro the driver gets 0\.10 euro a kilometre/u);
        expect(JSON.stringify(campaign?.policy)).to.match(
            /"euroPerKm":"0\.10","leastEuro":"[\d.]+","mostEuro":"[\d.]+"/u,
        );
    });

    it('says why a line is refused or left out in part', async () => {
        const campaigns = await converted();
        const reasons = campaigns
            .filter(({ outcome }) => outcome === 'refused')
            .flatMap(({ notConverted }) => notConverted);
        expect(new Set(reasons)).to.deep.equal(new Set(['the smallest amount is larger than the largest']));
        const partly = campaigns.filter(({ outcome }) => outcome === 'partly');
        expect(partly.every(({ notConverted: [words = ''] }) => words.startsWith('si_zone_exclue_liste'))).to.be.true;
    });
});
