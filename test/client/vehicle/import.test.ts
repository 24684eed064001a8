import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';

import { importEvents, importFleet, UnusableFile, type EventImport, type VehicleImportReport } from '@quartier/client';
import type { EventRow } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { recordingClient, type RecordingClient } from '../../support/recording-client.js';

const VIN = 'VF7SXHMZ6FT123456';
const PUBLISHED = path.resolve('..', 'shared', 'data', 'passport');

describe('A file of work orders and inspection results', () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), 'quartier-import-'));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    interface Imported {
        readonly ledger: RecordingClient;
        readonly report: VehicleImportReport;
    }

    async function imported(content: string, options: Partial<EventImport> = {}): Promise<Imported> {
        const file = path.join(folder, 'orders.csv');
        writeFileSync(file, content);
        const ledger = recordingClient();
        return { ledger, report: await importEvents({ vehicle: ledger, file, ...options }) };
    }

    async function oneEvent(header: string, row: string): Promise<EventRow> {
        const { ledger, report } = await imported(`${header}\n${row}\n`);
        expect(report.problems, JSON.stringify(report.problems)).to.deep.equal([]);
        const [event] = ledger.events;
        if (event === undefined) throw new Error('nothing was recorded');
        return event;
    }

    it('gives a service with what was done, what is due, and the note apart', async () => {
        const header = 'event,vin,date,kind,odometer,unit,work,next due,next due odometer,next due work,note,evidence';
        const row = `WO-1,${VIN.toLowerCase()},2026-06-03,service,195000,km,oil|filter,2027-06-03,215000,timing belt,in a hurry,${'A'.repeat(64)}`;
        expect(await oneEvent(header, row)).to.deep.equal({
            identity: { kind: 'vin', vin: VIN },
            event: {
                event: 'WO-1',
                day: '2026-06-03',
                reading: { status: 'read', value: 195_000, unit: 'km' },
                evidence: 'a'.repeat(64),
                content: {
                    kind: 'service',
                    work: ['oil', 'filter'],
                    nextDue: { day: '2027-06-03', odometerM: '215000000', work: ['timing belt'] },
                },
            },
            note: 'in a hurry',
        });
    });

    it('reads French columns, words, days and figures, with semicolons', async () => {
        const header =
            'N° OR;Châssis;Date;Intervention;Kilométrage;Unité;Résultat;Défaillances;Valable jusqu’au;Nature';
        const row = `12;${VIN};03/06/2026;Contrôle technique;195 010;kilomètres;défavorable;1.1.1a|5.2.3:critique;03/08/2026;Contre-visite`;
        const { event } = await oneEvent(header, row);
        expect(event).to.deep.include({ event: '12', day: '2026-06-03' });
        expect(event.reading).to.deep.equal({ status: 'read', value: 195_010, unit: 'km' });
        expect(event.content).to.deep.equal({
            kind: 'inspection',
            nature: 'retest',
            result: 'major',
            defects: [
                { code: '1.1.1a', severity: 'major' },
                { code: '5.2.3', severity: 'dangerous' },
            ],
            validUntil: '2026-08-03',
        });
    });

    it('takes miles, what could not be read, and vehicles with a serial number', async () => {
        const header = 'serial\tdate\tkind\todometer\tunit';
        expect(await oneEvent(header, 'CYC:B-0001\t2026-06-03\treading\t1234\tmiles')).to.deep.include({
            identity: { kind: 'serial', manufacturer: 'CYC', serial: 'B-0001' },
        });
        const { event } = await oneEvent(header, 'CYC:B-0001\t2026-06-03\treading\tillisible\t');
        expect(event.reading).to.deep.equal({ status: 'unreadable' });
    });

    it('gives a line without a number of its own one that follows from what it says in public', async () => {
        const header = 'vin,date,kind,odometer,unit,work,note';
        const said = await oneEvent(header, `${VIN},2026-06-03,service,1000,km,oil,first`);
        const again = await oneEvent(header, `${VIN},2026-06-03,service,1000,km,oil,first`);
        const otherVehicle = await oneEvent(header, `VF7SXHMZ6FT654321,2026-06-03,service,1000,km,oil,second`);
        const otherWork = await oneEvent(header, `${VIN},2026-06-03,service,1000,km,brakes,first`);
        expect(again.event.event)
            .to.equal(said.event.event)
            .and.match(/^[0-9a-f]{32}$/u);
        // Neither the VIN nor the note goes into it: whoever guesses them cannot try them against it.
        expect(otherVehicle.event.event).to.equal(said.event.event);
        expect(otherWork.event.event).not.to.equal(said.event.event);
    });

    const header = 'event,vin,date,kind,odometer,unit,result,severity,work';
    const faults: readonly (readonly [string, string, string])[] = [
        ['a VIN that is too short', `1,VF7SXHMZ6FT12345,2026-06-03,service,1,km,,,`, 'VEHICLE_VIN_INVALID'],
        [
            'a wrong check digit where the law makes one',
            `1,1M8GDM9A_KP042788,2026-06-03,service,1,km,,,`,
            'VEHICLE_VIN_INVALID',
        ],
        ['no vehicle', `1,,2026-06-03,service,1,km,,,`, 'VEHICLE_ROW_WITHOUT_VEHICLE'],
        ['no unit', `1,${VIN},2026-06-03,service,1,,,,`, 'VEHICLE_UNIT_MISSING'],
        ['a unit that nobody knows', `1,${VIN},2026-06-03,service,1,leagues,,,`, 'VEHICLE_UNIT_UNKNOWN'],
        ['a negative figure', `1,${VIN},2026-06-03,service,-1,km,,,`, 'VEHICLE_READING_NEGATIVE'],
        ['a fraction', `1,${VIN},2026-06-03,service,1.5,km,,,`, 'VEHICLE_READING_NOT_WHOLE'],
        ['a figure that is none', `1,${VIN},2026-06-03,service,about 1,km,,,`, 'VEHICLE_FIELD_INVALID'],
        ['a day that is none', `1,${VIN},2026-02-30,service,1,km,,,`, 'VEHICLE_FIELD_INVALID'],
        ['no day', `1,${VIN},,service,1,km,,,`, 'VEHICLE_FIELD_MISSING'],
        ['a kind that is none', `1,${VIN},2026-06-03,wash,1,km,,,`, 'VEHICLE_FIELD_INVALID'],
        [
            'a kind with a command of its own',
            `1,${VIN},2026-06-03,correction,1,km,,,`,
            'VEHICLE_KIND_OF_ANOTHER_COMMAND',
        ],
        ['an inspection without a result', `1,${VIN},2026-06-03,inspection,1,km,,,`, 'VEHICLE_FIELD_MISSING'],
        [
            'the VIN in a public text',
            `1,${VIN},2026-06-03,service,1,km,,,oil of ${VIN}`,
            'VEHICLE_IDENTITY_IN_PUBLIC_TEXT',
        ],
        [
            'the VIN as the number of the job',
            `${VIN},${VIN},2026-06-03,service,1,km,,,`,
            'VEHICLE_IDENTITY_IN_PUBLIC_TEXT',
        ],
        ['a cell too many', `1,${VIN},2026-06-03,service,1,km,,,,`, 'VEHICLE_ROW_COLUMNS'],
        ['a quote left open', `1,${VIN},2026-06-03,service,1,km,,,"`, 'FILE_ROW_UNREADABLE'],
    ];
    for (const [fault, row, code] of faults) {
        it(`refuses ${fault} by its line, and takes the others`, async () => {
            const good = `2,${VIN},2026-06-04,service,2,km,,,oil`;
            const { ledger, report } = await imported(`${header}\n${row}\n${good}\n`);
            expect(report).to.deep.include({ rows: 2, recorded: 1, refused: 1, refusedByCode: { [code]: 1 } });
            expect(report.problems[0]).to.include({ line: 2, code });
            expect(report.problems[0]?.message).not.to.contain('{').and.not.to.contain('?');
            expect(ledger.events).to.have.lengthOf(1);
        });
    }

    it('tells in French what it tells in English', async () => {
        const { report } = await imported(`${header}\n1,${VIN},,service,1,km,,,\n`, { language: 'fr' });
        expect(report.problems[0]?.message).to.equal('date manque.');
    });

    it('is refused as a whole where it names no vehicle, has no rows, or lacks a column that was named', async () => {
        const faulty: readonly (readonly [string, string, Partial<EventImport>?])[] = [
            ['date,kind\n2026-06-03,service\n', 'FILE_HEADER'],
            ['vin,date\n', 'FILE_WITHOUT_ROWS'],
            ['', 'FILE_EMPTY'],
            [`vin,date\n${VIN},2026-06-03\n`, 'FILE_HEADER', { columns: { kind: 'Auftrag' } }],
        ];
        for (const [content, code, options] of faulty) {
            const refused = await imported(content, options).catch((error: unknown) => error);
            expect(refused, content).to.be.instanceOf(UnusableFile).with.property('code', code);
        }
    });

    it('says which columns nothing was taken from', async () => {
        const { report } = await imported(`vin,date,kind,Couleur\n${VIN},2026-06-03,stolen,rouge\n`);
        expect(report.ignoredColumns).to.deep.equal(['Couleur']);
    });

    it('of 100,000 rows with three that are wrong reports those three by line', async function () {
        this.timeout(60_000);
        const rows = Array.from({ length: 100_000 }, (_, at) => {
            const vin = `VF7SX${String(at % 5_000).padStart(12, '0')}`;
            return `WO-${String(at)},${vin},2026-06-03,service,${String(1_000 + at)},km,oil change\n`;
        });
        rows[6] = rows[6]?.replace(',km,', ',,') ?? '';
        rows[50_000] = rows[50_000]?.replace('2026-06-03', '2026-06-33') ?? '';
        rows[99_999] = rows[99_999]?.replace('VF7SX', 'VF7OX') ?? '';
        const { report } = await imported(`event,vin,date,kind,odometer,unit,work\n${rows.join('')}`);
        expect(report).to.include({ rows: 100_000, recorded: 99_997, refused: 3 });
        expect(report.problems.map(({ line, code }) => `${String(line)} ${code}`)).to.deep.equal([
            '8 VEHICLE_UNIT_MISSING',
            '50002 VEHICLE_FIELD_INVALID',
            '100001 VEHICLE_VIN_INVALID',
        ]);
    });

    describe('as test stations publish them', function () {
        before(function () {
            if (existsSync(PUBLISHED)) return;
            process.stdout.write('      Not run: the data files of other registers are not beside the repository.\n');
            this.skip();
        });

        it('is mapped by columns and words: British test results', async () => {
            const ledger = recordingClient();
            const report = await importEvents({
                vehicle: ledger,
                file: path.join(PUBLISHED, 'dvsa_cvs_test_results_synthetic.csv'),
                columns: {
                    event: 'testResultId',
                    date: 'testStartTimestamp',
                    status: 'testStatus',
                    odometer: 'odometerReading',
                    unit: 'odometerReadingUnits',
                    result: 'testResult',
                    // There a count of defects, not their codes.
                    defects: '',
                },
                words: { result: { prs: 'minor', abandoned: '' } },
                usual: { kind: 'inspection' },
            });
            expect(report.rows).to.equal(65);
            expect(report.leftOut).to.equal(7);
            expect(report.recorded + report.refused).to.equal(58);
            // Trailers and older lorries have chassis numbers that are no VIN.
            expect(report.refusedByCode).to.deep.equal({ VEHICLE_VIN_INVALID: 25 });
            expect(ledger.events.every(({ event }) => event.content.kind === 'inspection')).to.equal(true);
            const [first] = ledger.events;
            expect(first?.event).to.deep.include({
                event: '1',
                day: '2021-01-14',
                reading: { status: 'read', value: 100_000, unit: 'km' },
            });
        });

        it('takes the codes of a published list of defects as they are', async () => {
            const csv = gunzipSync(readFileSync(path.join(PUBLISHED, 'dvsa_defect_catalogue.csv.gz'))).toString();
            const codes = csv
                .split('\n')
                .slice(1, 40)
                .map((line) => line.split(',')[0] ?? '');
            const row = `${VIN},2026-06-03,inspection,1,km,fail,${codes.join('|')}`;
            const { event } = await oneEvent('vin,date,kind,odometer,unit,result,defects', row);
            const { content } = event;
            expect(content.kind === 'inspection' ? content.defects.map(({ code }) => code) : []).to.deep.equal(codes);
        });
    });
});

