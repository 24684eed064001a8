import {
    pagesThatMayHold,
    pagesToLoad,
    correctionInput,
    vehicleLimits,
    type EventContent,
    type EventInput,
    type PassportEvent,
    type PassportRecord,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { after, apply, born, km, noon } from './life-of.js';

const connected: EventContent = { kind: 'reading', source: 'connected' };
const { eventsPerPage, pagesPerPassport } = vehicleLimits;

function livedFor(events: number): { passport: PassportRecord; pages: Map<number, readonly PassportEvent[]> } {
    const pages = new Map<number, readonly PassportEvent[]>();
    let passport = born();
    for (let index = passport.eventCount; index < events; index += 1) {
        const applied = apply(passport, 'MakerMSP', connected, { event: `read-${index + 1}`, reading: km(index) });
        if (applied.spill) pages.set(applied.spill.page, applied.spill.events);
        ({ passport } = applied);
    }
    return { passport, pages };
}

describe('A long history', () => {
    const { passport, pages } = livedFor(2 * eventsPerPage + 7);

    it('stands in pages of fifty and a head of the newest', () => {
        expect([...pages.keys()]).to.deep.equal([0, 1]);
        expect([...pages.values()].map(({ length }) => length)).to.deep.equal([50, 50]);
        expect(passport.events).to.have.length(7);
        const all = [...pages.values()].flat().concat(passport.events);
        expect(all.map(({ number }) => number)).to.deep.equal(Array.from({ length: 107 }, (_, index) => index + 1));
    });

    it('keeps every reading in the head, which the judgement needs', () => {
        expect(passport.readings).to.have.length(107);
        expect(passport.judgement.outcome).to.equal('logical');
    });

    it('tells the page of an event by its id', () => {
        expect(pagesThatMayHold(passport, 'MakerMSP:read-50')).to.deep.equal([0]);
        expect(pagesThatMayHold(passport, 'MakerMSP:read-51')).to.deep.equal([1]);
        expect(pagesThatMayHold(passport, 'MakerMSP:read-107')).to.deep.equal([]);
    });

    it('needs no page for a new event, and the pages of what an event repeats or names', () => {
        const event = (id: string): EventInput => ({ event: id, day: '2022-01-01', content: connected });
        expect(pagesToLoad(passport, 'MakerMSP', event('new'))).to.deep.equal([]);
        expect(pagesToLoad(passport, 'MakerMSP', event('read-60'))).to.deep.equal([1]);
        const fix = correctionInput(
            { passport: 'p', event: 'fix', corrects: 'MakerMSP:read-3', reason: 'r' },
            noon('2022-01-01'),
        );
        expect(pagesToLoad(passport, 'MakerMSP', fix)).to.deep.equal([0]);
    });

    it('knows an old event sent again, and corrects one', () => {
        const older = pages.get(0) ?? [];
        const again = apply(passport, 'MakerMSP', connected, { event: 'read-3', reading: km(2), context: { older } });
        expect(again.outcome).to.equal('unchanged');
        const other = (): unknown =>
            apply(passport, 'MakerMSP', connected, { event: 'read-3', reading: km(3), context: { older } });
        expect(refusalOf(other).code).to.equal('VEHICLE_EVENT_EXISTS');
        const { content } = correctionInput(
            { passport: 'p', event: 'fix', corrects: 'MakerMSP:read-3', reason: 'r' },
            noon('2022-01-02'),
        );
        const options = { event: 'fix', on: '2022-01-02', context: { older } };
        const corrected = after(passport, 'MakerMSP', content, options);
        expect(corrected.readings[2]).to.include({ voidedBy: 'MakerMSP:fix' });
    });

    it('ends where a passport is full', () => {
        const full = {
            ...passport,
            events: livedFor(eventsPerPage).passport.events,
            pages: Array<string>(pagesPerPassport).fill(''),
        };
        expect(refusalOf(() => apply(full, 'MakerMSP', connected, { reading: km(9) })).code).to.equal(
            'VEHICLE_PASSPORT_FULL',
        );
    });
});
