import {
    confirmationInput,
    correctionInput,
    type AppliedEvent,
    type CorrectEventRequest,
    type EventContent,
    type PassportRecord,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { after, apply, born, km, noon, type Given } from './life-of.js';

const service: EventContent = { kind: 'service', work: ['oil'] };

const correct = (
    passport: PassportRecord,
    author: string,
    request: Partial<CorrectEventRequest>,
    { on = '2022-01-03', ...more }: Given = {},
): AppliedEvent => {
    const given = {
        passport: 'passport',
        event: 'fix',
        corrects: 'GarageMSP:typo',
        reason: 'a digit too few',
        ...request,
    };
    const { content, ...rest } = correctionInput(given, noon(on));
    return apply(passport, author, content, { ...rest, on, ...more });
};
const confirm = (
    passport: PassportRecord,
    author: string,
    confirms = 'GarageMSP:fix',
    on = '2022-04-01',
): AppliedEvent => {
    const { content, ...rest } = confirmationInput({ passport: 'passport', event: 'yes', confirms }, noon(on));
    return apply(passport, author, content, { ...rest, on });
};

const before = after(born(), 'OtherMSP', service, { day: '2021-01-01', reading: km(40_000) });
const mistaken = after(before, 'GarageMSP', service, { event: 'typo', day: '2022-01-01', reading: km(5_200) });

describe('The correction of an honest mistake', () => {
    it('clears the judgement and stays visible', () => {
        expect(mistaken.judgement.outcome).to.equal('illogical');
        const { passport, event } = correct(mistaken, 'GarageMSP', { reading: km(52_000) });
        expect(event).to.include({ kind: 'correction', standing: 'in-force', number: 4 });
        expect(passport.judgement).to.deep.include({ outcome: 'logical', pairs: [] });
        expect(passport.readings.slice(-2)).to.deep.equal([
            { ...mistaken.readings.at(-1), voidedBy: 'GarageMSP:fix' },
            { ...mistaken.readings.at(-1), event: 'GarageMSP:fix', number: 4, value: 52_000 },
        ]);
        expect(passport.events.some((known) => known.event === 'GarageMSP:typo')).to.equal(true);
        expect(passport.corrections).to.deep.equal([
            {
                event: 'GarageMSP:fix',
                number: 4,
                author: 'GarageMSP',
                corrects: 'GarageMSP:typo',
                correctsNumber: 3,
                standing: 'in-force',
                voids: false,
            },
        ]);
    });

    it('gives the day as well as the figure, or the day alone', () => {
        const { passport } = correct(mistaken, 'GarageMSP', { day: '2020-01-01' });
        expect(passport.readings.at(-1)).to.include({ day: '2020-01-01', value: 5_200 });
        expect(passport.judgement.outcome).to.equal('logical');
    });

    it('without either leaves the event void', () => {
        const { passport } = correct(mistaken, 'GarageMSP', {});
        expect(passport.readings.filter(({ voidedBy }) => voidedBy === undefined)).to.have.length(2);
        expect(passport.corrections[0]).to.include({ voids: true });
    });

    it('is corrected by another of the same event, which takes its place', () => {
        const once = correct(mistaken, 'GarageMSP', { reading: km(25_000) }).passport;
        const twice = correct(once, 'GarageMSP', { event: 'fix2', reading: km(52_000) }).passport;
        expect(twice.judgement.outcome).to.equal('logical');
        expect(twice.corrections.map(({ standing }) => standing)).to.deep.equal(['superseded', 'in-force']);
        expect(twice.readings.filter(({ voidedBy }) => voidedBy === undefined)).to.have.length(3);
        const code = refusalOf(() => correct(once, 'GarageMSP', { event: 'x', corrects: 'GarageMSP:fix' }));
        expect(code).to.deep.equal({
            code: 'VEHICLE_CORRECTION_OF_CORRECTION',
            details: { event: 'GarageMSP:fix', corrects: 'GarageMSP:typo' },
        });
    });

    it('sent again changes nothing, on a later day too', () => {
        const { passport } = correct(mistaken, 'GarageMSP', { reading: km(52_000) });
        const again = correct(passport, 'GarageMSP', { reading: km(52_000) }, { on: '2023-01-01' });
        expect(again.outcome).to.equal('unchanged');
        expect(again.passport).to.equal(passport);
    });

    it('adds a reading where none was read', () => {
        const blind = after(before, 'GarageMSP', service, { event: 'typo', reading: { status: 'unreadable' } });
        const { passport } = correct(blind, 'GarageMSP', { reading: km(52_000) });
        expect(passport.readings.at(-1)).to.include({ value: 52_000, day: '2022-01-01', kind: 'service' });
    });

    it('is of its author, of what is known, and of a figure and day that can be', () => {
        const code = (author: string, request: Partial<CorrectEventRequest>): string =>
            refusalOf(() => correct(mistaken, author, request)).code;
        expect(code('OtherMSP', { reading: km(52_000) })).to.equal('VEHICLE_NOT_THE_AUTHOR');
        expect(code('StrangerMSP', {})).to.equal('VEHICLE_ROLE_MISSING');
        expect(code('GarageMSP', { corrects: 'GarageMSP:x' })).to.equal('VEHICLE_EVENT_UNKNOWN');
        expect(code('GarageMSP', { reading: km(1_000_000) })).to.equal('VEHICLE_READING_ABOVE_CAPACITY');
        expect(code('GarageMSP', { day: '2022-01-04' })).to.equal('VEHICLE_DAY_IN_FUTURE');
        expect(code('GarageMSP', { day: '2018-02-01' })).to.equal('VEHICLE_DAY_BEFORE_VEHICLE');
    });

    it('is recorded of a scrapped vehicle too', () => {
        const scrapped = after(mistaken, 'CouncilMSP', { kind: 'scrapped' }, { on: '2022-01-02' });
        expect(correct(scrapped, 'GarageMSP', { reading: km(52_000) }).outcome).to.equal('recorded');
    });
});

describe('After the window', () => {
    const late = { on: '2022-01-09' };
    const proposed = correct(mistaken, 'GarageMSP', { reading: km(52_000) }, late).passport;

    it('of seven days after it was recorded, a correction is only proposed', () => {
        expect(correct(mistaken, 'GarageMSP', { reading: km(1) }, { on: '2022-01-08' }).event).to.include({
            standing: 'in-force',
        });
        expect(proposed.corrections[0]).to.include({ standing: 'proposed' });
        expect(proposed.judgement).to.deep.equal(mistaken.judgement);
    });

    it('another organisation brings it in force', () => {
        const { passport } = confirm(proposed, 'OtherMSP');
        expect(passport.corrections[0]).to.include({ standing: 'in-force' });
        expect(passport.judgement.outcome).to.equal('logical');
        expect(passport.readings.at(-1)).to.include({ event: 'GarageMSP:fix', number: 4, author: 'GarageMSP' });
    });

    it('its author does not, nor a second time, nor what is no correction', () => {
        const code = (...args: Parameters<typeof confirm>): string => refusalOf(() => confirm(...args)).code;
        expect(code(proposed, 'GarageMSP')).to.equal('VEHICLE_OWN_CONFIRMATION');
        expect(code(proposed, 'StrangerMSP')).to.equal('VEHICLE_ROLE_MISSING');
        expect(code(proposed, 'OtherMSP', 'GarageMSP:typo')).to.equal('VEHICLE_EVENT_UNKNOWN');
        const inForce = confirm(proposed, 'OtherMSP').passport;
        expect(code(inForce, 'CouncilMSP')).to.equal('VEHICLE_CORRECTION_NOT_PROPOSED');
        expect(confirm(inForce, 'OtherMSP').outcome).to.equal('unchanged');
    });

    it('not one that another has overtaken', () => {
        const second = correct(proposed, 'GarageMSP', { event: 'fix2', reading: km(51_000) }, late).passport;
        const inForce = confirm(second, 'OtherMSP', 'GarageMSP:fix2').passport;
        expect(inForce.corrections.map(({ standing }) => standing)).to.deep.equal(['superseded', 'in-force']);
        expect(refusalOf(() => confirm(inForce, 'CouncilMSP')).code).to.equal('VEHICLE_CORRECTION_NOT_PROPOSED');
    });
});

describe('An event that is void', () => {
    const voided = (passport: PassportRecord, author: string, id: string): PassportRecord =>
        correct(passport, author, { corrects: `${author}:${id}` }).passport;
    const council = (content: EventContent, passport = born()): PassportRecord =>
        after(passport, 'CouncilMSP', content, { event: 'x' });

    it('takes its effect with it', () => {
        expect(voided(council({ kind: 'stolen' }), 'CouncilMSP', 'x').state).to.equal('in-use');
        expect(voided(council({ kind: 'exported', country: 'DE' }), 'CouncilMSP', 'x').state).to.equal('in-use');
        expect(voided(council({ kind: 'pledged', pledge: 'p' }), 'CouncilMSP', 'x').pledges).to.deep.equal([]);
        const recalled = after(
            born(),
            'MakerMSP',
            { kind: 'recall-opened', campaign: 'c', title: 't' },
            { event: 'x' },
        );
        expect(voided(recalled, 'MakerMSP', 'x').openRecalls).to.deep.equal([]);
    });

    it('brings a vehicle back from scrapping to what it was', () => {
        const stolen = after(born(), 'CouncilMSP', { kind: 'stolen' });
        const back = voided(council({ kind: 'scrapped' }, stolen), 'CouncilMSP', 'x');
        expect(back.state).to.equal('stolen');
        expect(back.stateBeforeScrapping).to.equal(undefined);
    });

    it('takes an accident back a stage, unless a later one stands on it', () => {
        const declared = council({ kind: 'accident-declared', severity: 'light' });
        expect(voided(declared, 'CouncilMSP', 'x').accident).to.equal(undefined);
        const assessed = after(
            declared,
            'CouncilMSP',
            { kind: 'accident-assessed', outcome: 'total-loss' },
            { event: 'y' },
        );
        expect(voided(assessed, 'CouncilMSP', 'y').accident).to.equal('declared');
        expect(refusalOf(() => voided(assessed, 'CouncilMSP', 'x')).code).to.equal('VEHICLE_CORRECTION_TOO_LATE');
    });

    it('leaves due what was due before', () => {
        const due = (day: string, work: string, event: string, passport: PassportRecord): PassportRecord =>
            after(
                passport,
                'GarageMSP',
                { kind: 'service', work: [], nextDue: { work: [work] } },
                { event, day, reading: km(9) },
            );
        const both = due('2022-01-01', 'belt', 'second', due('2021-01-01', 'oil', 'first', born()));
        expect(voided(both, 'GarageMSP', 'second').nextDue).to.deep.include({ work: ['oil'], since: '2021-01-01' });
    });

    it('is not one that another event undoes', () => {
        const found = council({ kind: 'found' }, after(born(), 'CouncilMSP', { kind: 'stolen' }));
        expect(refusalOf(() => voided(found, 'CouncilMSP', 'x')).code).to.equal('VEHICLE_CORRECTION_BY_NEXT_EVENT');
    });
});

describe('The correction of a replacement', () => {
    it('corrects the first figure of the new odometer and keeps the last of the old', () => {
        const content: EventContent = { kind: 'odometer-replaced', before: 41_000 };
        const replaced = after(before, 'GarageMSP', content, { event: 'typo', reading: km(50) });
        const { passport } = correct(replaced, 'GarageMSP', { reading: km(5) });
        expect(passport.readings.at(-1)).to.include({ kind: 'odometer-replaced', before: 41_000, value: 5 });
        expect(passport.judgement).to.include({ rdwCode: '02', distanceM: '41000000' });
    });
});
