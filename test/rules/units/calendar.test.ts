import {
    countDays,
    dayBounds,
    dayNumber,
    dayOfInstant,
    dayOfNumber,
    daysBetween,
    daysOfMonth,
    instantsOfDays,
    isDay,
    isMonth,
    lastDayOf,
    monthBounds,
    monthOf,
    nextDay,
    nextMonth,
    previousDay,
    timeOfDay,
    zoneFault,
    zoneFitsStep,
    type ZoneTable,
} from '@quartier/rules/units';
import { expect } from 'chai';

import { paris, utc } from '../../support/paris.js';

function quartersOf(day: string): number | undefined {
    const bounds = dayBounds(paris, day);
    return bounds && (bounds.end - bounds.start) / 900;
}

describe('calendar', () => {
    it('counts days as the proleptic Gregorian calendar does', () => {
        expect(dayNumber('1970-01-01')).to.equal(0);
        expect(dayNumber('2000-03-01')).to.equal(11_017);
        expect(dayOfNumber(-1)).to.equal('1969-12-31');
        for (let number = -720_000; number < 100_000; number += 617) {
            const day = dayOfNumber(number);
            if (!isDay(day)) continue;
            expect(day).to.equal(new Date(number * 86_400_000).toISOString().slice(0, 10));
            expect(dayNumber(day)).to.equal(number);
        }
    });

    it('knows leap days', () => {
        expect(['2016-02-29', '2000-02-29'].every(isDay)).to.equal(true);
        expect(['2015-02-29', '1900-02-29', '2016-02-30', '2016-6-1', '2016-00-01', '0000-01-01'].some(isDay)).to.equal(
            false,
        );
        expect(nextDay('2016-02-28')).to.equal('2016-02-29');
        expect(previousDay('2016-03-01')).to.equal('2016-02-29');
        expect(lastDayOf('1900-02')).to.equal('1900-02-28');
    });

    it('lists days with both ends included', () => {
        expect(daysBetween('2016-12-30', '2017-01-01')).to.deep.equal(['2016-12-30', '2016-12-31', '2017-01-01']);
        expect(daysBetween('2016-06-02', '2016-06-01')).to.deep.equal([]);
        expect(countDays('2016-06-01', '2016-06-30')).to.equal(30);
        expect(daysOfMonth('2016-06')).to.have.length(30);
    });

    it('tells months', () => {
        expect(monthOf('2016-06-30')).to.equal('2016-06');
        expect(nextMonth('2016-12')).to.equal('2017-01');
        expect(isMonth('2016-12') && !isMonth('2016-13') && !isMonth('2016-1')).to.equal(true);
    });

    it('gives 96 quarters to a day, 92 when summer time begins and 100 when it ends', () => {
        expect(quartersOf('2016-06-15')).to.equal(96);
        expect(quartersOf('2016-03-27')).to.equal(92);
        expect(quartersOf('2016-10-30')).to.equal(100);
        expect(quartersOf('2013-03-31')).to.equal(92);
        expect(quartersOf('2013-10-27')).to.equal(100);
    });

    it('places local midnight in UTC', () => {
        expect(dayBounds(paris, '2016-06-01')).to.deep.equal({
            start: utc('2016-05-31T22:00:00'),
            end: utc('2016-06-01T22:00:00'),
        });
        expect(monthBounds(paris, '2016-03')).to.deep.equal({
            start: utc('2016-02-29T23:00:00'),
            end: utc('2016-03-31T22:00:00'),
        });
    });

    it('says nothing of days that the table does not wholly cover', () => {
        expect(dayBounds(paris, '2012-12-31')).to.equal(undefined);
        expect(dayBounds(paris, '2013-01-01')).to.not.equal(undefined);
        expect(dayBounds(paris, '2016-12-31')).to.not.equal(undefined);
        expect(dayBounds(paris, '2017-01-01')).to.equal(undefined);
        expect(monthBounds(paris, '2017-01')).to.equal(undefined);
        expect(dayBounds(paris, 'today')).to.equal(undefined);
        expect(dayOfInstant(paris, paris.until)).to.equal(undefined);
        const late = paris.from + 900;
        const partial: ZoneTable = { ...paris, from: late, transitions: [{ at: late, offsetSeconds: 3_600 }] };
        expect(dayOfInstant(partial, late)).to.equal(undefined);
        expect(dayOfInstant(partial, late + 86_400)).to.equal('2013-01-02');
    });

    it('finds the day of an instant, on both sides of midnight', () => {
        expect(dayOfInstant(paris, utc('2016-05-31T21:59:59'))).to.equal('2016-05-31');
        expect(dayOfInstant(paris, utc('2016-05-31T22:00:00'))).to.equal('2016-06-01');
    });

    it('starts a day whose midnight is jumped over when the clock jumps', () => {
        // As in São Paulo, where summer time began at midnight.
        const jump = utc('2016-10-16T03:00:00');
        const zone: ZoneTable = {
            zone: 'America/Sao_Paulo',
            from: utc('2016-10-01T03:00:00'),
            until: utc('2016-11-01T02:00:00'),
            transitions: [
                { at: utc('2016-10-01T03:00:00'), offsetSeconds: -10_800 },
                { at: jump, offsetSeconds: -7_200 },
            ],
        };
        expect(dayBounds(zone, '2016-10-15')).to.deep.equal({ start: utc('2016-10-15T03:00:00'), end: jump });
        expect(dayBounds(zone, '2016-10-16')).to.deep.equal({ start: jump, end: utc('2016-10-17T02:00:00') });
        expect(dayOfInstant(zone, jump)).to.equal('2016-10-16');
    });

    it('gives every instant one day where midnight comes twice', () => {
        const back = utc('2016-10-16T00:30:00');
        const zone: ZoneTable = {
            zone: 'Test/MidnightTwice',
            from: utc('2016-10-01T00:00:00'),
            until: utc('2016-11-01T00:00:00'),
            transitions: [
                { at: utc('2016-10-01T00:00:00'), offsetSeconds: 0 },
                { at: back, offsetSeconds: -3_600 },
            ],
        };
        const second = utc('2016-10-16T01:00:00');
        expect(dayBounds(zone, '2016-10-16')?.start).to.equal(second);
        expect(dayOfInstant(zone, utc('2016-10-16T00:10:00'))).to.equal('2016-10-15');
        expect(dayOfInstant(zone, second - 1)).to.equal('2016-10-15');
        expect(dayOfInstant(zone, second)).to.equal('2016-10-16');
    });

    it('shows the time on the wall', () => {
        expect(timeOfDay(paris, utc('2016-06-01T10:15:00'))).to.equal(12 * 3_600 + 900);
        expect(timeOfDay(paris, utc('2016-05-31T22:00:00'))).to.equal(0);
    });

    it('tells the instants of some days from those of others', () => {
        const isOf = instantsOfDays(paris, ['2016-06-01', '2016-06-03', '2030-01-01']);
        expect(isOf(utc('2016-06-01T12:00:00'))).to.equal(true);
        expect(isOf(utc('2016-06-02T12:00:00'))).to.equal(false);
        expect(isOf(utc('2016-06-03T12:00:00'))).to.equal(true);
        expect(isOf(utc('2030-01-01T12:00:00'))).to.equal(false);
    });

    it('finds fault with a broken table', () => {
        const [first, ...others] = paris.transitions;
        expect(zoneFault(paris)).to.equal(undefined);
        expect(zoneFault({ ...paris, until: paris.from })).to.match(/ends before/u);
        expect(zoneFault({ ...paris, transitions: [] })).to.match(/transitions/u);
        expect(zoneFault({ ...paris, transitions: others })).to.match(/first transition/u);
        expect(zoneFault({ ...paris, transitions: [...paris.transitions].reverse() })).to.match(/first transition/u);
        expect(zoneFault({ ...paris, transitions: [...(first ? [first] : []), ...[...others].reverse()] })).to.match(
            /order/u,
        );
        expect(zoneFault({ ...paris, until: utc('2016-05-01T00:00:00') })).to.match(/at or after its end/u);
    });

    it('refuses a step that does not divide the days of a zone', () => {
        const nepal: ZoneTable = { ...paris, transitions: [{ at: paris.from, offsetSeconds: 20_700 }] };
        expect(zoneFitsStep(paris, 60)).to.equal(true);
        expect(zoneFitsStep(nepal, 15)).to.equal(true);
        expect(zoneFitsStep(nepal, 30)).to.equal(false);
    });
});
