import {
    decodeAcceptTransfer,
    decodeCorrectEvent,
    decodeFindPassportPrivate,
    decodeGetHistory,
    decodeGetPassport,
    decodeRecordEvents,
    decodeRecordEventsPrivate,
    decodeRegisterVehiclesPrivate,
    defaultJudgementParameters,
    recordableKinds,
    vehicleDecisions,
    vehicleRefusals,
    vehicleSubjects,
    type DecodedRow,
    type EventRow,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { newCar } from './life-of.js';

const passport = 'p'.repeat(22);
const event = { event: 'a', day: '2022-01-01', content: { kind: 'service', work: ['oil'] } };
const read = { status: 'read', value: 5, unit: 'km' };

const rows = (...events: unknown[]): readonly DecodedRow<EventRow>[] =>
    decodeRecordEventsPrivate(JSON.stringify({ events })).events;
const rowRefused = (row: unknown): string => {
    const [decoded] = rows(row);
    return decoded !== undefined && 'refused' in decoded ? decoded.refused.message : 'taken';
};
const withReading = (reading: unknown): string => rowRefused({ passport, event: { ...event, reading } });

describe('vehicle requests', () => {
    it('are taken as documented', () => {
        expect(decodeRecordEvents('{}')).to.deep.equal({});
        const row = {
            passport,
            note: 'the left door\nsticks',
            event: {
                ...event,
                reading: read,
                evidence: 'a'.repeat(64),
                place: { latitudeTenths: 458, longitudeTenths: 48 },
            },
        };
        expect(rows(row)).to.deep.equal([{ row }]);
        const batch = { vehicles: [newCar], collectionKey: 'b'.repeat(64) };
        expect(decodeRegisterVehiclesPrivate(JSON.stringify(batch)).vehicles).to.deep.equal([{ row: newCar }]);
        expect(decodeGetHistory(JSON.stringify({ passport, page: 0 }))).to.deep.equal({ passport, page: 0 });
    });

    it('normalise a VIN, and refuse a bad one by its rule', () => {
        const find = (vin: string): VehicleIdentity =>
            decodeFindPassportPrivate(JSON.stringify({ identity: { kind: 'vin', vin } })).identity;
        expect(find('vf1 kg1pbe34488860')).to.deep.equal({ kind: 'vin', vin: 'VF1KG1PBE34488860' });
        expect(refusalOf(() => find('VF1')).details).to.deep.equal({ rule: 'LENGTH' });
    });

    it('refuse a bad row alone', () => {
        const [good, bad] = rows({ passport, event }, { passport, event: { ...event, day: '2022-02-30' } });
        expect(good).to.have.property('row');
        expect(bad).to.have.property('refused');
        expect(rowRefused({ event })).to.match(/^REQUEST_MALFORMED .*private\.events\[0\] must name its vehicle/u);
        expect(rowRefused({ passport, identity: newCar.identity, event })).to.match(/one of the two/u);
        expect(rowRefused({ identity: { kind: 'vin', vin: 'IOQ' }, event })).to.match(/^VEHICLE_VIN_INVALID/u);
        expect(rowRefused({ passport, event: { ...event, content: { kind: 'holder-changed' } } })).to.match(
            /must be one of/u,
        );
    });

    it('refuse a reading without a unit, with an unknown one, below zero or in parts', () => {
        expect(withReading(read)).to.equal('taken');
        expect(withReading({ status: 'unreadable' })).to.equal('taken');
        expect(withReading({ ...read, unit: undefined })).to.match(/^VEHICLE_UNIT_MISSING/u);
        expect(withReading({ ...read, unit: 'leagues' })).to.match(/^VEHICLE_UNIT_UNKNOWN/u);
        expect(withReading({ ...read, value: -1 })).to.match(/^VEHICLE_READING_NEGATIVE/u);
        expect(withReading({ ...read, value: 1.5 })).to.match(/^VEHICLE_READING_NOT_WHOLE/u);
        expect(withReading({ ...read, value: 1e12 })).to.match(/^VEHICLE_READING_NOT_WHOLE/u);
        expect(withReading({ ...read, value: '5' })).to.match(/^REQUEST_MALFORMED/u);
        expect(withReading({ status: 'guessed' })).to.match(/^REQUEST_MALFORMED/u);
    });

    it('name the place of what is wrong and not the value', () => {
        const { details } = refusalOf(() => decodeGetPassport(JSON.stringify({ passport: 'VF1KG1PBE34488860' })));
        expect(details).to.deep.equal({ reason: 'request.passport must be the id of a passport, 22 characters' });
        const correct = { passport, event: 'a', corrects: 'M:b', reason: '' };
        expect(refusalOf(() => decodeCorrectEvent(JSON.stringify(correct))).details).to.deep.equal({
            reason: 'request.reason is empty',
        });
    });

    it('refuse a batch that is too large before they look at it', () => {
        expect(refusalOf(() => rows(...Array<null>(201).fill(null)))).to.deep.equal({
            code: 'VEHICLE_BATCH_TOO_LARGE',
            details: { size: 201, limit: 200 },
        });
    });

    it('ask for the reading of a change of holder', () => {
        const accept = { passport, transfer: 't', day: '2022-01-01', holder: 'a'.repeat(64) };
        expect(refusalOf(() => decodeAcceptTransfer(JSON.stringify(accept))).details).to.deep.equal({
            reason: 'request.reading is missing',
        });
    });

    it('have a decoder for every kind that is recorded', () => {
        const contents: Readonly<Record<string, object>> = {
            reading: { source: 'declared' },
            service: { work: [] },
            repair: { work: [], nextDue: { work: ['belt'], day: '2023-01-01', odometerM: '90000000' } },
            tyres: { work: [] },
            inspection: {
                nature: 'periodic',
                result: 'major',
                defects: [{ code: '1.1.1', severity: 'major' }],
                validUntil: '2024-01-01',
            },
            'accident-declared': { severity: 'structural' },
            'accident-assessed': { outcome: 'total-loss' },
            'accident-repaired': { work: [] },
            'recall-opened': { campaign: 'c', title: 't' },
            'recall-closed': { campaign: 'c' },
            'odometer-replaced': { before: 7, attests: 'GarageMSP:a' },
            pledged: { pledge: 'p' },
            'pledge-released': { pledge: 'p' },
            exported: { country: 'DE' },
        };
        for (const kind of recordableKinds) {
            const content = { kind, ...contents[kind] };
            expect(rows({ passport, event: { ...event, content } }), kind).to.deep.equal([
                { row: { passport, event: { ...event, content } } },
            ]);
        }
    });
});

describe('what the organisations of the vehicle area decide', () => {
    const judgement = vehicleDecisions[vehicleSubjects.judgement];
    const manufacturers = vehicleDecisions[vehicleSubjects.manufacturers];

    it('is how mileages are judged; the defaults are such a decision', () => {
        expect(judgement(defaultJudgementParameters, 'value')).to.deep.equal(defaultJudgementParameters);
        const { maxMetres } = defaultJudgementParameters;
        const falling = { ...defaultJudgementParameters, maxMetres: { ...maxMetres, week: 1 } };
        expect(refusalOf(() => judgement(falling, 'value')).details).to.deep.equal({
            reason: 'value.maxMetres must not allow less in a longer time',
        });
    });

    it('is who holds which manufacturer codes', () => {
        const list = { MakerMSP: { wmi: ['VF1', 'VF9123'], serials: ['QC'] } };
        expect(manufacturers(list, 'value')).to.deep.equal(list);
        for (const wmi of ['VF', 'VF9', 'VF1123', 'vf1', 'VFO']) {
            expect(refusalOf(() => manufacturers({ M: { wmi: [wmi], serials: [] } }, 'value')).code, wmi).to.equal(
                'REQUEST_MALFORMED',
            );
        }
    });
});

describe('vehicle refusals', () => {
    it('fill the same details into both languages', () => {
        const details = (sentence: string): readonly string[] => [...new Set(sentence.match(/\{\w+\}/gu) ?? [])].sort();
        for (const [code, { en, fr }] of Object.entries(vehicleRefusals)) {
            expect(details(fr), code).to.deep.equal(details(en));
        }
    });
});