describe('A fleet file', () => {
    it('describes each vehicle once, in the words of either language', async () => {
        const folder = mkdtempSync(path.join(tmpdir(), 'quartier-fleet-'));
        const file = path.join(folder, 'fleet.csv');
        writeFileSync(
            file,
            'VIN;Genre;Marque;Modèle;Carburant;Production;Première immatriculation;Kilométrage;Unité;Titulaire\n' +
                `${VIN};voiture;Citroën;C3;hybride rechargeable;10/01/2020;2020-02-01;12;km;${'d'.repeat(64)}\n` +
                `${VIN};voiture;Citroën;C3;vapeur;10/01/2020;2020-02-01;12;km;\n`,
        );
        const ledger = recordingClient();
        const report = await importFleet({ file, as: 'register', vehicle: ledger });
        rmSync(folder, { recursive: true });
        expect(report).to.deep.include({ recorded: 1, refused: 1, refusedByCode: { VEHICLE_FIELD_INVALID: 1 } });
        expect(ledger.registered).to.deep.equal([
            {
                identity: { kind: 'vin', vin: VIN },
                description: {
                    category: 'car',
                    make: 'Citroën',
                    model: 'C3',
                    energy: 'plug-in-hybrid',
                    produced: '2020-01-10',
                    firstRegistration: '2020-02-01',
                    odometerUnit: 'km',
                },
                reading: { status: 'read', value: 12, unit: 'km' },
                holder: 'd'.repeat(64),
            },
        ]);
    });
});
